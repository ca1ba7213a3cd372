package judge

import (
	"math/rand/v2"
	"slices"

	"coldchain/joins/measure"
	"coldchain/joins/rule"
	"coldchain/joins/series"
)

// A random custody lasts about 100 ms, its values are a few thousandths apart, and its rule is as
// narrow, so that all that can happen does, and a reference can look at every single ms.

// randomRule has limits on two sensors.
func randomRule(r *rand.Rand) *Rule {
	or := func(one int, unset int64, n int64) int64 {
		if r.IntN(one) > 0 {
			return unset
		}
		return r.Int64N(n)
	}
	x := &rule.Rule{
		ID: "r", Sensor: "main", MaxGap: 1 + r.Int64N(15), MinCoverage: or(2, 0, 1_000_001),
		MaxBlind: or(2, rule.Unset, 20), StuckAfter: rule.Unset, Settle: r.Int64N(30),
	}
	if r.IntN(3) == 0 {
		x.StuckAfter = 1 + r.Int64N(25)
	}
	if r.IntN(2) == 0 {
		x.PullDown = &rule.PullDown{Within: 1 + r.Int64N(60), To: r.Int64N(5) - 2}
	}
	if r.IntN(6) == 0 {
		most := r.Int64N(5) - 2
		x.MKTMax = &most
	}
	for i := range 1 + r.IntN(4) {
		x.Limits = append(x.Limits, randomLimit(r, string(rune('a'+i))))
	}
	return Compile(x)
}

func randomLimit(r *rand.Rand, id string) rule.Limit {
	l := rule.Limit{
		ID: id, Sensor: []string{"main", "return"}[r.IntN(2)], Value: r.Int64N(5) - 2,
		Inclusive: r.IntN(3) == 0,
		Metric: []measure.Metric{measure.Temperature, measure.SetPoint, measure.Power,
			measure.Door}[max(0, r.IntN(8)-4)],
		Single: rule.Unset, Cumulative: rule.Unset,
	}
	bounds := rule.Bounds()
	l.Bound = bounds[r.IntN(len(bounds))]
	for l.Bound.Relative() && l.Metric != measure.Temperature {
		l.Bound = bounds[r.IntN(len(bounds))]
	}
	if l.Bound.Relative() {
		l.Value = r.Int64N(3)
	}
	if r.IntN(3) > 0 {
		l.Single = r.Int64N(30)
	}
	if r.IntN(3) == 0 || l.Single == rule.Unset {
		l.Cumulative = r.Int64N(50)
	}
	if r.IntN(3) == 0 {
		l.ExemptDuringDefrost, l.DefrostGrace, l.DefrostMax = true, r.Int64N(12), 1+r.Int64N(25)
	}
	return l
}

// randomCase has a window that can be judged.
func randomCase(r *rand.Rand) *Case {
	for {
		c := &Case{Course: randomFacts(r).Course(), Rule: randomRule(r)}
		if c.Foldable() {
			return c
		}
	}
}

// randomReadings are of both sensors, each in the order of its times: dense, sparse, or silent for
// a while.
func randomReadings(r *rand.Rand, c *Case) (list []sensed) {
	for _, sensor := range []string{"main", "return"} {
		step, steady := 1+r.Int64N(20), r.IntN(3) > 0
		value := r.Int64N(5) - 2
		for at := c.Window.Start - 30 + r.Int64N(20); at < 130; at += 1 + r.Int64N(step) {
			if r.IntN(30) == 0 {
				at += r.Int64N(40)
			}
			x := sensed{sensor: sensor, Held: series.Held{Reading: measure.Reading{Time: at}}}
			if !steady || r.IntN(6) == 0 {
				value = r.Int64N(5) - 2
			}
			randomValues(r, &x.Reading, value)
			if r.IntN(8) == 0 {
				x.Duplicates, x.Conflicts = r.Uint32N(3), r.Uint32N(3)
			}
			list = append(list, x)
		}
	}
	return list
}

func randomValues(r *rand.Rand, x *measure.Reading, temperature int64) {
	if r.IntN(10) > 0 {
		x.Set(measure.Temperature, temperature)
	}
	if r.IntN(4) > 0 {
		x.Set(measure.SetPoint, r.Int64N(3)-1)
	}
	if r.IntN(4) > 0 {
		x.Set(measure.Power, r.Int64N(5)-2)
	}
	if r.IntN(20) == 0 {
		x.Set(measure.Humidity, -1) // faulty
	}
	if r.IntN(4) > 0 {
		x.SetFlag(measure.DoorKnown, measure.DoorOpen, r.IntN(2) == 0)
	}
	if r.IntN(2) == 0 {
		x.SetFlag(measure.DefrostKnown, measure.DefrostOn, r.IntN(3) == 0)
	}
}

// interleaved is a random order of pushing: each sensor's readings in their order.
func interleaved(r *rand.Rand, list []sensed) []sensed {
	var by [2][]sensed
	for _, x := range list {
		i := 0
		if x.sensor != "main" {
			i = 1
		}
		by[i] = append(by[i], x)
	}
	out := make([]sensed, 0, len(list))
	for len(by[0])+len(by[1]) > 0 {
		i := r.IntN(2)
		n := min(1+r.IntN(6), len(by[i]))
		out = append(out, by[i][:n]...)
		by[i] = by[i][n:]
	}
	return slices.Clip(out)
}
