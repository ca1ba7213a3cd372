package joins

import (
	"math"
	"slices"
)

// defaultSettle is the time after a window's end until an answer is final where no rule says otherwise.
const defaultSettle = 24 * 3600 * 1000

// settle is how long after the window's end the answer becomes final.
func settle(r *Rule) int64 {
	if r == nil {
		return defaultSettle
	}
	return r.Settle
}

// judgement is what can be said of a leg at a stream time.
type judgement struct {
	phase   Phase
	verdict Verdict
	reasons []string
	through int64 // T; noTime if it is not known
	figures *figures
	behind  bool  // a metric's latest reading does not speak up to T
	wake    int64 // the stream time at which this can change without a new reading; openEnd if never
}

// figures are the measured part of a judgement.
type figures struct {
	judged, observed int64
	gaps             []span // at most listed, the last
	gapCount         int64
	excursions       []listedExcursion // at most listed, the last
	excursionCount   int64
	limits           []limitFigures
	min, max, mkt    int64 // thousandths; of observed > 0
	temperature      bool
	counters         counters
}

type limitFigures struct{ ms, longest, count int64 }

type listedExcursion struct {
	excursion
	limit int
	open  bool
}

// phaseOf is the phase of a leg with a valid window.
func phaseOf(w Window, r *Rule, stream int64) Phase {
	switch through := min(w.End, stream); {
	case stream == noTime || through <= w.Start:
		return AwaitingDeparture
	case w.End == openEnd || through < w.End:
		return InTransit
	case stream >= w.End+settle(r):
		return Final
	default:
		return ArrivedPhase
	}
}

// judge answers for a leg at a stream time. f holds all readings of the rule's sensor but tail, the last one (nil if there is none); r is nil
// where there is no rule. f is used up.
func judge(w Window, r *Rule, f *fold, tail *held, stream int64) judgement {
	if !w.known() {
		return judgement{phase: AwaitingVoyage, verdict: Pending, through: noTime, wake: openEnd}
	}
	j := judgement{through: min(w.End, stream), wake: openEnd}
	if !w.valid() {
		j.phase, j.verdict, j.reasons = InTransit, Undetermined, []string{"window_invalid"}
		return j
	}
	j.phase = phaseOf(w, r, stream)
	j.wakeAt(stream, w.Start+1)
	if w.End != openEnd {
		j.wakeAt(stream, w.End)
		j.wakeAt(stream, w.End+settle(r))
	}
	switch {
	case j.phase == AwaitingDeparture:
		j.verdict = Pending
		return j
	case r == nil:
		j.verdict, j.reasons = Undetermined, []string{"no_rule"}
		return j
	}
	if tail != nil && tail.Time < j.through {
		f.push(w, r, tail)
	} else if tail != nil && tail.Time < w.End && f.disturbs(r, &tail.Reading) {
		j.wakeAt(stream, tail.Time+1)
	}
	for i := range f.metrics {
		if f.metrics[i].speaker.some {
			f.speak(w, r, i, j.through)
		}
	}
	j.reach(w, r, f, stream)
	j.draw(w, r, f)
	j.reason(r, f)
	return j
}

// wakeAt says that the judgement can change at a stream time, if that is still to come.
func (j *judgement) wakeAt(stream, t int64) {
	if t > stream {
		j.wake = min(j.wake, t)
	}
}

// reach finds the stream times at which a judgement changes by the passing of time alone, at the earliest. f has spoken up to T.
func (j *judgement) reach(w Window, r *Rule, f *fold, stream int64) {
	for i := range f.metrics {
		if s := &f.metrics[i].speaker; s.some {
			j.behind = j.behind || s.at+r.MaxGap < j.through
		}
	}
	if j.through == w.End {
		return
	}
	t := &f.metrics[0]
	for i := range f.metrics {
		if s := &f.metrics[i].speaker; s.some {
			j.wakeAt(stream, s.at+r.MaxGap+1)
		}
	}
	for k := range r.Limits {
		l, limit := &f.limits[k], &r.Limits[k]
		if now := l.now.ms(); now > 0 {
			if limit.Single >= 0 {
				j.wakeAt(stream, l.now.start+limit.Single+1)
			}
			if limit.Cumulative >= 0 {
				j.wakeAt(stream, stream+limit.Cumulative-l.total-now+1)
			}
		}
	}
	if r.MaxBlind >= 0 {
		j.wakeAt(stream, t.covered+r.MaxBlind+1)
	}
	if r.MinCoverage > 0 {
		const longest = 1e15 // ms: more than all event times span
		judged := j.through - w.Start
		if mulLess(t.observed, 1_000_000, r.MinCoverage, judged) {
			if rest := 1_000_000 - r.MinCoverage; rest > 0 { // observed + x >= minCoverage x (judged + x)
				need := float64(r.MinCoverage)*float64(judged) - float64(t.observed)*1e6
				j.wakeAt(stream, stream+max(1, int64(min(math.Ceil(need/float64(rest)*0.999999), longest))))
			}
		} else {
			limit := float64(t.observed) * 1e6 / float64(r.MinCoverage)
			j.wakeAt(stream, max(stream+1, w.Start+int64(min(limit*0.999999, longest))))
		}
	}
	if r.MKTMax != nil && t.speaker.some && j.through < t.speaker.at+r.MaxGap {
		j.wakeAt(stream, stream+1)
	}
}

