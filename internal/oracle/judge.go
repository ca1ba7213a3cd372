package oracle

import (
	"math"
	"math/big"
	"sort"
)

// stretch is some time [start, end).
type stretch struct{ start, end int64 }

func (s stretch) ms() int64 { return s.end - s.start }

// spoken is the time for which a reading speaks, clipped to the window; never empty.
type spoken struct {
	stretch
	reading reading
	value   int64 // of the series' metric
}

type excursion struct {
	stretch
	limit         int // index in the rule
	worst         int64
	degreeMinutes int64 // thousandths
	open          bool
}

type limitTotal struct{ ms, longest, excursions int64 }

// figures is what judging a leg finds.
type figures struct {
	judged, observed   int64
	gaps               []stretch
	excursions         []excursion
	totals             []limitTotal
	min, max, mkt      int64 // valid where observed > 0
	count              []*held
	violations, doubts []string
}

// series gives the stretches for which the readings that have a usable value of the metric speak, in
// [start, through), in order of time.
func series(readings []*held, metric string, maxGap, start, through int64) []spoken {
	var with []*held
	for _, h := range readings {
		if h.time >= start-maxGap && h.time < through && h.reading.measure(metric).usable() {
			with = append(with, h)
		}
	}
	var out []spoken
	for i, h := range with {
		end := min(h.time+maxGap, through)
		if i+1 < len(with) {
			end = min(end, with[i+1].time)
		}
		if from := max(h.time, start); from < end {
			out = append(out, spoken{stretch{from, end}, h.reading, h.reading.measure(metric).value})
		}
	}
	return out
}

// breaks says whether the reading breaks the limit, and how far it is from the bound.
func (l limit) breaks(s spoken) (beyond bool, distance int64) {
	bound := l.value
	if l.relative() {
		if !s.reading.setPoint.usable() {
			return false, 0
		}
		bound = s.reading.setPoint.value + l.value
		if l.bound == "belowSetPoint" {
			bound = s.reading.setPoint.value - l.value
		}
	}
	if l.exempt && s.reading.defrost.present && s.reading.defrost.on {
		return false, 0
	}
	distance = s.value - bound
	switch l.bound {
	case "above", "aboveSetPoint":
		beyond = distance > 0
	case "atOrAbove":
		beyond = distance >= 0
	case "below", "belowSetPoint":
		beyond = distance < 0
	case "atOrBelow":
		beyond = distance <= 0
	}
	return beyond, max(distance, -distance)
}

// excursionsOf gives the maximal stretches without a hole whose readings all break the limit.
func excursionsOf(l limit, index int, list []spoken, w *window, through int64) []excursion {
	var out []excursion
	for i := 0; i < len(list); {
		if beyond, _ := l.breaks(list[i]); !beyond {
			i++
			continue
		}
		e := excursion{stretch: list[i].stretch, limit: index, worst: list[i].value}
		sum := new(big.Int)
		for first := i; i < len(list); i++ {
			beyond, distance := l.breaks(list[i])
			if !beyond || i > first && list[i].start != e.end {
				break
			}
			e.end = list[i].end
			if l.upper() {
				e.worst = max(e.worst, list[i].value)
			} else {
				e.worst = min(e.worst, list[i].value)
			}
			sum.Add(sum, new(big.Int).Mul(big.NewInt(distance), big.NewInt(list[i].ms())))
		}
		e.degreeMinutes = sum.Quo(sum, big.NewInt(60_000)).Int64()
		e.open = e.end == through && (w.open() || through < w.end)
		out = append(out, e)
	}
	return out
}

// holes gives the stretches of [start, through) of which nobody speaks.
func holes(list []spoken, start, through int64) []stretch {
	var out []stretch
	at := start
	for _, s := range list {
		if s.start > at {
			out = append(out, stretch{at, s.start})
		}
		at = s.end
	}
	if at < through {
		out = append(out, stretch{at, through})
	}
	return out
}

// kineticMean gives the mean kinetic temperature in thousandths of a degree Celsius.
func kineticMean(list []spoken) int64 {
	const deltaHByR = 83.144 / 0.008314472
	kelvin := func(s spoken) float64 { return (float64(s.value) + 273150) / 1000 }
	var sum, total float64
	for _, s := range list {
		sum += float64(s.ms()) * math.Exp(-deltaHByR/kelvin(s))
		total += float64(s.ms())
	}
	return int64(math.Round((deltaHByR/-math.Log(sum/total) - 273.15) * 1000))
}

func observedOf(list []spoken) int64 {
	var sum int64
	for _, s := range list {
		sum += s.ms()
	}
	return sum
}

// judge holds the readings of the rule's sensor against the rule, for the window up to through.
func judge(readings []*held, r *rule, w *window, through int64) *figures {
	byMetric := map[string][]spoken{}
	for _, metric := range []string{"temperature", "humidity", "co2", "o2"} {
		byMetric[metric] = series(readings, metric, r.maxGap, w.start, through)
	}
	temperature := byMetric["temperature"]
	f := &figures{judged: through - w.start, observed: observedOf(temperature), gaps: holes(temperature, w.start, through)}
	for i, s := range temperature {
		if i == 0 || s.value < f.min {
			f.min = s.value
		}
		if i == 0 || s.value > f.max {
			f.max = s.value
		}
	}
	if f.observed > 0 {
		f.mkt = kineticMean(temperature)
	}
	for _, h := range readings {
		if h.time >= w.start && h.time < through {
			f.count = append(f.count, h)
		}
	}
	for i, l := range r.limits {
		var total limitTotal
		for _, e := range excursionsOf(l, i, byMetric[l.metric], w, through) {
			f.excursions = append(f.excursions, e)
			total.excursions++
			total.ms += e.ms()
			total.longest = max(total.longest, e.ms())
		}
		f.totals = append(f.totals, total)
	}
	sort.SliceStable(f.excursions, func(i, j int) bool { return f.excursions[i].start < f.excursions[j].start })
	f.violations = violations(f, r)
	f.doubts = doubts(f, r, byMetric)
	return f
}

func violations(f *figures, r *rule) (reasons []string) {
	for i, l := range r.limits {
		if l.single != nil && f.totals[i].longest > *l.single {
			reasons = append(reasons, "single:"+l.id)
		}
	}
	for i, l := range r.limits {
		if l.cumulative != nil && f.totals[i].ms > *l.cumulative {
			reasons = append(reasons, "cumulative:"+l.id)
		}
	}
	if r.mktMax != nil && f.observed > 0 && f.mkt > *r.mktMax {
		reasons = append(reasons, "mkt")
	}
	return reasons
}

func doubts(f *figures, r *rule, byMetric map[string][]spoken) (reasons []string) {
	needed := map[string]bool{}
	for _, l := range r.limits {
		needed[l.metric] = true
	}
	if r.minCoverage > 0 || r.maxBlind != nil || r.mktMax != nil {
		needed["temperature"] = true
	}
	for metric := range needed {
		if len(byMetric[metric]) == 0 {
			reasons = []string{"no_readings"}
		}
	}
	share := new(big.Int).Mul(big.NewInt(f.observed), big.NewInt(1_000_000))
	if share.Cmp(new(big.Int).Mul(big.NewInt(r.minCoverage), big.NewInt(f.judged))) < 0 {
		reasons = append(reasons, "coverage_low")
	}
	blind := false
	for _, g := range f.gaps {
		blind = blind || r.maxBlind != nil && g.ms() > *r.maxBlind
	}
	if blind {
		reasons = append(reasons, "blind")
	}
	return reasons
}
