// Package move measures a voyage whose departure moves: one event, after which every container on
// board is judged anew, and every order answered anew. A voyage with one container is the floor:
// the same three transactions, one after the other, with next to nothing in them.
package move

import (
	"context"
	"errors"
	"fmt"
	"time"

	"coldchain/bench/bed"
	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// Options say what moves.
type Options struct {
	Containers int // of the voyage
	Each       int // readings of each container
	Rounds     int
	Seed       uint64
}

// Result is what was measured.
type Result struct {
	Containers int            `json:"containers"`
	Each       int            `json:"readingsEach"`
	Rounds     []Round        `json:"rounds"`
	One        measure.Spread `json:"oneMs"`   // event to projection, a voyage of one container
	First      measure.Spread `json:"firstMs"` // event to the first projection
	Last       measure.Spread `json:"lastMs"`  // event to the last
	CPU        measure.Spread `json:"cpuMicrosPerProjection"`
}

// Round is one move of each voyage.
type Round struct {
	OneMs   float64 `json:"oneMs"`
	FirstMs float64 `json:"firstMs"`
	LastMs  float64 `json:"lastMs"`
	CPUMs   float64 `json:"cpuMs"` // of the worker, from the event to the last projection
}

// Run fills the topics and moves the voyages.
func Run(ctx context.Context, o bed.Options, r Options) (result *Result, err error) {
	b, err := bed.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close(ctx)) }()
	// The last container is alone on the second voyage. The first readings are later than where the
	// departures move to, so that each container keeps what it had.
	containers := r.Containers + 1
	fill := fleet.NewFill(fleet.FillOptions{Seed: r.Seed, Readings: containers * r.Each,
		Containers: containers, PerVoyage: r.Containers, Topics: b.Topics()})
	if err := b.Fill(ctx, fill); err != nil {
		return nil, err
	}
	group := b.Group("worker")
	// The first run reads the history, so that the second is not behind.
	if _, err := b.Replay(ctx, group, int64(fill.Readings())); err != nil {
		return nil, err
	}
	w, err := b.Start(ctx, group)
	if err != nil {
		return nil, err
	}
	defer func() {
		_, _, failed := w.Stop()
		err = errors.Join(err, failed)
	}()
	projections, err := b.Consume(ctx, b.Compliance(group))
	if err != nil {
		return nil, err
	}
	defer projections.Close()
	if err := b.AllInTransit(ctx, projections, containers); err != nil {
		return nil, err
	}
	m := &mover{bed: b, worker: w, projections: projections, fill: fill}
	// The first move warms up, and shows that the worker is ready.
	if _, err := m.round(ctx, 0, r.Containers); err != nil {
		return nil, err
	}
	result = &Result{Containers: r.Containers, Each: r.Each}
	for n := range r.Rounds {
		round, err := m.round(ctx, n+1, r.Containers)
		if err != nil {
			return nil, err
		}
		b.Log("round %d: %.0f ms to the last projection, %.0f ms of CPU", n+1, round.LastMs,
			round.CPUMs)
		result.Rounds = append(result.Rounds, round)
	}
	result.sum()
	return result, nil
}

func (r *Result) sum() {
	by := func(figure func(*Round) float64) measure.Spread {
		return measure.SpreadBy(r.Rounds, figure)
	}
	r.One = by(func(r *Round) float64 { return r.OneMs })
	r.First = by(func(r *Round) float64 { return r.FirstMs })
	r.Last = by(func(r *Round) float64 { return r.LastMs })
	n := float64(r.Containers)
	r.CPU = by(func(r *Round) float64 { return r.CPUMs * 1000 / n })
}

// mover moves departures and waits for what follows.
type mover struct {
	bed         *bed.Bed
	worker      *bed.Worker
	projections *bed.Consumer
	fill        *fleet.Fill
}

// round moves both voyages a minute further.
func (m *mover) round(ctx context.Context, n, containers int) (round Round, err error) {
	_, one, err := m.move(ctx, n, m.fill.VoyageOf(containers), 1)
	if err != nil {
		return round, err
	}
	before, err := m.worker.CPU(ctx)
	if err != nil {
		return round, err
	}
	first, last, err := m.move(ctx, n, m.fill.VoyageOf(0), containers)
	if err != nil {
		return round, err
	}
	after, err := m.worker.CPU(ctx)
	return Round{OneMs: ms(one), FirstMs: ms(first), LastMs: ms(last), CPUMs: ms(after - before)},
		err
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// patience is how long projections may take.
const patience = 2 * time.Minute

// move moves the departure of a voyage, and tells when the first and the last of its orders showed
// that.
func (m *mover) move(ctx context.Context, n int, voyage string,
	orders int) (first, last time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	at := m.fill.Start().Add(time.Duration(n+1) * time.Minute)
	known := m.fill.End().Add(time.Duration(n) * time.Minute)
	sent := time.Now()
	err = m.bed.Send(ctx, m.fill.Departed(voyage, at.UnixMilli(), known.UnixMilli()))
	if err != nil {
		return 0, 0, err
	}
	shown := map[string]bool{}
	for len(shown) < orders {
		err := m.projections.Projections(ctx, func(p *bed.Projection, arrived time.Time) {
			if len(p.Containers) != 1 || !p.Containers[0].Window.Start.Equal(at) ||
				m.alone(p.OrderID) != (orders == 1) || shown[p.OrderID] {
				return
			}
			shown[p.OrderID] = true
			if last = arrived.Sub(sent); len(shown) == 1 {
				first = last
			}
		})
		if err != nil {
			return 0, 0, fmt.Errorf("wait for %d projections, %d came: %w", orders, len(shown),
				err)
		}
	}
	return first, last, nil
}

// alone says that the order is that of the container which is alone on its voyage.
func (m *mover) alone(orderID string) bool {
	return orderID == m.fill.OrderOf(m.fill.Containers()-1)
}

// Report is the result as a table.
func (r *Result) Report() measure.Table {
	return measure.Table{
		Title: "A voyage that moves",
		Caption: fmt.Sprintf("The departure of a voyage with %s containers of %d readings each "+
			"moves by a minute; from the event to read_committed projections, median of %d "+
			"rounds (least to most).", measure.Number(float64(r.Containers), 0), r.Each,
			len(r.Rounds)),
		Columns: []string{"", "ms"},
		Rows: [][]string{
			{"to the projection of a voyage of one container", r.One.Text(0)},
			{"to the first projection", r.First.Text(0)},
			{"to the last projection", r.Last.Text(0)},
			{"CPU of the worker, a projection", r.CPU.Per(1000).Text(3)},
		},
	}
}
