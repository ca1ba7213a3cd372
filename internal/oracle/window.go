package oracle

// window is the time for which a leg is judged: [start, end), end unknown where endBasis is "open".
type window struct {
	start, end           int64
	startBasis, endBasis string
}

func (w *window) open() bool { return w.endBasis == "open" }

// windowOf gives the window of a container on a voyage; nil for none.
func windowOf(v *voyage, containerID string) *window {
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
	if t, ok := v.unloaded[containerID]; ok {
		w.end, w.endBasis = t, "discharged"
	} else if t, ok := v.times["arrived"]; ok {
		w.end, w.endBasis = t, "arrived"
	} else if t, ok := v.times["plannedArrival"]; ok {
		w.end, w.endBasis = t, "planned"
	}
	return w
}

// leg is one leg with all that is known of it.
type leg struct {
	legKey
	voyage  *voyage
	window  *window
	rule    *rule
	through *int64 // T
	phase   string
	verdict string
	reasons []string
	figures *figures // nil where the leg was not judged
}

// judgeLeg finds phase and verdict of a leg. streamTime is that of the container's partition.
func judgeLeg(l *leg, readings []*event, streamTime *int64) {
	w := l.window
	if w == nil {
		l.phase, l.verdict = "awaiting_voyage", "pending"
		return
	}
	if streamTime != nil {
		t := *streamTime
		if !w.open() {
			t = min(t, w.end)
		}
		l.through = &t
	}
	if !w.open() && w.start >= w.end {
		l.phase, l.verdict, l.reasons = "in_transit", "undetermined", []string{"window_invalid"}
		return
	}
	if l.through == nil || *l.through <= w.start {
		l.phase, l.verdict = "awaiting_departure", "pending"
		return
	}
	settle := day
	if l.rule != nil {
		settle = l.rule.settle
	}
	l.phase = "in_transit"
	if !w.open() && *l.through == w.end {
		l.phase = "arrived"
		if *streamTime >= w.end+settle {
			l.phase = "final"
		}
	}
	if l.rule == nil {
		l.verdict, l.reasons = "undetermined", []string{"no_rule"}
		return
	}
	l.figures = judge(foldReadings(readings, l.rule.sensor), l.rule, w, *l.through)
	l.verdict = "respected"
	if len(l.figures.doubts) > 0 {
		l.verdict = "undetermined"
	}
	if len(l.figures.violations) > 0 {
		l.verdict = "violated"
	}
	l.reasons = append(append([]string(nil), l.figures.violations...), l.figures.doubts...)
}
