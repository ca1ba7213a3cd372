package words

import (
	"fmt"
	"strings"
)

// journey has a line for each segment, and for each leg that has none.
func (c *Custody) journey() []string {
	lines := []string{}
	for i := range c.Segments {
		lines = append(lines, c.segment(i))
	}
	for i := range c.Legs {
		if s := c.aside(&c.Legs[i]); s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

// aside is a leg that has no segment, and why; empty if it has one.
func (c *Custody) aside(l *Leg) string {
	for i := range c.Segments {
		if c.Segments[i].Kind == "leg" && c.Segments[i].Leg == l.Number {
			return ""
		}
	}
	s := fmt.Sprintf("leg %d, %s: ", l.Number, l.title())
	switch {
	case l.Start == nil:
		return s + "cancelled, or its times are not known"
	case l.contradictory():
		return s + "its times contradict each other, left out"
	case len(c.Segments) > 0:
		return s + "has no part of the judged time of its own"
	case l.End == nil:
		return s + "from " + instant(*l.Start) + " UTC, its end is open"
	}
	return s + span(*l.Start, *l.End)
}

// segment is one segment in a line: where, when, how long, what happened there.
func (c *Custody) segment(i int) string {
	s := &c.Segments[i]
	var b strings.Builder
	b.WriteString(c.place(i))
	if l := c.leg(s.Leg); s.Kind == "leg" && l != nil {
		b.WriteString(l.ship())
	}
	end := s.End
	if end == nil {
		fmt.Fprintf(&b, ": from %s UTC, its end is open", instant(s.Start))
	} else {
		fmt.Fprintf(&b, ": %s, %s", span(s.Start, *end), Duration(end.Sub(s.Start).Milliseconds()))
	}
	if s.ObservedMs == nil {
		if c.Coverage != nil {
			b.WriteString(", still to come")
		}
		return b.String()
	}
	if end == nil || c.Through != nil && c.Through.Before(*end) {
		end = c.Through
	}
	if end != nil {
		if blind := end.Sub(s.Start).Milliseconds() - *s.ObservedMs; blind > 0 {
			b.WriteString(", temperature unobserved for " + Duration(blind))
		}
	}
	for _, share := range s.Limits {
		if share.Ms > 0 {
			fmt.Fprintf(&b, "; %s %s", share.ID, Duration(share.Ms))
		}
	}
	return b.String()
}

// title is the voyage, the ship and the ports.
func (l *Leg) title() string { return "voyage " + l.VoyageID + l.ship() }

// ship is the ship and the ports in parentheses; empty if they are not known.
func (l *Leg) ship() string {
	var parts []string
	if l.VesselID != "" {
		parts = append(parts, l.VesselID)
	}
	switch {
	case l.From != "" && l.To != "":
		parts = append(parts, l.From+" to "+l.To)
	case l.From != "":
		parts = append(parts, "from "+l.From)
	case l.To != "":
		parts = append(parts, "to "+l.To)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
