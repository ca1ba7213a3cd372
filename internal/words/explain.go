package words

import (
	"fmt"
	"slices"
)

// Explanation is a projection in sentences. None of its lists is nil.
type Explanation struct {
	Headline   string               `json:"headline"`       // the verdict in a sentence
	Progress   string               `json:"progress"`       // how far shipment and answer are
	Note       string               `json:"note,omitempty"` // what the projection leaves out
	Why        []string             `json:"why"`            // why the order has its verdict
	Decisions  []string             `json:"decisions"`      // what people decided
	Claims     []string             `json:"claims"`         // what others say of the cargo
	Containers []CustodyExplanation `json:"containers"`     // in the order of the projection's
}

// CustodyExplanation is one custody in sentences. None of its lists is nil; a text is empty where
// there is nothing to say.
type CustodyExplanation struct {
	Progress    string   `json:"progress"`
	Why         []string `json:"why"`
	JudgedTime  string   `json:"judgedTime,omitempty"`
	Journey     []string `json:"journey"` // in whose hands it was, and when
	Rule        string   `json:"rule,omitempty"`
	Observed    string   `json:"observed,omitempty"`
	Temperature string   `json:"temperature,omitempty"`
	Limits      []Budget `json:"limits"`     // what is used of each limit
	Excursions  []string `json:"excursions"` // those that the projection lists, in their order
	Readings    string   `json:"readings,omitempty"`
}

// Explain puts a projection in sentences.
func Explain(p *Projection) Explanation {
	e := Explanation{
		Headline: p.headline(), Progress: p.progress(), Note: p.note(), Why: p.why(),
		Decisions: p.decisions(), Claims: p.claims(), Containers: []CustodyExplanation{},
	}
	for i := range p.Containers {
		e.Containers = append(e.Containers, p.Containers[i].explain())
	}
	return e
}

func (c *Custody) explain() CustodyExplanation {
	e := CustodyExplanation{
		Progress: c.progress(), Why: []string{}, JudgedTime: c.Window.text(), Journey: c.journey(),
		Rule: ruleTitle(c.Rule), Observed: c.observed(), Temperature: c.Temperature.text(),
		Limits: c.budgets(), Excursions: []string{}, Readings: c.Readings.text(),
	}
	for _, r := range c.Reasons {
		e.Why = append(e.Why, c.Sentence(r))
	}
	for i := range c.Excursions {
		e.Excursions = append(e.Excursions, c.excursion(&c.Excursions[i]))
	}
	return e
}

// headline is the verdict in a sentence.
func (p *Projection) headline() string {
	over := p.Phase == "final"
	switch p.Verdict {
	case "violated":
		return "The cold chain was violated."
	case "undetermined":
		if over {
			return "It cannot be determined whether the cold chain was respected."
		}
		return "So far it cannot be determined whether the cold chain is respected."
	case "respected":
		switch {
		case over:
			return "The cold chain was respected."
		case p.Phase == "arrived":
			return "The cold chain was respected, as far as readings have come in."
		}
		return "The cold chain has been respected so far."
	case "pending":
		return "There is no answer yet."
	case "not_applicable":
		return fmt.Sprintf("Not judged: the order is %s and nothing of it was shipped.", p.Status)
	}
	return "Verdict: " + p.Verdict + "."
}

// note says what a projection leaves out because it would be too large.
func (p *Projection) note() string {
	if !p.Truncated {
		return ""
	}
	return "This answer would be too large whole: lists such as those of gaps and excursions are " +
		"left out. Verdicts, counts and totals are complete."
}

// why has a sentence for each of the order's reasons, of each container that has it. Where the
// projection leaves the containers' reasons out, the order's stand alone.
func (p *Projection) why() []string {
	all := []string{}
	told := map[string]bool{}
	for i := range p.Containers {
		c := &p.Containers[i]
		for _, r := range c.Reasons {
			if !slices.Contains(p.Reasons, r) {
				continue
			}
			told[r] = true
			s := c.Sentence(r)
			if len(p.Containers) > 1 {
				s = fmt.Sprintf("Container %s: %s", c.ContainerID, s)
			}
			all = append(all, s)
		}
	}
	for _, r := range p.Reasons {
		if !told[r] {
			all = append(all, (&Custody{}).Sentence(r))
		}
	}
	return all
}
