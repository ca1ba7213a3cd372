// Package replay measures how fast a history is replayed: from topics filled for it, through the
// whole pipeline with exactly-once on, into the projections. In the same rounds it measures the
// floors of that: what a bare read_committed consumer of the same topics does, one that decodes
// what it reads, and one that folds it in memory; and workers that differ in one respect. The
// answers of each worker must be those of that fold.
package replay

import (
	"context"
	"errors"

	"coldchain/bench/bed"
	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// Options say what to replay.
type Options struct {
	Readings   int
	Containers int
	Rounds     int
	Seed       uint64
	Floors     []Kind    // to measure beside
	Also       []Variant // to replay with beside
}

// Result is what was measured.
type Result struct {
	Readings   int   `json:"readings"`
	Events     int   `json:"events"` // of orders and voyages
	Bytes      int   `json:"bytesPerReading"`
	Containers int   `json:"containers"`
	Partitions int32 `json:"partitions"`
	Threads    int   `json:"threads"` // 0: as many as cores
	Floors     []Row `json:"floors"`
	Also       []Row `json:"also,omitempty"` // workers of the variants
	Worker     Row   `json:"worker"`
}

// Row is what one way to read the topics gave.
type Row struct {
	Name                string         `json:"name"`
	Rounds              []bed.Figures  `json:"rounds"`
	ReadingsPerSecond   measure.Spread `json:"readingsPerSecond"`
	RecordsPerSecond    measure.Spread `json:"recordsPerSecond"` // with the events
	CPUMicrosPerReading measure.Spread `json:"cpuMicrosPerReading"`
	PeakRSS             measure.Spread `json:"peakRSS"`
	StateBytes          measure.Spread `json:"stateBytes"`
	StatePerReading     measure.Spread `json:"stateBytesPerReading"`

	// Ratio is that of the worker's rate to that of this variant, of each round.
	Ratio measure.Spread `json:"ratio,omitzero"`
}

// Run fills the topics and replays them.
func Run(ctx context.Context, o bed.Options, r Options) (result *Result, err error) {
	b, err := bed.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close(ctx)) }()
	fill := fleet.NewFill(fleet.FillOptions{Seed: r.Seed, Readings: r.Readings,
		Containers: r.Containers, Topics: b.Topics()})
	if err := b.Fill(ctx, fill); err != nil {
		return nil, err
	}
	m := measuring{b, fill, map[string][]bed.Figures{}}
	for n := range r.Rounds {
		if err := m.round(ctx, n, &r); err != nil {
			return nil, err
		}
	}
	result = &Result{Readings: fill.Readings(), Events: fill.EventCount(),
		Bytes: fleet.ReadingSize, Containers: fill.Containers(), Partitions: o.Partitions,
		Threads: o.Threads, Floors: []Row{}}
	for _, kind := range r.Floors {
		result.Floors = append(result.Floors, result.row(kind.Words(), m.rounds[kind.Words()]))
	}
	result.Worker = result.row(whole, m.rounds[whole])
	for _, v := range r.Also {
		row := result.row(v.Words(), m.rounds[v.Words()])
		row.Ratio = ratio(result.Worker.Rounds, row.Rounds)
		result.Also = append(result.Also, row)
	}
	return result, nil
}

// ratio is that of the rates in the same rounds.
func ratio(of, to []bed.Figures) measure.Spread {
	ratios := make([]float64, len(of))
	for i := range of {
		ratios[i] = of[i].ReadingsPerSecond / to[i].ReadingsPerSecond
	}
	return measure.SpreadOf(ratios...)
}

func (r *Result) row(name string, rounds []bed.Figures) Row {
	by := func(figure func(*bed.Figures) float64) measure.Spread {
		return measure.SpreadBy(rounds, figure)
	}
	return Row{Name: name, Rounds: rounds,
		ReadingsPerSecond: by(func(f *bed.Figures) float64 { return f.ReadingsPerSecond }),
		RecordsPerSecond: by(func(f *bed.Figures) float64 {
			return f.ReadingsPerSecond * float64(r.Readings+r.Events) / float64(r.Readings)
		}),
		CPUMicrosPerReading: by(func(f *bed.Figures) float64 { return f.CPUMicrosPerReading }),
		PeakRSS:             by(func(f *bed.Figures) float64 { return float64(f.PeakRSS) }),
		StateBytes:          by(func(f *bed.Figures) float64 { return float64(f.StateBytes) }),
		StatePerReading: by(func(f *bed.Figures) float64 {
			return float64(f.StateBytes) / float64(r.Readings)
		}),
	}
}
