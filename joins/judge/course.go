package judge

import (
	"cmp"
	"slices"
)

// SegmentKind says in whose hands a shipment was (SPECIFICATION 3.3).
type SegmentKind uint8

// The kinds of segments.
const (
	Origin SegmentKind = iota
	OnLeg
	Handover
	Destination
	numSegmentKinds
)

var segmentKindNames = [numSegmentKinds]string{"origin", "leg", "handover", "destination"}

func (k SegmentKind) String() string { return segmentKindNames[k] }

// Segment is a part of a custody's window, [Start, End). End is OpenEnd in the last one of an open
// custody.
type Segment struct {
	Kind       SegmentKind
	Leg        int64 // of kind OnLeg
	Start, End int64
}

// Course is how a custody went, by what is known of it.
type Course struct {
	Window        Window
	Segments      []Segment // of a valid window
	Contradictory bool      // a leg ends before it starts; it takes no part in the rest
	Awaiting      bool      // there is no window, or a leg has none
}

// Course derives window and segments.
func (f *CustodyFacts) Course() Course {
	var c Course
	var legs []Leg
	for _, l := range f.Legs {
		switch {
		case !l.Window.Known():
			c.Awaiting = true
		case !l.Window.Valid():
			c.Contradictory = true
		default:
			legs = append(legs, l)
		}
	}
	slices.SortStableFunc(legs, func(a, b Leg) int {
		return cmp.Or(cmp.Compare(a.Window.Start, b.Window.Start), cmp.Compare(a.Number, b.Number))
	})
	c.Window = f.window(legs)
	if !c.Window.Known() && !c.Contradictory {
		c.Awaiting = true
	}
	if c.Window.Valid() {
		c.Segments = segments(c.Window, legs)
	}
	return c
}

// segments divides a valid window (SPECIFICATION 3.3).
func segments(w Window, legs []Leg) (list []Segment) {
	legs = slices.DeleteFunc(slices.Clone(legs), func(l Leg) bool {
		return l.Window.Start >= w.End || l.Window.End <= w.Start
	})
	at, sailed := w.Start, false
	between := func(after SegmentKind) SegmentKind {
		if !sailed {
			return Origin
		}
		return after
	}
	for i, l := range legs {
		start, end := max(at, l.Window.Start), l.Window.End
		if end == OpenEnd {
			end = w.End
			if i+1 < len(legs) {
				end = legs[i+1].Window.Start
			}
		}
		end = min(end, w.End)
		if start > at {
			list = append(list, Segment{Kind: between(Handover), Start: at, End: start})
		}
		if end > start {
			list = append(list, Segment{Kind: OnLeg, Leg: l.Number, Start: start, End: end})
			sailed = true
		}
		at = max(at, end)
	}
	if at < w.End {
		list = append(list, Segment{Kind: between(Destination), Start: at, End: w.End})
	}
	return list
}
