// Package replay measures how fast a history is replayed: from topics filled for it, through the
// whole pipeline with exactly-once on, into the projections, beside a bare read_committed consumer
// of the same topics in the same run.
//
// The worker runs as a process of its own, so that its processor time and memory are its own, and
// neither the filling's nor those of an embedded broker.
package replay

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"coldchain/bench/fleet"
)

// Options says what to replay.
type Options struct {
	Brokers    []string
	Readings   int
	Containers int
	Partitions int32
	Threads    int // of the worker; 0: as many as cores
	Rounds     int
	Seed       uint64
	Prefix     string // of the topics, which are created, and deleted at the end
	Program    string // the worker's
	Dir        string // for the rule book and the state
	Keep       bool   // the topics stay

	Progress func(step string, done, of int64) // may be nil
	Log      func(format string, args ...any)
}

// Round is one replay with its bare consumer.
type Round struct {
	Bare   Rate    `json:"bare"`
	Worker Figures `json:"worker"`
}

// Rate is what a bare consumer does.
type Rate struct {
	Readings          int64   `json:"readings"`
	Seconds           float64 `json:"seconds"`
	ReadingsPerSecond float64 `json:"readingsPerSecond"`
}

// Figures are what a worker says of its replay.
type Figures struct {
	Readings            int64   `json:"readings"`
	Seconds             float64 `json:"seconds"` // first record to last commit
	ReadingsPerSecond   float64 `json:"readingsPerSecond"`
	CPUMicrosPerReading float64 `json:"cpuMicrosPerReading"`
	PeakRSS             int64   `json:"peakRSS"`    // bytes
	StateBytes          int64   `json:"stateBytes"` // bytes
}

// Result is what was measured.
type Result struct {
	Readings   int     `json:"readings"`
	Bytes      int     `json:"bytesPerReading"`
	Containers int     `json:"containers"`
	Partitions int32   `json:"partitions"`
	Rounds     []Round `json:"rounds"`
	Median     Round   `json:"median"` // of each figure for itself
}

// begins is when the history begins.
var begins = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Run fills the topics and replays them.
func Run(ctx context.Context, o Options) (result *Result, err error) {
	topics := fleet.Topics{Orders: o.Prefix + "orders", Voyages: o.Prefix + "voyages",
		Metrics: o.Prefix + "container-metrics"}
	fill := fleet.NewFill(o.Seed, o.Readings, o.Containers, begins, topics)
	c, err := connect(o.Brokers)
	if err != nil {
		return nil, err
	}
	defer c.close()
	if err := c.create(ctx, o.Partitions, topics); err != nil {
		return nil, err
	}
	if !o.Keep {
		defer func() { err = errors.Join(err, c.drop(context.WithoutCancel(ctx), o.Prefix)) }()
	}
	began := time.Now()
	if err := c.fill(ctx, fill, o.Progress); err != nil {
		return nil, err
	}
	o.Log("filled %d readings of %d containers in %.1f s", o.Readings, o.Containers,
		time.Since(began).Seconds())
	result = &Result{Readings: o.Readings, Bytes: fleet.ReadingSize, Containers: o.Containers,
		Partitions: o.Partitions}
	for n := range o.Rounds {
		bare, err := consume(ctx, o.Brokers, topics, int64(o.Readings), o.Progress)
		if err != nil {
			return nil, err
		}
		o.Log("round %d: a bare consumer reads %.0f readings/s", n+1, bare.ReadingsPerSecond)
		figures, err := o.worker(ctx, n, topics)
		if err != nil {
			return nil, err
		}
		if figures.Readings != int64(o.Readings) {
			return nil, fmt.Errorf("the worker replayed %d readings, there are %d",
				figures.Readings, o.Readings)
		}
		o.Log("round %d: the worker replays %.0f readings/s, %.2f us of CPU each",
			n+1, figures.ReadingsPerSecond, figures.CPUMicrosPerReading)
		result.Rounds = append(result.Rounds, Round{bare, figures})
	}
	result.Median = median(result.Rounds)
	return result, nil
}

// median takes the median of each figure for itself.
func median(rounds []Round) Round {
	of := func(figure func(*Round) float64) float64 {
		all := make([]float64, len(rounds))
		for i := range rounds {
			all[i] = figure(&rounds[i])
		}
		slices.Sort(all)
		return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
	}
	return Round{
		Bare: Rate{
			Readings:          rounds[0].Bare.Readings,
			Seconds:           of(func(r *Round) float64 { return r.Bare.Seconds }),
			ReadingsPerSecond: of(func(r *Round) float64 { return r.Bare.ReadingsPerSecond }),
		},
		Worker: Figures{
			Readings:            rounds[0].Worker.Readings,
			Seconds:             of(func(r *Round) float64 { return r.Worker.Seconds }),
			ReadingsPerSecond:   of(func(r *Round) float64 { return r.Worker.ReadingsPerSecond }),
			CPUMicrosPerReading: of(func(r *Round) float64 { return r.Worker.CPUMicrosPerReading }),
			PeakRSS: int64(of(func(r *Round) float64 {
				return float64(r.Worker.PeakRSS)
			})),
			StateBytes: int64(of(func(r *Round) float64 {
				return float64(r.Worker.StateBytes)
			})),
		},
	}
}
