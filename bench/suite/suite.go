// Package suite runs all benchmarks within a total time and writes what they gave: figures for
// machines, a page for people, and plots.
package suite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"coldchain/bench/bed"
	"coldchain/bench/burst"
	"coldchain/bench/latency"
	"coldchain/bench/measure"
	"coldchain/bench/move"
	"coldchain/bench/queries"
	"coldchain/bench/replay"
)

// Options say what to run.
type Options struct {
	Bound   time.Duration // for all of it; what does not fit is left out
	Scale   float64       // of all sizes; 1 is what the results are recorded with
	Rounds  int
	Seed    uint64
	Command string // as it was typed, for the page
}

// Result is what the benchmarks gave. One that failed, or was left out, is nil.
type Result struct {
	Date    string          `json:"date"`
	Command string          `json:"command"`
	Machine measure.Machine `json:"machine"`
	Broker  string          `json:"broker"`
	Scale   float64         `json:"scale"`
	Seconds float64         `json:"seconds"` // of all of it

	Replay  *replay.Result  `json:"replay,omitempty"`
	Latency *latency.Result `json:"latency,omitempty"`
	Burst   *burst.Result   `json:"burst,omitempty"`
	Move    *move.Result    `json:"move,omitempty"`
	Queries *queries.Result `json:"queries,omitempty"`
	Curve   *replay.Curve   `json:"curve,omitempty"`

	Missing []Missing `json:"missing,omitempty"`
}

// Missing is a benchmark that gave nothing, and why.
type Missing struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// step is one benchmark.
type step struct {
	name string
	run  func(ctx context.Context, o bed.Options) error
}

// Run runs the benchmarks one after the other. One that fails does not stop the others.
func Run(ctx context.Context, o bed.Options, s Options) (*Result, error) {
	began := time.Now()
	r := &Result{Date: began.Format(time.DateOnly), Command: s.Command, Scale: s.Scale,
		Machine: measure.ThisMachine()}
	commit(ctx, &r.Machine)
	var err error
	if r.Broker, err = bed.Broker(ctx, o.Brokers); err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, s.Bound)
	defer cancel()
	for _, step := range s.steps(r) {
		if bounded.Err() != nil {
			r.Missing = append(r.Missing, Missing{step.name, "there was no time left for it"})
			continue
		}
		o.Log("-- %s, %.0f s of at most %.0f", step.name, time.Since(began).Seconds(),
			s.Bound.Seconds())
		err := step.run(bounded, o.Named(step.name))
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil && bounded.Err() != nil:
			r.Missing = append(r.Missing, Missing{step.name, fmt.Sprintf(
				"it was not done when %v were over", s.Bound)})
		case err != nil:
			o.Log("%s failed: %v", step.name, err)
			r.Missing = append(r.Missing, Missing{step.name, err.Error()})
		}
	}
	r.Seconds = time.Since(began).Seconds()
	return r, nil
}

// Err says which benchmarks gave nothing, if any.
func (r *Result) Err() error {
	var errs []error
	for _, m := range r.Missing {
		errs = append(errs, fmt.Errorf("%s: %s", m.Name, m.Reason))
	}
	return errors.Join(errs...)
}

// steps are the benchmarks, those first that need the least time.
func (s Options) steps(r *Result) []step {
	n := func(size int) int { return max(10, int(float64(size)*s.Scale)) }
	d := func(long time.Duration) time.Duration {
		return max(time.Second, time.Duration(float64(long)*min(s.Scale, 1)))
	}
	steps := []step{
		{"replay", func(ctx context.Context, o bed.Options) (err error) {
			r.Replay, err = replay.Run(ctx, o, replay.Options{Readings: n(4_000_000),
				Containers: n(10_000), Rounds: s.Rounds, Seed: s.Seed, Floors: replay.Kinds(),
				Also: replay.Variants()})
			return err
		}},
		{"latency", func(ctx context.Context, o bed.Options) (err error) {
			r.Latency, err = latency.Run(ctx, o, latency.Options{
				Rate: float64(n(5_000)), Material: float64(n(100)),
				For: d(time.Minute), WarmUp: d(10 * time.Second), Containers: n(10_000),
				Seed: s.Seed})
			return err
		}},
		{"move", func(ctx context.Context, o bed.Options) (err error) {
			r.Move, err = move.Run(ctx, o, move.Options{Containers: n(2_000), Each: n(400),
				Rounds: s.Rounds, Seed: s.Seed})
			return err
		}},
		{"burst", func(ctx context.Context, o bed.Options) (err error) {
			r.Burst, err = burst.Run(ctx, o, burst.Options{Readings: n(1_200_000),
				Containers: n(2_000), Late: 25 * 24 * time.Hour, Rounds: s.Rounds, Seed: s.Seed})
			return err
		}},
		{"queries", func(ctx context.Context, o bed.Options) (err error) {
			r.Queries, err = queries.Run(ctx, o, queries.Options{Readings: n(4_000_000),
				Containers: n(10_000), Rate: float64(n(5_000)), Rounds: s.Rounds, Seed: s.Seed})
			return err
		}},
	}
	// Each size is a step of its own: what is done stays if the next one does not fit.
	for _, size := range []replay.Size{{Containers: n(10_000), Readings: n(4_000_000)},
		{Containers: n(100_000), Readings: n(4_000_000)},
		{Containers: n(1_000_000), Readings: n(6_000_000)}} {
		steps = append(steps, step{fmt.Sprintf("curve-%d", size.Containers),
			func(ctx context.Context, o bed.Options) error {
				c, err := replay.RunCurve(ctx, o, replay.Options{Rounds: s.Rounds, Seed: s.Seed,
					Floors: []replay.Kind{replay.Bare}}, []replay.Size{size})
				if err != nil {
					return err
				}
				if r.Curve == nil {
					r.Curve = &replay.Curve{}
				}
				r.Curve.Sizes = append(r.Curve.Sizes, c.Sizes...)
				return nil
			}})
	}
	return steps
}
