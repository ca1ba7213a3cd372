package oracle

import (
	"math/big"
	"sort"
)

// excursion is a stretch of time in which a limit is broken.
type excursion struct {
	stretch
	limit         int // index in the rule
	ms            int64
	worst         int64
	worstAt       int64
	degreeMinutes *big.Int // thousandths
	open          bool
	began         *held
}

// limitTotal is what the excursions of one limit add up to.
type limitTotal struct{ ms, longest, excursions, possible, longestPossible int64 }

// run is a sequence of samples that break a limit, by index: [from, to). The samples of [first,
// last] begin and end with one that counts.
type run struct{ from, to, first, last int }

// runs gives the longest sequences of samples that break the limit and of which one counts. With
// observed, nothing is unobserved within them.
func runs(list []said, observed bool) []run {
	var out []run
	for from := 0; from < len(list); {
		if !list[from].breaks {
			from++
			continue
		}
		to := from + 1
		for to < len(list) && list[to].breaks && !(observed && list[to].start > list[to-1].end) {
			to++
		}
		r := run{from: from, to: to, first: -1}
		for i := from; i < to; i++ {
			if !list[i].counts() {
				continue
			}
			if r.first < 0 {
				r.first = i
			}
			r.last = i
		}
		if r.first >= 0 {
			out = append(out, r)
		}
		from = to
	}
	return out
}

// excursionsOf gives the excursions of a limit. through is T, and ends says that the window ends
// there.
func excursionsOf(l *limit, index int, list []said, through int64, ends bool) []excursion {
	var out []excursion
	for _, r := range runs(list, true) {
		e := excursion{
			stretch: stretch{list[r.first].start, list[r.last].end}, limit: index,
			open: !ends && list[r.to-1].end == through, began: list[r.first].reading,
		}
		sum := new(big.Int)
		for i, a := range list[r.first : r.last+1] {
			if !a.counts() {
				continue
			}
			e.ms += a.ms()
			sum.Add(sum, new(big.Int).Mul(big.NewInt(a.distance), big.NewInt(a.ms())))
			worse := a.value > e.worst
			if !l.bound.upper {
				worse = a.value < e.worst
			}
			if i == 0 || worse {
				e.worst, e.worstAt = a.value, a.reading.time
			}
		}
		e.degreeMinutes = sum.Quo(sum, big.NewInt(60_000))
		out = append(out, e)
	}
	return out
}

// possible gives how long the excursions of a limit may have been, one by one, if it was broken
// whenever nobody observed it beside or between samples that break it.
func possible(list []said, judged stretch) []int64 {
	var out []int64
	for _, r := range runs(list, false) {
		start, end := judged.start, judged.end
		if r.first > 0 {
			start = list[r.first-1].end
		}
		if r.last+1 < len(list) {
			end = list[r.last+1].start
		}
		ms := end - start
		for _, a := range list[r.first : r.last+1] {
			if a.excused {
				ms -= a.ms()
			}
		}
		out = append(out, ms)
	}
	return out
}

func totalOf(excursions []excursion, possible []int64) limitTotal {
	t := limitTotal{excursions: int64(len(excursions))}
	for _, e := range excursions {
		t.ms += e.ms
		t.longest = max(t.longest, e.ms)
	}
	for _, ms := range possible {
		t.possible += ms
		t.longestPossible = max(t.longestPossible, ms)
	}
	return t
}

// exceeds says whether a time exceeds what is allowed, if anything is.
func (l *limit) exceeds(ms int64, allowed *int64) bool {
	if allowed == nil {
		return false
	}
	return ms > *allowed || l.inclusive && ms == *allowed && ms > 0
}

// overlap gives the time that two lists of stretches, each in the order of time, have in common,
// for each of the second.
func overlap(list, parts []stretch) []int64 {
	out := make([]int64, len(parts))
	for i, p := range parts {
		// The first that ends behind the start of the part.
		k := sort.Search(len(list), func(k int) bool { return list[k].end > p.start })
		for ; k < len(list) && list[k].start < p.end; k++ {
			out[i] += min(list[k].end, p.end) - max(list[k].start, p.start)
		}
	}
	return out
}
