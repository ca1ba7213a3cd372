package oracle

import (
	"math/big"
	"slices"
	"sort"
)

// figures is what judging a custody finds.
type figures struct {
	judged      stretch
	temperature *series
	needed      []*series
	excursions  []excursion
	totals      []limitTotal
	mkt         int64   // valid where a temperature was observed
	counted     []*held // the readings of the rule's sensor
	observedIn  []int64 // by segment that begins before T
	brokenIn    [][]int64
	violations  []string
	doubts      []string
}

// judge holds the readings of a container against a rule. judged is the time from the window's
// start to T, ends says that the window ends there, and segments are those that begin before.
func judge(
	readings map[string][]*held, r *rule, judged stretch, w *window, segments []segment,
	contradictory bool,
) *figures {
	f := &figures{
		judged:      judged,
		temperature: seriesOf(readings[r.sensor], "temperature", r.maxGap, judged),
		counted:     between(readings[r.sensor], judged.start, judged.end),
	}
	if f.temperature.observed > 0 {
		f.mkt = f.temperature.kineticMean()
	}
	parts := make([]stretch, len(segments))
	for i, s := range segments {
		parts[i] = stretch{s.start, judged.end}
		if s.end != nil {
			parts[i].end = *s.end
		}
	}
	f.observedIn = overlap(stretches(f.temperature.spoken), parts)
	if r.minCoverage > 0 || r.maxBlind != nil || r.mktMax != nil || r.stuckAfter != nil ||
		r.pullDown != nil {
		f.needed = append(f.needed, f.temperature)
	}
	ends := !w.endsAfter(judged.end)
	warmUntil := pullDownEnd(r.pullDown, f.temperature)
	for i, l := range r.limits {
		s := seriesOf(readings[l.sensor], l.metric, r.maxGap, judged)
		f.needed = append(f.needed, s)
		all := between(readings[l.sensor], judged.start-r.maxGap, judged.end)
		list := holdAgainst(l, s, warmUntil, l.inDefrost(all, r.maxGap))
		excursions := excursionsOf(l, i, list, judged.end, ends)
		f.excursions = append(f.excursions, excursions...)
		f.totals = append(f.totals, totalOf(excursions, possible(list, judged)))
		var broken []stretch
		for _, a := range list {
			if a.counts() {
				broken = append(broken, a.stretch)
			}
		}
		f.brokenIn = append(f.brokenIn, overlap(broken, parts))
	}
	sort.SliceStable(f.excursions, func(i, j int) bool {
		return f.excursions[i].start < f.excursions[j].start
	})
	pulled := f.pullDown(r, w)
	f.violations = f.findViolations(r, pulled)
	f.doubts = f.findDoubts(r, pulled, contradictory)
	return f
}

func stretches(list []sample) []stretch {
	out := make([]stretch, len(list))
	for i, a := range list {
		out[i] = a.stretch
	}
	return out
}

// pullDown gives the reason why a load did not cool down in time: none, that it did not, or that
// nobody knows.
func (f *figures) pullDown(r *rule, w *window) string {
	if r.pullDown == nil {
		return ""
	}
	due := w.upTo(f.judged.start + r.pullDown.within)
	if !(f.judged.end > due || !w.endsAfter(f.judged.end)) {
		return ""
	}
	for _, a := range f.temperature.ofWindow() {
		if a.value <= r.pullDown.to && a.reading.time <= due {
			return ""
		}
	}
	if f.temperature.speaksBefore(due) {
		return "pulldown"
	}
	return "pulldown_unknown"
}

// findViolations gives the reasons for which a custody is violated.
func (f *figures) findViolations(r *rule, pulled string) (reasons []string) {
	for i, l := range r.limits {
		if l.exceeds(f.totals[i].longest, l.single) {
			reasons = append(reasons, "single:"+l.id)
		}
	}
	for i, l := range r.limits {
		if l.exceeds(f.totals[i].ms, l.cumulative) {
			reasons = append(reasons, "cumulative:"+l.id)
		}
	}
	if pulled == "pulldown" {
		reasons = append(reasons, pulled)
	}
	if r.mktMax != nil && f.temperature.observed > 0 && f.mkt > *r.mktMax {
		reasons = append(reasons, "mkt")
	}
	return reasons
}

// findDoubts gives the reasons for which a custody is undetermined, unless it is violated.
func (f *figures) findDoubts(r *rule, pulled string, contradictory bool) (reasons []string) {
	add := func(reason string, holds bool) {
		if holds {
			reasons = append(reasons, reason)
		}
	}
	anyNeeded := func(holds func(s *series) bool) bool {
		return slices.ContainsFunc(f.needed, holds)
	}
	add("window_invalid", contradictory)
	add("no_readings", anyNeeded(func(s *series) bool { return s.observed == 0 }))
	least := new(big.Int).Mul(big.NewInt(r.minCoverage), big.NewInt(f.judged.ms()))
	add("coverage_low", anyNeeded(func(s *series) bool {
		return new(big.Int).Mul(big.NewInt(s.observed), big.NewInt(1_000_000)).Cmp(least) < 0
	}))
	add("blind", r.maxBlind != nil && anyNeeded(func(s *series) bool {
		return slices.ContainsFunc(s.gaps, func(g stretch) bool { return g.ms() > *r.maxBlind })
	}))
	add("stuck", r.stuckAfter != nil && f.temperature.stuck(*r.stuckAfter, r.maxGap))
	for i, l := range r.limits {
		t := f.totals[i]
		violated := l.exceeds(t.longest, l.single) || l.exceeds(t.ms, l.cumulative)
		add("possible:"+l.id, !violated &&
			(l.exceeds(t.longestPossible, l.single) || l.exceeds(t.possible, l.cumulative)))
	}
	add(pulled, pulled == "pulldown_unknown")
	return reasons
}
