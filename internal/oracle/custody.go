package oracle

import (
	"slices"
	"sort"
)

// custody is the time for which a container carries the goods of an order, and what is known of it.
type custody struct {
	containerID string
	legs        []*leg // by number
	rule        *rule
	window      *window // nil if it has none
	through     *int64  // T
	segments    []segment
	phase       string
	verdict     string
	reasons     []string
	figures     *figures // nil where it was not judged
}

// custody puts a custody together and judges it.
func (w *world) custody(o *order, containerID string) *custody {
	c := &custody{containerID: containerID, rule: w.book.find(o.rule, has(o.texts, "productID"))}
	for number, voyageID := range o.voyagesOf(containerID) {
		l := &leg{number: number, voyageID: voyageID, voyage: w.voyages[voyageID]}
		l.window = windowOfLeg(l.voyage, containerID)
		c.legs = append(c.legs, l)
	}
	sort.Slice(c.legs, func(i, j int) bool { return c.legs[i].number < c.legs[j].number })
	legs := usable(c.legs)
	c.window = windowOfCustody(o, containerID, legs)
	streamTime := w.streamTimeOf(containerID)
	if c.window != nil && streamTime != nil {
		t := c.window.upTo(*streamTime)
		c.through = &t
	}
	if c.window != nil && !c.window.empty() {
		c.segments = segmentsOf(c.window, legs)
	}
	c.phase = c.findPhase(streamTime)
	c.findVerdict(w.readings[containerID])
	if c.verdict == "respected" &&
		slices.Index(phases, c.phase) < slices.Index(phases, "in_transit") {
		c.verdict = "pending"
	}
	return c
}

func has(m map[string]string, name string) *string {
	if s, ok := m[name]; ok {
		return &s
	}
	return nil
}

func (c *custody) contradictory() bool { return slices.ContainsFunc(c.legs, (*leg).contradictory) }

func (c *custody) invalid() bool { return c.window != nil && c.window.empty() }

// begun says that the stream time is behind the start of a valid window.
func (c *custody) begun() bool {
	return c.window != nil && !c.invalid() && c.through != nil && *c.through > c.window.start
}

func (c *custody) findPhase(streamTime *int64) string {
	settle := day
	if c.rule != nil {
		settle = c.rule.settle
	}
	switch {
	case slices.ContainsFunc(c.legs, func(l *leg) bool { return l.window == nil }):
		return "awaiting_voyage"
	case c.window == nil && c.contradictory() || c.invalid():
		return "in_transit"
	case c.window == nil:
		return "awaiting_voyage"
	case !c.begun():
		return "awaiting_departure"
	case c.window.endsAfter(*c.through):
		return "in_transit"
	case *streamTime >= *c.window.end+settle:
		return "final"
	}
	return "arrived"
}

// findVerdict judges the custody by the readings of its container.
func (c *custody) findVerdict(readings map[string][]*held) {
	switch {
	case c.window == nil && c.contradictory() || c.invalid():
		c.verdict, c.reasons = "undetermined", []string{"window_invalid"}
	case !c.begun():
		c.verdict = "pending"
	case c.rule == nil:
		c.verdict, c.reasons = "undetermined", []string{"no_rule"}
	default:
		judged := stretch{c.window.start, *c.through}
		c.figures = judge(readings, c.rule, judged, c.window, c.begunSegments(), c.contradictory())
		c.reasons = append(slices.Clone(c.figures.violations), c.figures.doubts...)
		c.verdict = "respected"
		if len(c.figures.doubts) > 0 {
			c.verdict = "undetermined"
		}
		if len(c.figures.violations) > 0 {
			c.verdict = "violated"
		}
	}
}

// begunSegments gives the segments that begin before T.
func (c *custody) begunSegments() []segment {
	n := 0
	for n < len(c.segments) && c.segments[n].start < *c.through {
		n++
	}
	return c.segments[:n]
}
