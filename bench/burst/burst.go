// Package burst measures a late burst: containers that were silent for their voyage's first days,
// and send it all weeks later. The same readings in order are its yardstick.
package burst

import (
	"context"
	"errors"
	"fmt"
	"time"

	"coldchain/bench/bed"
	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// Options say what comes late.
type Options struct {
	Readings   int // in order, and as many late
	Containers int
	Late       time.Duration
	Rounds     int
	Seed       uint64
}

// Result is what was measured.
type Result struct {
	Readings   int            `json:"readings"` // of each half
	Containers int            `json:"containers"`
	LateHours  float64        `json:"lateHours"`
	Rounds     []Round        `json:"rounds"`
	InOrder    measure.Spread `json:"inOrderReadingsPerSecond"`
	Burst      measure.Spread `json:"burstReadingsPerSecond"`
	Ratio      measure.Spread `json:"burstToInOrder"` // of each round
}

// Round is a history in order, the burst, and the floors of both together. The answers after the
// burst must be those of the fold in memory.
type Round struct {
	InOrder bed.Figures `json:"inOrder"`
	Burst   bed.Figures `json:"burst"`
	Bare    bed.Figures `json:"bare"`
	Fold    bed.Figures `json:"fold"`
}

// Run replays a history in order, and then the burst with the state that it left.
func Run(ctx context.Context, o bed.Options, r Options) (*Result, error) {
	result := &Result{Containers: r.Containers, LateHours: r.Late.Hours()}
	for n := range r.Rounds {
		// Each round has topics of its own: the first half ends before there is a burst.
		round, err := r.round(ctx, o.Named(fmt.Sprintf("round-%d", n+1)))
		if err != nil {
			return nil, err
		}
		o.Log("round %d: %.0f readings/s in order, %.0f late", n+1,
			round.InOrder.ReadingsPerSecond, round.Burst.ReadingsPerSecond)
		result.Rounds = append(result.Rounds, round)
		result.Readings = int(round.InOrder.Readings)
	}
	result.InOrder = measure.SpreadBy(result.Rounds, func(r *Round) float64 {
		return r.InOrder.ReadingsPerSecond
	})
	result.Burst = measure.SpreadBy(result.Rounds, func(r *Round) float64 {
		return r.Burst.ReadingsPerSecond
	})
	result.Ratio = measure.SpreadBy(result.Rounds, func(r *Round) float64 {
		return r.Burst.ReadingsPerSecond / r.InOrder.ReadingsPerSecond
	})
	return result, nil
}

func (r *Options) round(ctx context.Context, o bed.Options) (round Round, err error) {
	b, err := bed.Open(ctx, o)
	if err != nil {
		return round, err
	}
	defer func() { err = errors.Join(err, b.Close(ctx)) }()
	fill := fleet.NewFill(fleet.FillOptions{Seed: r.Seed, Readings: r.Readings,
		Containers: r.Containers, Quiet: r.Late, Topics: b.Topics()})
	if err := b.Fill(ctx, fill); err != nil {
		return round, err
	}
	n := int64(fill.Readings())
	group := b.Group("worker")
	if round.InOrder, err = b.Replay(ctx, group, n); err != nil {
		return round, err
	}
	if err := b.Readings(ctx, fill, r.Late); err != nil {
		return round, err
	}
	if round.Burst, err = b.Replay(ctx, group, n); err != nil {
		return round, err
	}
	if round.Bare, err = b.Floor(ctx, "bare", 2*n, int64(fill.EventCount())); err != nil {
		return round, err
	}
	if round.Fold, err = b.Floor(ctx, "fold", 2*n, int64(fill.EventCount())); err != nil {
		return round, err
	}
	round.Burst.Answers, err = b.Agree(ctx, group, round.Fold.Answers)
	return round, err
}

// Report is the result as a table.
func (r *Result) Report() measure.Table {
	row := func(name string, of func(*Round) *bed.Figures) []string {
		by := func(figure func(*bed.Figures) float64) measure.Spread {
			return measure.SpreadBy(r.Rounds, func(r *Round) float64 { return figure(of(r)) })
		}
		return []string{name,
			by(func(f *bed.Figures) float64 { return f.ReadingsPerSecond }).Text(0),
			by(func(f *bed.Figures) float64 { return f.CPUMicrosPerReading }).Text(2),
			by(func(f *bed.Figures) float64 { return float64(f.PeakRSS) }).Per(1 << 20).Text(0)}
	}
	return measure.Table{
		Title: "Late burst",
		Caption: fmt.Sprintf("%s readings of %s containers in order, then as many that are "+
			"%.0f days late, folded into the state of the first; median of %d rounds (least to "+
			"most). The burst runs at %s of the rate in order.",
			measure.Number(float64(r.Readings), 0), measure.Number(float64(r.Containers), 0),
			r.LateHours/24, len(r.Rounds), r.Ratio.Text(2)),
		Columns: []string{"", "readings/s", "CPU, us a reading", "resident, MiB"},
		Rows: [][]string{
			row("bare consumer of both", func(r *Round) *bed.Figures { return &r.Bare }),
			row("folding both in memory", func(r *Round) *bed.Figures { return &r.Fold }),
			row("in order", func(r *Round) *bed.Figures { return &r.InOrder }),
			row("burst", func(r *Round) *bed.Figures { return &r.Burst }),
		},
	}
}
