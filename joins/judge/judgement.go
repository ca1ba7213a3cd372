package judge

// Judgement is what can be said of a custody at a stream time.
type Judgement struct {
	Phase   Phase
	Verdict Verdict
	Reasons []string // in the order of SPECIFICATION 5.7
	Through int64    // T; NoTime where it is not known, or there is no window
	Figures *Figures // nil where nothing was judged

	// Behind says that any reading can change more than sums: a sensor was silent up to T, or an
	// excursion lasts until the window's end.
	Behind bool
	// Due is the stream time at which the judgement can change without a reading, at the earliest;
	// OpenEnd where it can't.
	Due int64
	// Fixed and Lapse say the same while calm readings come (Calm): not before Due, and not before
	// the earlier of Fixed, and Lapse ms behind the event time of the latest reading of that
	// speaking sensor (Speaks) of which it is earliest.
	Fixed, Lapse int64
}

// Judge answers for a custody at a stream time (SPECIFICATION 5). f holds all readings that the
// case wants with an event time before T; it is used up, and the figures are drawn into g, whose
// memory is reused. Both are of no meaning where there is no rule or no valid window.
func Judge(c *Case, f *Fold, g *Figures, stream int64) Judgement {
	j := Judgement{Verdict: Pending, Through: NoTime,
		Due: OpenEnd, Fixed: OpenEnd, Lapse: OpenEnd}
	w := c.Window
	if w.Known() && stream != NoTime {
		j.Through = min(w.End, stream)
	}
	j.Phase = phase(c, j.Through, stream)
	if !w.Valid() {
		if w.Known() || c.Contradictory {
			j.Verdict, j.Reasons = Undetermined, []string{"window_invalid"}
		}
		return j
	}
	j.DueAt(stream, w.Start+1)
	if w.End != OpenEnd {
		j.DueAt(stream, w.End)
		j.DueAt(stream, c.FinalAt())
	}
	switch {
	case j.Through <= w.Start: // unknown is the least of times
		return j
	case c.Rule == nil:
		j.Verdict, j.Reasons = Undetermined, []string{"no_rule"}
		return j
	}
	for i := range f.series {
		if f.series[i].some {
			f.speak(c, i, j.Through)
		}
	}
	j.due(c, f, stream)
	g.draw(c, f, j.Through)
	j.mktDue(c, f, g, stream)
	j.Figures = g
	j.Verdict, j.Reasons = g.verdict(c, f, j.Through)
	if c.Awaiting {
		j.Verdict = max(j.Verdict, Pending)
	}
	return j
}

// phase is the first that applies (SPECIFICATION 6.1).
func phase(c *Case, through, stream int64) Phase {
	w := c.Window
	switch {
	case c.Awaiting:
		return AwaitingVoyage
	case !w.Valid():
		return InTransit
	case through <= w.Start:
		return AwaitingDeparture
	case through < w.End:
		return InTransit
	case stream >= c.FinalAt():
		return Final
	default:
		return PhaseArrived
	}
}

// verdict gives verdict and reasons: all that hold, in the order of SPECIFICATION 5.7.
func (g *Figures) verdict(c *Case, f *Fold, through int64) (v Verdict, reasons []string) {
	r := c.Rule
	say := func(verdict Verdict, holds bool, reason, limit string) {
		if holds {
			v = max(v, verdict)
			reasons = append(reasons, reason+limit)
		}
	}
	for k := range r.Limits {
		l := &r.Limits[k]
		say(Violated, l.SingleExceeded(g.Limits[k].LongestMs), "single:", l.ID)
	}
	for k := range r.Limits {
		l := &r.Limits[k]
		say(Violated, l.CumulativeExceeded(g.Limits[k].Ms), "cumulative:", l.ID)
	}
	failed, known := f.pullDownFailed(c, through)
	say(Violated, failed && known, "pulldown", "")
	say(Violated, r.MKTMax != nil && g.HasTemperature && g.MKT > *r.MKTMax, "mkt", "")

	say(Undetermined, c.Contradictory, "window_invalid", "")
	silent, low, blind := f.unseen(r, g.JudgedMs)
	say(Undetermined, silent, "no_readings", "")
	say(Undetermined, low, "coverage_low", "")
	say(Undetermined, blind, "blind", "")
	say(Undetermined, f.stuck, "stuck", "")
	for k := range r.Limits {
		l, x := &r.Limits[k], &g.Limits[k]
		violated := l.SingleExceeded(x.LongestMs) || l.CumulativeExceeded(x.Ms)
		possible := l.SingleExceeded(x.LongestPossibleMs) || l.CumulativeExceeded(x.PossibleMs)
		say(Undetermined, possible && !violated, "possible:", l.ID)
	}
	say(Undetermined, failed && !known, "pulldown_unknown", "")
	return v, reasons
}

// pullDownFailed says that the goods were not cooled down in time; known, that a reading speaks for
// the end of that time.
func (f *Fold) pullDownFailed(c *Case, through int64) (failed, known bool) {
	if c.Rule.PullDown == nil {
		return false, false
	}
	g := goal(c)
	if through <= g && through != c.Window.End {
		return false, false
	}
	return f.cooled == NoTime || f.cooled > g, f.goalSpoken >= g
}

// unseen says what is missing in the series that are needed: silent, that one was never observed.
func (f *Fold) unseen(r *Rule, judged int64) (silent, low, blind bool) {
	for i := range r.series {
		if !r.series[i].needed {
			continue
		}
		s := &f.series[i]
		silent = silent || s.observed == 0
		low = low || mulLess(s.observed, 1_000_000, r.MinCoverage, judged)
		blind = blind || r.MaxBlind >= 0 && s.blind > r.MaxBlind
	}
	return silent, low, blind
}
