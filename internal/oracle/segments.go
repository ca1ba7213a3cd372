package oracle

// segment is a part of a custody's window: in whose hands the goods were. An end that is nil is
// open.
type segment struct {
	kind  string
	leg   int64 // of kind leg
	start int64
	end   *int64
}

// segmentsOf divides the window of a valid custody. legs are the usable ones in their order.
func segmentsOf(w *window, legs []*leg) []segment {
	var within []*leg
	for _, l := range legs {
		if w.endsAfter(l.window.start) && l.window.endsAfter(w.start) {
			within = append(within, l)
		}
	}
	var out []segment
	sailed := false // there was a segment of kind leg
	between := func(later string) string {
		if sailed {
			return later
		}
		return "origin"
	}
	done := w.start
	for i, l := range within {
		start := max(done, l.window.start)
		end := l.window.end
		if end == nil && i+1 < len(within) {
			end = &within[i+1].window.start
		}
		end = earlier(end, w.end)
		if start > done {
			out = append(out, segment{between("handover"), 0, done, &start})
		}
		if end == nil || *end > start {
			out = append(out, segment{"leg", l.number, start, end})
			sailed = true
		}
		if end == nil {
			return out // to the end of an open custody
		}
		done = max(done, *end)
	}
	if w.endsAfter(done) {
		out = append(out, segment{between("destination"), 0, done, w.end})
	}
	return out
}

// earlier gives the earlier of two times, of which nil is later than all.
func earlier(a, b *int64) *int64 {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}
