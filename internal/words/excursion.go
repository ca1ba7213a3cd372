package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"coldchain/joins/measure"
)

// worst is the worst value and when it was said; empty for a metric that only has states.
func (e *Excursion) worst(l *limit) string {
	value := l.value(e.Worst)
	if value == "" {
		return ""
	}
	return value + " at " + after(e.Start, e.WorstAt)
}

// known is what the first reading said beside the value that is judged: "the power was off".
func (e *Excursion) known(l *limit) []string {
	b := e.Began
	if b == nil {
		return nil
	}
	var parts []string
	if b.SetPoint != nil && l.Metric != measure.SetPoint {
		parts = append(parts, fmt.Sprintf("the set point was %s °C", *b.SetPoint))
	}
	if b.Power != nil && l.Metric != measure.Power {
		parts = append(parts, power(*b.Power))
	}
	if b.Door != nil && l.Metric != measure.Door {
		state := map[bool]string{true: "open", false: "closed"}[*b.Door]
		parts = append(parts, "the door was "+state)
	}
	return parts
}

func power(v fmt.Stringer) string {
	switch s := v.String(); {
	case s == "0":
		return "the power was off"
	case strings.HasPrefix(s, "-"):
		return fmt.Sprintf("the power was off (%s kW)", s)
	default:
		return fmt.Sprintf("the power was on (%s kW)", s)
	}
}

// position is where on earth the first reading was; empty if it does not say.
func (e *Excursion) position() string {
	b := e.Began
	if b == nil || b.Latitude == nil || b.Longitude == nil {
		return ""
	}
	side := func(v, plus, minus string) string {
		if rest, south := strings.CutPrefix(v, "-"); south {
			return rest + "° " + minus
		}
		return v + "° " + plus
	}
	return side(b.Latitude.String(), "N", "S") + " " + side(b.Longitude.String(), "E", "W")
}

// excused is how much of the excursion does not count; empty if all of it does.
func (e *Excursion) excused() string {
	if ms := e.length() - e.Ms; ms > 0 {
		return Duration(ms) + " in between left out (defrost or pull-down)"
	}
	return ""
}

// excursion is one excursion in a line.
func (c *Custody) excursion(e *Excursion) string {
	parts := []string{fmt.Sprintf("%s: %s, %s", e.Limit, Duration(e.Ms), span(e.Start, e.End))}
	add := func(prefix, s string) {
		if s != "" {
			parts = append(parts, prefix+s)
		}
	}
	add("", c.where(&e.Stretch))
	if e.Open {
		add("", "still going on")
	}
	add("", e.excused())
	limit := c.limit(e.Limit)
	if limit == nil {
		return strings.Join(parts, ", ")
	}
	add("worst ", e.worst(limit))
	if limit.Metric == measure.Temperature {
		add("", e.DegreeMinutes.String()+" degree-minutes")
	}
	known := e.known(limit)
	if at := e.position(); at != "" {
		known = append(known, "it was at "+at)
	}
	s := strings.Join(parts, ", ")
	if len(known) > 0 {
		s += "; when it began " + list(known)
	}
	return s
}

// longest are the indexes of the n longest excursions that are listed, in the order of time.
func (c *Custody) longest(n int) []int {
	order := make([]int, len(c.Excursions))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(c.Excursions[b].Ms, c.Excursions[a].Ms)
	})
	order = order[:min(len(order), n)]
	slices.Sort(order)
	return order
}

// longestOf is the excursion of a limit that lasted so long; nil if it is not among those listed.
func (c *Custody) longestOf(limit string, ms int64) *Excursion {
	for i := range c.Excursions {
		if e := &c.Excursions[i]; e.Limit == limit && e.Ms == ms {
			return e
		}
	}
	return nil
}