// draw collects the figures. f has spoken up to T.
func (j *judgement) draw(w Window, r *Rule, f *fold) {
	T, t := j.through, &f.metrics[0]
	g := &figures{judged: T - w.Start, observed: t.observed, gapCount: f.gapCount, counters: f.counters}
	g.gaps = f.gaps
	if t.covered < T {
		g.gaps = append(g.gaps, span{t.covered, T})
		g.gapCount++
		f.longest = max(f.longest, T-t.covered)
	}
	if len(g.gaps) > listed {
		g.gaps = g.gaps[len(g.gaps)-listed:]
	}
	g.limits = make([]limitFigures, len(r.Limits))
	for k := range f.limits {
		l := &f.limits[k]
		x := limitFigures{l.total, l.longest, l.count}
		for _, e := range l.over {
			g.excursions = append(g.excursions, listedExcursion{e, k, false})
		}
		if ms := l.now.ms(); ms > 0 {
			x = limitFigures{l.total + ms, max(l.longest, ms), l.count + 1}
			open := l.now.end == T && T < w.End
			g.excursions = append(g.excursions, listedExcursion{l.now, k, open})
		}
		g.limits[k] = x
		g.excursionCount += x.count
	}
	slices.SortStableFunc(g.excursions, func(a, b listedExcursion) int {
		if a.start != b.start {
			if a.start < b.start {
				return -1
			}
			return 1
		}
		return a.limit - b.limit
	})
	if len(g.excursions) > listed {
		g.excursions = g.excursions[len(g.excursions)-listed:]
	}
	if g.observed > 0 {
		g.temperature, g.min, g.max, g.mkt = true, int64(f.min), int64(f.max), mkt(f.heat, g.observed)
	}
	j.figures = g
}

// reason gives verdict and reasons from the figures (section 5 of the specification: all that hold, in its order).
func (j *judgement) reason(r *Rule, f *fold) {
	g := j.figures
	for k := range r.Limits {
		if l := &r.Limits[k]; l.Single >= 0 && g.limits[k].longest > l.Single {
			j.reasons = append(j.reasons, "single:"+l.ID)
		}
	}
	for k := range r.Limits {
		if l := &r.Limits[k]; l.Cumulative >= 0 && g.limits[k].ms > l.Cumulative {
			j.reasons = append(j.reasons, "cumulative:"+l.ID)
		}
	}
	if r.MKTMax != nil && g.temperature && g.mkt > *r.MKTMax {
		j.reasons = append(j.reasons, "mkt")
	}
	violated := len(j.reasons) > 0
	silent := (r.MinCoverage > 0 || r.MaxBlind >= 0 || r.MKTMax != nil) && f.metrics[0].observed == 0
	for k := range r.Limits {
		silent = silent || f.metrics[judging(r.Limits[k].Metric)].observed == 0
	}
	if silent {
		j.reasons = append(j.reasons, "no_readings")
	}
	if mulLess(g.observed, 1_000_000, r.MinCoverage, g.judged) {
		j.reasons = append(j.reasons, "coverage_low")
	}
	if r.MaxBlind >= 0 && f.longest > r.MaxBlind {
		j.reasons = append(j.reasons, "blind")
	}
	switch {
	case violated:
		j.verdict = Violated
	case len(j.reasons) > 0:
		j.verdict = Undetermined
	default:
		j.verdict = Respected
	}
}
