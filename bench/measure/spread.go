package measure

import "slices"

// Spread is what several rounds gave for one figure.
type Spread struct {
	Least  float64 `json:"least"`
	Median float64 `json:"median"`
	Most   float64 `json:"most"`
}

// SpreadOf is the spread of at least one value.
func SpreadOf(values ...float64) Spread {
	all := slices.Sorted(slices.Values(values))
	return Spread{Least: all[0], Median: (all[(len(all)-1)/2] + all[len(all)/2]) / 2,
		Most: all[len(all)-1]}
}

// SpreadBy is the spread of one figure of each round.
func SpreadBy[R any](rounds []R, figure func(*R) float64) Spread {
	values := make([]float64, len(rounds))
	for i := range rounds {
		values[i] = figure(&rounds[i])
	}
	return SpreadOf(values...)
}
