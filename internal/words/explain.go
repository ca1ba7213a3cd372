package words

import (
	"fmt"
	"time"
)

// Explanation is a projection in sentences.
type Explanation struct {
	Headline string           `json:"headline"` // the verdict in a sentence
	Progress string           `json:"progress"` // how far the shipment and the answer are
	Why      []string         `json:"why"`      // a sentence for each reason of each leg; never nil
	Legs     []LegExplanation `json:"legs"`     // in the order of the projection's legs; never nil
}

// LegExplanation is one leg in sentences.
type LegExplanation struct {
	Progress string   `json:"progress"`
	Why      []string `json:"why"` // never nil
}

// Explain puts a projection in sentences.
func Explain(p *Projection) Explanation {
	e := Explanation{Headline: headline(p), Progress: progress(p), Why: []string{}, Legs: []LegExplanation{}}
	for i := range p.Legs {
		l := &p.Legs[i]
		le := LegExplanation{Progress: legProgress(l), Why: []string{}}
		for _, r := range l.Reasons {
			s := l.Sentence(r)
			le.Why = append(le.Why, s)
			if len(p.Legs) > 1 {
				s = fmt.Sprintf("Container %s, leg %d: %s", l.ContainerID, l.Number, s)
			}
			e.Why = append(e.Why, s)
		}
		e.Legs = append(e.Legs, le)
	}
	return e
}

func headline(p *Projection) string {
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
		return fmt.Sprintf("Not judged: the order is %s.", p.Status)
	}
	return "Verdict: " + p.Verdict + "."
}

func progress(p *Projection) string {
	switch p.Phase {
	case "awaiting_container":
		return "No container is allocated to the order."
	case "awaiting_voyage":
		return "The shipment waits for a voyage with known times."
	case "awaiting_departure":
		return "The shipment has not departed, or there are no readings since."
	case "in_transit":
		return "The shipment is on its way."
	case "arrived":
		return "The shipment has arrived; readings that come in late can still change the answer."
	case "final":
		return "The answer is final."
	}
	return "Phase: " + p.Phase + "."
}

func legProgress(l *Leg) string {
	switch l.Phase {
	case "awaiting_voyage":
		if l.VoyageID == "" {
			return "No voyage is assigned."
		}
		return fmt.Sprintf("Voyage %s is cancelled, or its times are not known.", l.VoyageID)
	case "awaiting_departure":
		if l.Window != nil {
			return fmt.Sprintf("Waits for the departure, %s UTC (%s), or for readings since.", instant(l.Window.Start), l.Window.StartBasis)
		}
		return "Waits for the departure."
	case "in_transit":
		return "On its way" + through(l.Through) + "."
	case "arrived":
		s := "Arrived" + through(l.Through)
		if l.Window != nil && l.Window.End != nil && l.Rule != nil {
			if d, err := time.ParseDuration(l.Rule.Settle); err == nil {
				s += fmt.Sprintf("; final once readings of %s UTC are in", instant(l.Window.End.Add(d)))
			}
		}
		return s + "."
	case "final":
		if l.Archived {
			return "Final; its readings are archived, later ones don't change it."
		}
		return "Final" + through(l.Through) + "."
	}
	return "Phase: " + l.Phase + "."
}

func through(t *time.Time) string {
	if t == nil {
		return ""
	}
	return ", judged through " + instant(*t) + " UTC"
}
