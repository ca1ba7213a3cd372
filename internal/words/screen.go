package words

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Screen says how to lay an answer out.
type Screen struct {
	Width  int  // columns; default 100, at least 60
	Colour bool // verdicts in ANSI colours
}

// A screen shows so many custodies in full, and so many lines of each list: of excursions the
// longest, of limits the most used, of decisions and claims the latest.
const (
	fullCustodies  = 2
	shortCustodies = 15
	fullReasons    = 10
	fullSegments   = 8
	fullLimits     = 6
	fullExcursions = 4
	fullDecisions  = 5
)

// Write lays an answer out on one screen: the verdict, why, what was decided, and each custody with
// its evidence.
func (s Screen) Write(w io.Writer, p *Projection) error {
	if s.Width == 0 {
		s.Width = 100
	}
	d := &draft{width: max(s.Width, 60), colour: s.Colour}
	e := Explain(p)
	d.head(p)
	d.why(e)
	d.latest("Decisions on the shipment (shown, never judged by)", e.Decisions)
	for n, i := range worstFirst(p.Containers) {
		switch c := &p.Containers[i]; {
		case n < fullCustodies:
			d.custody(c, &e.Containers[i])
		case n < fullCustodies+shortCustodies:
			d.shortCustody(c, n == fullCustodies)
		}
	}
	if more := len(p.Containers) - fullCustodies - shortCustodies; more > 0 {
		fmt.Fprintf(d, "and %d more containers\n", more)
	}
	d.latest("Claims of others (shown, never judged by)", e.Claims)
	if _, err := io.WriteString(w, d.String()); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// worstFirst is the order in which custodies are shown: by verdict, then as they are.
func worstFirst(custodies []Custody) []int {
	rank := map[string]int{"violated": 0, "undetermined": 1, "pending": 2}
	of := func(i int) int {
		if r, ok := rank[custodies[i].Verdict]; ok {
			return r
		}
		return len(rank)
	}
	order := make([]int, len(custodies))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return of(a) - of(b) })
	return order
}

func (d *draft) head(p *Projection) {
	fmt.Fprintf(d, "Order %s: %s\n", p.OrderID, d.verdict(p.Verdict))
	var parts []string
	if !p.Known {
		parts = append(parts, "the order itself has not been announced; what is known comes from "+
			"other events")
	}
	add := func(prefix, v string) {
		if v != "" {
			parts = append(parts, prefix+v)
		}
	}
	add("", p.ProductID)
	add("quantity ", p.Quantity.String())
	add("for ", p.CustomerID)
	add("from ", address(p.PickupAddress))
	add("to ", address(p.DestinationAddress))
	add("pickup ", p.PickupDate)
	add("due ", p.ExpectedDeliveryDate)
	add("status ", p.Status)
	d.line("", 0, strings.Join(parts, ", "))
}

func (d *draft) why(e Explanation) {
	d.WriteByte('\n')
	d.line("", 0, e.Headline+" "+e.Progress+" "+e.Note)
	for i, s := range e.Why {
		if i == fullReasons {
			d.line("  - ", 4, fmt.Sprintf("and %d more", len(e.Why)-i))
			break
		}
		d.line("  - ", 4, s)
	}
}

// latest writes a list of which the latest lines count most.
func (d *draft) latest(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	d.WriteString("\n" + title + "\n")
	if more := len(lines) - fullDecisions; more > 0 {
		d.line("  - ", 4, fmt.Sprintf("%d earlier lines", more))
		lines = lines[more:]
	}
	for _, s := range lines {
		d.line("  - ", 4, s)
	}
}

// address is a text as it is, and of an object its city and country.
func address(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var fields map[string]any
	if json.Unmarshal(raw, &fields) != nil {
		return ""
	}
	var parts []string
	for _, name := range []string{"city", "country"} {
		if v, ok := fields[name].(string); ok && v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " ")
}
