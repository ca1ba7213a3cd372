package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// reference judges a custody as SPECIFICATION 5 words it, by looking at every ms of it.
type reference struct {
	c        *Case
	rule     *rule.Rule
	readings []sensed // in the order of their times, by sensor
	through  int64
}

// What a ms is to a limit. They are ordered so that a possible excursion avoids one of them only.
const (
	msUnobserved = iota
	msWithin
	msExcused
	msBreaks
)

func newReference(c *Case, readings []sensed, stream int64) *reference {
	return &reference{c, c.Rule.Rule, readings, min(c.Window.End, stream)}
}

// of are the readings of a sensor that count, with a usable value of the metric; of all where there
// is none.
func (f *reference) of(sensor string, metric measure.Metric, any bool) (list []sensed) {
	for _, x := range f.readings {
		_, usable := x.Value(metric)
		if x.sensor == sensor && (usable || any) && x.Time >= f.c.Window.Start-f.rule.MaxGap &&
			x.Time < f.through {
			list = append(list, x)
		}
	}
	return list
}

// speakers says for each ms of the judged time which of the readings speaks for it, -1 for none.
func (f *reference) speakers(list []sensed) []int {
	start := f.c.Window.Start
	owner := make([]int, f.through-start)
	for at := range owner {
		owner[at] = -1
		for i, x := range list {
			if x.Time <= start+int64(at) {
				owner[at] = i // the latest that has come
			}
		}
		if i := owner[at]; i >= 0 && start+int64(at) >= list[i].Time+f.rule.MaxGap {
			owner[at] = -1
		}
	}
	return owner
}

// runs are the maximal stretches of ms that satisfy a condition.
func runs(n int, holds func(at int) bool) (list []Span) {
	for at := 0; at < n; at++ {
		from := at
		for at < n && holds(at) {
			at++
		}
		if at > from {
			list = append(list, Span{int64(from), int64(at)})
		}
	}
	return list
}

// kinds says for each ms what it is to a limit.
func (f *reference) kinds(l *rule.Limit, list []sensed, owner []int) []int {
	kinds := make([]int, len(owner))
	for at, i := range owner {
		if i >= 0 {
			kinds[at] = f.kind(l, &list[i])
		}
	}
	return kinds
}

func (f *reference) kind(l *rule.Limit, x *sensed) int {
	v, _ := x.Value(l.Metric)
	_, side := l.Beyond(int64(v), &x.Reading)
	if side == rule.Kept {
		return msWithin
	}
	if l.ExemptDuringDefrost && f.inDefrost(l, x.Time) {
		return msExcused
	}
	if l.Metric == measure.Temperature && side == rule.TooHigh && f.inPullDown(x.Time) {
		return msExcused
	}
	return msBreaks
}

func (f *reference) inPullDown(at int64) bool {
	p := f.rule.PullDown
	return p != nil && at < f.c.Window.Start+p.Within && at < f.cooled()
}

// cooled is the event time of the first reading that says that the goods are cold.
func (f *reference) cooled() int64 {
	for _, x := range f.of(f.rule.Sensor, measure.Temperature, false) {
		if v, _ := x.Value(measure.Temperature); int64(v) <= f.rule.PullDown.To &&
			x.Time >= f.c.Window.Start {
			return x.Time
		}
	}
	return OpenEnd
}

func (f *reference) inDefrost(l *rule.Limit, at int64) bool {
	list := f.of(l.Sensor, 0, true)
	says := func(x *sensed) bool { return x.Flags&measure.DefrostOn != 0 }
	in := func(i int) bool {
		return slices.ContainsFunc(list[:i+1], func(x sensed) bool {
			return says(&x) && list[i].Time-x.Time <= max(l.DefrostGrace, 0) || says(&list[i])
		})
	}
	i := slices.IndexFunc(list, func(x sensed) bool { return x.Time == at })
	if !in(i) {
		return false
	}
	first := i
	for first > 0 && in(first-1) && list[first].Time-list[first-1].Time <= f.rule.MaxGap {
		first--
	}
	return at-list[first].Time < l.DefrostMax
}

// excursions describes those of a limit, and gives what they add up to.
func (f *reference) excursions(l *rule.Limit, kinds []int, list []sensed,
	owner []int) (told []stretchOf, x LimitFigures) {
	start := f.c.Window.Start
	for _, s := range runs(len(kinds), func(at int) bool { return kinds[at] >= msExcused }) {
		part := kinds[s.Start:s.End]
		first := slices.Index(part, msBreaks)
		if first < 0 {
			continue
		}
		last := len(part) - 1
		for part[last] != msBreaks {
			last--
		}
		var ms, beyond, worstAt, rank int64
		var worst int32
		for at := int(s.Start) + first; at <= int(s.Start)+last; at++ {
			if kinds[at] != msBreaks {
				continue
			}
			r := &list[owner[at]]
			v, _ := r.Value(l.Metric)
			distance, _ := l.Beyond(int64(v), &r.Reading)
			if n := l.Bound.Rank(int64(v), distance); ms == 0 || n > rank {
				worst, worstAt, rank = v, r.Time, n
			}
			ms, beyond = ms+1, beyond+distance
		}
		from := start + s.Start + int64(first)
		open := f.through < f.c.Window.End && s.End == int64(len(kinds))
		told = append(told, stretchOf{from,
			fmt.Sprintf("%s %d-%d of %d worst %d at %d beyond %d open "+
				"%v began %d",
				l.ID, from, start+s.Start+int64(last)+1, ms, worst, worstAt, beyond, open,
				list[owner[int(s.Start)+first]].Time)})
		x.Ms, x.LongestMs, x.Excursions = x.Ms+ms, max(x.LongestMs, ms), x.Excursions+1
	}
	for _, s := range runs(len(kinds), func(at int) bool { return kinds[at] != msWithin }) {
		from, to := s.Start, s.End
		for from < to && kinds[from] != msBreaks {
			from++
		}
		for to > from && kinds[to-1] != msBreaks {
			to--
		}
		if from == to {
			continue
		}
		for from > 0 && kinds[from-1] == msUnobserved {
			from--
		}
		for to < int64(len(kinds)) && kinds[to] == msUnobserved {
			to++
		}
		ms := to - from
		for _, k := range kinds[from:to] {
			if k == msExcused {
				ms--
			}
		}
		x.PossibleMs, x.LongestPossibleMs = x.PossibleMs+ms, max(x.LongestPossibleMs, ms)
	}
	return told, x
}

// stretchOf is a described stretch and where it begins.
type stretchOf struct {
	start int64
	text  string
}

func inOrder(list []stretchOf) string {
	slices.SortStableFunc(list, func(a, b stretchOf) int { return cmp.Compare(a.start, b.start) })
	var texts []string
	for _, x := range list {
		texts = append(texts, x.text)
	}
	return strings.Join(texts, ", ")
}
