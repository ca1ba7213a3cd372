package generate

import "time"

// theme is the durations that most rules of a log speak of, and about which most incidents last. So
// a log of a few orders meets its thresholds to the millisecond.
type theme struct {
	gap                   int64 // for which a reading speaks
	single, total         int64 // of excursions
	blind, stuck          int64
	within                int64 // of a pull-down
	grace, most           int64 // of a defrost
	singles, totals, gaps []int64
}

func (g *gen) chooseTheme() {
	t := &g.theme
	t.gaps = []int64{30 * minute, hour, 90 * minute, 2 * hour}
	t.singles = []int64{10 * minute, 30 * minute, 45 * minute, hour, 3 * hour}
	t.totals = []int64{hour, 90 * minute, 2 * hour, hour + 1}
	t.gap = pick(g, 30*minute, hour, hour, 2*hour)
	t.single = pick(g, t.singles...)
	t.total = pick(g, t.totals...)
	t.blind = pick(g, hour, 2*hour, 3*hour)
	t.stuck = pick(g, 2*hour, 3*hour)
	t.within = pick(g, 2*hour, 3*hour)
	t.grace = pick(g, 10*minute, 30*minute)
	t.most = pick(g, 20*minute, 40*minute, hour)
}

// mostly gives what the theme says, or another of a kind.
func (g *gen) mostly(usual int64, others ...int64) int64 {
	if g.chance(0.7) {
		return usual
	}
	return pick(g, others...)
}

func durationText(ms int64) string { return (time.Duration(ms) * time.Millisecond).String() }

func (g *gen) maxGap() string { return durationText(g.mostly(g.theme.gap, g.theme.gaps...)) }

func (g *gen) single() string {
	if g.chance(0.1) {
		return pick(g, "0s", "1800s")
	}
	return durationText(g.mostly(g.theme.single, g.theme.singles...))
}

func (g *gen) total() string {
	if g.chance(0.1) {
		return "0"
	}
	return durationText(g.mostly(g.theme.total, g.theme.totals...))
}
