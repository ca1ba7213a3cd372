package judge

import "math"

// DueAt says that the judgement can change at a stream time, if that is still to come.
func (j *Judgement) DueAt(stream, t int64) {
	if t > stream {
		j.Due, j.Fixed = min(j.Due, t), min(j.Fixed, t)
	}
}

// fixedAt is DueAt, in the place of lapseAt.
func (j *Judgement) fixedAt(stream, t, _ int64) { j.DueAt(stream, t) }

// lapseAt says that the judgement can change at a stream time if no reading comes until then, and
// else at the earliest so many ms behind the event time of the latest one.
func (j *Judgement) lapseAt(stream, t, ms int64) {
	if t > stream {
		j.Due, j.Lapse = min(j.Due, t), min(j.Lapse, ms)
	}
}

// due finds the stream times at which a judgement changes by the passing of time alone. It may name
// a time too early, never too late. f has spoken up to T.
func (j *Judgement) due(c *Case, f *Fold, stream int64) {
	r := c.Rule
	for i := range f.series {
		s := &f.series[i]
		j.Behind = j.Behind || s.some && s.covered < j.Through
	}
	if j.Through == c.Window.End {
		for k := range f.limits { // such an excursion is told whole, and can still become worse
			j.Behind = j.Behind || f.limits[k].now.ms > 0
		}
		return
	}
	if r.PullDown != nil {
		j.DueAt(stream, goal(c)+1)
	}
	for i := range f.series {
		s := &f.series[i]
		// Calm readings put it off if the latest one spoke up to T.
		at := j.fixedAt
		if s.some && s.covered >= j.Through &&
			s.speaker.Time == f.sensors[r.series[i].sensor].last {
			at = j.lapseAt
		}
		if s.some {
			at(stream, s.speaker.Time+r.MaxGap+1, r.MaxGap+1)
		}
		if r.series[i].needed {
			j.unseenDue(r, s, stream, j.Through-c.Window.Start, at)
		}
		for _, k := range r.series[i].limits {
			j.limitDue(r, k, &f.limits[k], s.covered, stream)
		}
	}
}

// mktMargin keeps what is said of the kinetic mean clear of its rounding, thousandths of a degree.
const mktMargin = 2

// cool says that a temperature can't raise a kinetic mean above the greatest one allowed.
func (r *Rule) cool(v int64) bool { return r.MKTMax == nil || v <= *r.MKTMax-mktMargin }

// mktDue finds whether time, or any reading, can move the kinetic mean past the greatest one
// allowed. While it and the latest temperature lie below, only a greater temperature can.
func (j *Judgement) mktDue(c *Case, f *Fold, g *Figures, stream int64) {
	r, t := c.Rule, &f.series[0]
	if r.MKTMax == nil || g.HasTemperature && r.cool(g.MKT) && r.cool(int64(t.value)) {
		return
	}
	j.Behind = true
	if t.some && j.Through < c.Window.End && j.Through < t.speaker.Time+r.MaxGap {
		j.DueAt(stream, stream+1)
	}
}

// limitDue finds when what goes on exceeds a budget.
func (j *Judgement) limitDue(r *Rule, k int, l *limitFold, covered, stream int64) {
	limit := &r.Limits[k]
	grows := func(ms, total int64) {
		if limit.Single >= 0 && !limit.SingleExceeded(ms) {
			j.DueAt(stream, stream+max(1, limit.Single-ms))
		}
		if limit.Cumulative >= 0 && !limit.CumulativeExceeded(total) {
			j.DueAt(stream, stream+max(1, limit.Cumulative-total))
		}
	}
	if l.now.ms > 0 && l.now.End == j.Through {
		grows(l.now.ms, l.total.ms+l.now.ms)
	}
	p := l.possible
	if p.Ms() <= 0 {
		return
	}
	if p.End == covered && covered < j.Through { // nothing was observed since its last reading
		p.End = j.Through
	}
	if p.End == j.Through {
		grows(p.ms(), l.doubt.ms+p.ms())
	}
}

// unseenDue finds when a needed series becomes blind, or its coverage too low or high enough again.
func (j *Judgement) unseenDue(
	r *Rule, s *seriesFold, stream, judged int64, at func(stream, t, ms int64),
) {
	if r.MaxBlind >= 0 {
		at(stream, s.covered+r.MaxBlind+1, r.MaxBlind+1)
	}
	if r.MinCoverage <= 0 {
		return
	}
	const longest = 1e15 // ms: more than all event times span
	if mulLess(s.observed, 1_000_000, r.MinCoverage, judged) {
		// observed + x >= minCoverage x (judged + x)
		if rest := 1_000_000 - r.MinCoverage; rest > 0 {
			need := float64(r.MinCoverage)*float64(judged) - float64(s.observed)*1e6
			x := int64(min(math.Ceil(need/float64(rest)*0.999999), longest))
			j.DueAt(stream, stream+max(1, x))
		}
		return
	}
	enough := int64(min(float64(s.observed)*1e6/float64(r.MinCoverage)*0.999999, longest))
	rest := max(1, enough-judged)
	at(stream, stream+rest, rest)
}
