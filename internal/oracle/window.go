package oracle

import "sort"

// window is some time of which is known why it begins and ends. Without an end it is open.
type window struct {
	start                int64
	end                  *int64
	startBasis, endBasis string
}

func (w *window) empty() bool { return w.end != nil && w.start >= *w.end }

// endsAfter says whether the window ends later than t. An open one ends later than all.
func (w *window) endsAfter(t int64) bool { return w.end == nil || *w.end > t }

// upTo gives t, or the window's end if that is earlier.
func (w *window) upTo(t int64) int64 {
	if w.end != nil {
		return min(t, *w.end)
	}
	return t
}

// leg is a part of a custody.
type leg struct {
	number   int64
	voyageID string
	voyage   *voyage // nil if no event of it was seen
	window   *window // nil if it has none
}

// windowOfLeg gives the time for which a container is on a voyage, nil if that is not known.
func windowOfLeg(v *voyage, containerID string) *window {
	if v == nil || v.cancelled {
		return nil
	}
	w := &window{endBasis: "open"}
	if t, ok := v.loaded[containerID]; ok {
		w.start, w.startBasis = t, "loaded"
	} else if t, ok := v.times["departed"]; ok {
		w.start, w.startBasis = t, "departed"
	} else if t, ok := v.times["plannedDeparture"]; ok {
		w.start, w.startBasis = t, "planned"
	} else {
		return nil
	}
	if t, ok := v.discharged[containerID]; ok {
		w.end, w.endBasis = &t, "discharged"
	} else if t, ok := v.times["arrived"]; ok {
		w.end, w.endBasis = &t, "arrived"
	} else if t, ok := v.times["plannedArrival"]; ok {
		w.end, w.endBasis = &t, "planned"
	}
	return w
}

// contradictory says that the leg ends before it begins. Such a leg counts for nothing else.
func (l *leg) contradictory() bool { return l.window != nil && l.window.empty() }

// usable gives the legs that have a window, without contradictory ones, by start and number.
func usable(legs []*leg) []*leg {
	var out []*leg
	for _, l := range legs {
		if l.window != nil && !l.contradictory() {
			out = append(out, l)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.window.start < b.window.start ||
			a.window.start == b.window.start && a.number < b.number
	})
	return out
}

// windowOfCustody gives the time for which a container carries the goods of an order; nil for none.
// legs are the usable ones.
func windowOfCustody(o *order, containerID string, legs []*leg) *window {
	w := &window{endBasis: "open"}
	if t, ok := o.stuffed[containerID]; ok {
		w.start, w.startBasis = t, "stuffed"
	} else if len(legs) > 0 {
		w.start, w.startBasis = legs[0].window.start, legs[0].window.startBasis
	} else {
		return nil
	}
	if t, ok := o.stripped[containerID]; ok {
		w.end, w.endBasis = &t, "stripped"
	} else if o.status == "delivered" && o.statusTime > w.start {
		w.end, w.endBasis = &o.statusTime, "delivered"
	} else if len(legs) > 0 {
		w.end, w.endBasis = endOfLegs(legs)
	}
	return w
}

// endOfLegs gives the end of the last leg, or a later one at which another leg did end.
func endOfLegs(legs []*leg) (*int64, string) {
	last := legs[len(legs)-1].window
	if last.end == nil {
		return nil, "open"
	}
	end, basis := last.end, last.endBasis
	for _, l := range legs {
		w := l.window
		if (w.endBasis == "discharged" || w.endBasis == "arrived") && *w.end > *end {
			end, basis = w.end, w.endBasis
		}
	}
	return end, basis
}
