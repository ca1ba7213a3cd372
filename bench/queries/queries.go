// Package queries measures point queries against a worker's HTTP API while it replays a history.
//
// Queries are sent at a fixed rate whatever the worker answers (an open loop), and latency counts
// from the intended send time: a worker that stalls is late for every query that was due meanwhile.
// One query in ten asks /healthz, which touches no state: the floor, on the same connections. The
// other floor is the replay without queries, in the same rounds.
package queries

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"coldchain/bench/bed"
	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// Options say what to replay and how often to ask.
type Options struct {
	Readings   int
	Containers int
	Rate       float64 // queries a second
	Rounds     int
	Seed       uint64
}

// Result is what was measured.
type Result struct {
	Readings   int     `json:"readings"`
	Containers int     `json:"containers"`
	Rate       float64 `json:"queriesPerSecond"`
	Rounds     []Round `json:"rounds"`
	// The latencies are those of all rounds, of answers with status 200.
	Orders measure.Latencies `json:"orders"`
	Health measure.Latencies `json:"health"`
	// Asked counts the queries for orders by what came of them: a status, or "failed".
	Asked   map[string]int64 `json:"asked"`
	Errors  int64            `json:"errors"` // not 200: all orders are known beforehand
	Alone   measure.Spread   `json:"replayAloneReadingsPerSecond"`
	Queried measure.Spread   `json:"replayQueriedReadingsPerSecond"`
}

// Round is a replay alone, and one with queries.
type Round struct {
	Alone   bed.Figures `json:"alone"`
	Queried bed.Figures `json:"queried"`
}

// Run replays a history with and without queries.
func Run(ctx context.Context, o bed.Options, r Options) (*Result, error) {
	a := newAsker(r.Rate)
	result := &Result{Readings: r.Readings, Containers: r.Containers, Rate: r.Rate}
	for i := range r.Rounds {
		round, err := r.round(ctx, o.Named(fmt.Sprintf("round-%d", i+1)), a)
		if err != nil {
			return nil, err
		}
		o.Log("round %d: %.0f readings/s alone, %.0f with queries", i+1,
			round.Alone.ReadingsPerSecond, round.Queried.ReadingsPerSecond)
		result.Rounds = append(result.Rounds, round)
	}
	result.Orders, result.Health = a.orders.Latencies(), a.health.Latencies()
	result.Asked = a.asked
	for outcome, n := range a.asked {
		if outcome != ok {
			result.Errors += n
		}
	}
	result.Alone = measure.SpreadBy(result.Rounds, func(r *Round) float64 {
		return r.Alone.ReadingsPerSecond
	})
	result.Queried = measure.SpreadBy(result.Rounds, func(r *Round) float64 {
		return r.Queried.ReadingsPerSecond
	})
	return result, nil
}

func (r *Options) round(ctx context.Context, o bed.Options, a *asker) (round Round, err error) {
	b, err := bed.Open(ctx, o)
	if err != nil {
		return round, err
	}
	defer func() { err = errors.Join(err, b.Close(ctx)) }()
	fill := fleet.NewFill(fleet.FillOptions{Seed: r.Seed, Readings: r.Readings,
		Containers: r.Containers, Topics: b.Topics()})
	// Both workers know all orders before there are readings, so that each query has an answer.
	if err := b.Events(ctx, fill.Events(), int64(fill.EventCount())); err != nil {
		return round, err
	}
	alone, queried := b.Group("alone"), b.Group("queried")
	for _, group := range []string{alone, queried} {
		if _, err := b.Replay(ctx, group, 0); err != nil {
			return round, err
		}
	}
	if err := b.Readings(ctx, fill, 0); err != nil {
		return round, err
	}
	n := int64(fill.Readings())
	if round.Alone, err = b.Replay(ctx, alone, n); err != nil {
		return round, err
	}
	round.Queried, err = a.replay(ctx, b, fill, queried)
	return round, err
}

// replay lets a worker replay, and asks it from its first commit of readings until its last.
func (a *asker) replay(ctx context.Context, b *bed.Bed, fill *fleet.Fill,
	group string) (f bed.Figures, err error) {
	readings := int64(fill.Readings())
	w, err := b.Start(ctx, group, "--until-end", "--json")
	if err != nil {
		return f, err
	}
	addr, err := w.Addr(ctx)
	if err != nil {
		return f, err
	}
	asking, stop := context.WithCancel(ctx)
	defer stop()
	var done chan struct{}
	for !w.Ended(20 * time.Millisecond) {
		n, err := b.Committed(ctx, group)
		if err != nil || n >= readings {
			break // what goes wrong with the worker is told by its figures
		}
		b.Progress.Show("replay with queries", n, readings)
		if n > 0 && done == nil {
			done = make(chan struct{})
			go func() {
				defer close(done)
				a.ask(ctx, asking, addr, fill)
			}()
		}
	}
	a.end.Store(time.Now().UnixNano())
	stop()
	if done != nil {
		<-done
	}
	return w.Figures(readings)
}

// ok is the outcome of a query that is no error.
var ok = fmt.Sprint(http.StatusOK)

// Report is the result as a table.
func (r *Result) Report() measure.Table {
	return measure.Table{
		Title: "Queries during a replay",
		Caption: fmt.Sprintf("%s queries/s while %s readings of %s containers are replayed; "+
			"%s for orders were answered, %s were errors. "+
			"The replay ran at %s readings/s alone and at %s with queries; %d rounds (least to "+
			"most).",
			measure.Number(r.Rate, 0), measure.Number(float64(r.Readings), 0),
			measure.Number(float64(r.Containers), 0),
			measure.Number(float64(r.Asked[ok]), 0),
			measure.Number(float64(r.Errors), 0), r.Alone.Text(0), r.Queried.Text(0),
			len(r.Rounds)),
		Columns: measure.LatencyColumns(),
		Rows:    [][]string{r.Health.Cells("/healthz"), r.Orders.Cells("an order")},
	}
}
