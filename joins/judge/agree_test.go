package judge

import (
	"fmt"
	"slices"
	"strings"

	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// seen is what a series that is needed was seen for.
type seen struct{ observed, blind int64 }

// judge gives all that is told of a judgement. mkt is what the fold computed: that is tested
// elsewhere.
func (f *reference) judge(mkt int64) string {
	main := f.of(f.rule.Sensor, measure.Temperature, false)
	owner := f.speakers(main)
	unobserved := func(owner []int) []Span {
		return runs(len(owner), func(at int) bool { return owner[at] < 0 })
	}
	look := func(owner []int) (s seen) {
		s.observed = int64(len(owner))
		for _, g := range unobserved(owner) {
			s.observed, s.blind = s.observed-g.Ms(), max(s.blind, g.Ms())
		}
		return s
	}
	r := f.rule
	var needed []seen
	if r.MinCoverage > 0 || r.MaxBlind >= 0 || r.MKTMax != nil || r.StuckAfter >= 0 ||
		r.PullDown != nil {
		needed = append(needed, look(owner))
	}
	var excursions []stretchOf
	limits, kinds := make([]LimitFigures, len(r.Limits)), make([][]int, len(r.Limits))
	for k := range r.Limits {
		l := &r.Limits[k]
		list := f.of(l.Sensor, l.Metric, false)
		own := f.speakers(list)
		needed = append(needed, look(own))
		kinds[k] = f.kinds(l, list, own)
		var some []stretchOf
		some, limits[k] = f.excursions(l, kinds[k], list, own)
		excursions = append(excursions, some...)
	}
	violations := f.violations(limits, owner, mkt)
	doubts := f.doubts(limits, needed, owner, main)
	verdict := Respected
	switch {
	case len(violations) > 0:
		verdict = Violated
	case len(doubts) > 0:
		verdict = Undetermined
	case f.c.Awaiting:
		verdict = Pending
	}
	var gaps []Span
	for _, g := range unobserved(owner) {
		gaps = append(gaps, Span{f.c.Window.Start + g.Start, f.c.Window.Start + g.End})
	}
	text := fmt.Sprintln(verdict, slices.Concat(violations, doubts), look(owner).observed, gaps)
	return text + fmt.Sprintln(inOrder(excursions), limits) + f.segments(owner, kinds) +
		f.extremes(main, owner) + f.count()
}

// exceeds says whether an excursion of so many ms is too long.
func exceeds(allowed, ms int64, l *rule.Limit) bool {
	return allowed >= 0 && (ms > allowed || l.Inclusive && ms == allowed && ms > 0)
}

// pullDown says whether the goods were not cooled in time, and whether that is known.
func (f *reference) pullDown(owner []int) (failed, known bool) {
	p := f.rule.PullDown
	if p == nil {
		return false, false
	}
	g := min(f.c.Window.Start+p.Within, f.c.Window.End)
	if f.through <= g && f.through != f.c.Window.End || f.cooled() <= g {
		return false, false
	}
	return true, owner[g-f.c.Window.Start-1] >= 0
}

func (f *reference) violations(limits []LimitFigures, owner []int, mkt int64) (list []string) {
	for k := range f.rule.Limits {
		if l := &f.rule.Limits[k]; exceeds(l.Single, limits[k].LongestMs, l) {
			list = append(list, "single:"+l.ID)
		}
	}
	for k := range f.rule.Limits {
		if l := &f.rule.Limits[k]; exceeds(l.Cumulative, limits[k].Ms, l) {
			list = append(list, "cumulative:"+l.ID)
		}
	}
	if failed, known := f.pullDown(owner); failed && known {
		list = append(list, "pulldown")
	}
	spoken := slices.ContainsFunc(owner, func(i int) bool { return i >= 0 })
	if f.rule.MKTMax != nil && spoken && mkt > *f.rule.MKTMax {
		list = append(list, "mkt")
	}
	return list
}

func (f *reference) doubts(limits []LimitFigures, needed []seen, owner []int,
	main []sensed) (list []string) {
	add := func(holds bool, reason string) {
		if holds {
			list = append(list, reason)
		}
	}
	one := func(holds func(s seen) bool) bool { return slices.ContainsFunc(needed, holds) }
	add(f.c.Contradictory, "window_invalid")
	add(one(func(s seen) bool { return s.observed == 0 }), "no_readings")
	judged := int64(len(owner))
	add(one(func(s seen) bool { return s.observed*1_000_000 < f.rule.MinCoverage*judged }),
		"coverage_low")
	add(f.rule.MaxBlind >= 0 && one(func(s seen) bool {
		return s.blind > f.rule.MaxBlind
	}), "blind")
	add(f.rule.StuckAfter >= 0 && f.stuck(main), "stuck")
	for k := range f.rule.Limits {
		l, x := &f.rule.Limits[k], &limits[k]
		violated := exceeds(l.Single, x.LongestMs, l) || exceeds(l.Cumulative, x.Ms, l)
		possible := exceeds(l.Single, x.LongestPossibleMs, l) ||
			exceeds(l.Cumulative, x.PossibleMs, l)
		add(possible && !violated, "possible:"+l.ID)
	}
	failed, known := f.pullDown(owner)
	add(failed && !known, "pulldown_unknown")
	return list
}

func (f *reference) stuck(main []sensed) bool {
	for i := range main {
		for k := i; k < len(main) && main[i].Time >= f.c.Window.Start; k++ {
			if main[k].Values != main[i].Values && main[k].Values[0] != main[i].Values[0] ||
				k > i && main[k].Time > main[k-1].Time+f.rule.MaxGap {
				break
			}
			if main[k].Time-main[i].Time > f.rule.StuckAfter {
				return true
			}
		}
	}
	return false
}

// segments counts the ms of each segment that begins before T.
func (f *reference) segments(owner []int, kinds [][]int) string {
	var b strings.Builder
	for _, s := range f.c.Segments {
		if s.Start >= f.through {
			break
		}
		x := SegmentFigures{LimitMs: make([]int64, len(kinds))}
		for at := s.Start; at < min(s.End, f.through); at++ {
			if owner[at-f.c.Window.Start] >= 0 {
				x.ObservedMs++
			}
			for k := range kinds {
				if kinds[k][at-f.c.Window.Start] == msBreaks {
					x.LimitMs[k]++
				}
			}
		}
		fmt.Fprint(&b, x)
	}
	return b.String() + "\n"
}

func (f *reference) extremes(main []sensed, owner []int) string {
	var values []int32
	for _, i := range owner {
		if i >= 0 {
			values = append(values, main[i].Values[measure.Temperature])
		}
	}
	if len(values) == 0 {
		return "no temperature\n"
	}
	return fmt.Sprintln(slices.Min(values), "to", slices.Max(values))
}

func (f *reference) count() string {
	var n Counters
	for _, x := range f.of(f.rule.Sensor, 0, true) {
		if x.Time < f.c.Window.Start {
			continue
		}
		if n.Count == 0 {
			n.First = x.Time
		}
		n.Count, n.Last = n.Count+1, x.Time
		if x.Faulty != 0 {
			n.Faulty++
		}
		n.Duplicates, n.Conflicts = n.Duplicates+int64(x.Duplicates), n.Conflicts+int64(x.Conflicts)
	}
	return fmt.Sprintln(n)
}

// inFull tells a judgement as the reference does.
func inFull(j *Judgement, r *Rule) string {
	g := j.Figures
	text := fmt.Sprintln(j.Verdict, j.Reasons, g.ObservedMs, g.Gaps)
	var list []string
	for _, e := range g.Excursions {
		worst, at := e.Worst()
		list = append(list, fmt.Sprintf("%s %d-%d of %d worst %d at %d beyond %v open %v began %d",
			r.Limits[e.Limit].ID, e.Start, e.End, e.Ms(), worst, at, e.beyond.big(), e.Open,
			e.Began().Time))
	}
	text += fmt.Sprintln(strings.Join(list, ", "), g.Limits)
	for _, s := range g.Segments {
		text += fmt.Sprint(s)
	}
	if text += "\n"; g.HasTemperature {
		text += fmt.Sprintln(g.Min, "to", g.Max)
	} else {
		text += "no temperature\n"
	}
	return text + fmt.Sprintln(g.Counters)
}
