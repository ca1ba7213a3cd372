package judge

import "math"

// DueAt says that the judgement can change at a stream time, if that is still to come.
func (j *Judgement) DueAt(stream, t int64) {
	if t > stream {
		j.Due = min(j.Due, t)
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
		if s.some {
			j.DueAt(stream, s.speaker.Time+r.MaxGap+1)
		}
		if r.series[i].needed {
			j.unseenDue(r, s, stream, j.Through-c.Window.Start)
		}
		for _, k := range r.series[i].limits {
			j.limitDue(r, k, &f.limits[k], s.covered, stream)
		}
	}
	t := &f.series[0]
	if r.MKTMax != nil && t.some && j.Through < t.speaker.Time+r.MaxGap {
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
func (j *Judgement) unseenDue(r *Rule, s *seriesFold, stream, judged int64) {
	if r.MaxBlind >= 0 {
		j.DueAt(stream, s.covered+r.MaxBlind+1)
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
	j.DueAt(stream, stream+max(1, enough-judged))
}
