// Package latency measures the time from a reading to the projection that shows it, in a steady
// state at a fixed rate.
//
// Most readings change nothing material, and their projections may wait for the progress interval.
// So the load holds readings that do, at a known rate: one that begins an excursion, and, as the
// next of its container, one that ends it. Their projections go out in the transaction of the
// readings that caused them. Latency counts from the intended send time of the reading, which is
// its event time to the millisecond, to the arrival of the projection at a read_committed consumer.
// The floor is the same time of readings at a bare read_committed consumer of their own topic.
//
// A reading speaks from its event time on. So the excursion that it begins or ends shows as soon as
// a later reading of its partition has come, which at thousands of readings a second is the next
// millisecond's; that wait is part of the figure.
package latency

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/bed"
	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// Options say what to send.
type Options struct {
	Rate       float64 // readings a second
	Material   float64 // of these, so many a second begin or end an excursion
	For        time.Duration
	WarmUp     time.Duration // at the same rate, before what is measured
	Containers int
	Seed       uint64
}

// Result is what was measured.
type Result struct {
	Rate       float64           `json:"readingsPerSecond"`
	Seconds    float64           `json:"seconds"`
	Containers int               `json:"containers"`
	Readings   int               `json:"readings"`
	Bare       measure.Latencies `json:"bare"`   // reading to bare consumer
	Sent       measure.Latencies `json:"sent"`   // how late the sender was
	Begins     measure.Latencies `json:"begins"` // reading that begins an excursion to projection
	Ends       measure.Latencies `json:"ends"`
	All        measure.Latencies `json:"all"`                 // both
	CPUMicros  float64           `json:"cpuMicrosPerReading"` // of the worker meanwhile
	PeakRSS    int64             `json:"peakRSS"`
}

// drain is how long projections may take after the last reading.
const drain = time.Minute

// Run brings a fleet to sea and sends its readings.
func Run(ctx context.Context, o bed.Options, r Options) (result *Result, err error) {
	b, err := bed.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close(ctx)) }()
	// The ships left a while ago, and each container has been heard of since: two readings.
	start := time.Now().Add(-2 * fleet.FillInterval)
	fill := fleet.NewFill(fleet.FillOptions{Seed: r.Seed, Readings: 2 * r.Containers,
		Containers: r.Containers, Start: start, Beyond: 24 * time.Hour, Topics: b.Topics()})
	if err := b.Fill(ctx, fill); err != nil {
		return nil, err
	}
	group := b.Group("worker")
	w, err := b.Start(ctx, group)
	if err != nil {
		return nil, err
	}
	stopped := false
	defer func() {
		if !stopped {
			_, _, failed := w.Stop()
			err = errors.Join(err, failed)
		}
	}()
	projections, err := b.Consume(ctx, b.Compliance(group))
	if err != nil {
		return nil, err
	}
	defer projections.Close()
	if err := b.AllInTransit(ctx, projections, r.Containers); err != nil {
		return nil, err
	}
	l := newLoad(r, fill)
	result, err = l.run(ctx, b, w, projections)
	if err != nil {
		return nil, err
	}
	stopped = true
	_, result.PeakRSS, err = w.Stop()
	return result, err
}

// run sends the load and reads what comes of it.
func (l *load) run(ctx context.Context, b *bed.Bed, w *bed.Worker,
	projections *bed.Consumer) (*Result, error) {
	readings, err := b.Consume(ctx, l.fill.Topics().Metrics)
	if err != nil {
		return nil, err
	}
	defer readings.Close()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ended := make(chan error, 2)
	go func() { ended <- l.readProjections(ctx, projections) }()
	go func() { ended <- l.readReadings(ctx, readings) }()

	result := &Result{Rate: l.o.Rate, Seconds: l.o.For.Seconds(), Containers: l.o.Containers,
		Readings: l.measured}
	before, err := l.send(ctx, b, w)
	if err == nil {
		var after time.Duration
		after, err = w.CPU(ctx)
		result.CPUMicros = float64((after - before).Microseconds()) /
			float64(l.total-l.warmUp)
	}
	if err != nil {
		cancel(err)
	}
	timer := time.AfterFunc(drain, func() {
		cancel(fmt.Errorf("%d projections did not come within %v", l.missing(), drain))
	})
	defer timer.Stop()
	for range 2 {
		if failed := <-ended; failed != nil && err == nil {
			err = failed
			if cause := context.Cause(ctx); cause != nil {
				err = cause
			}
			cancel(err)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("measure latency: %w", err)
	}
	result.Bare, result.Sent = l.bare.Latencies(), l.late.Latencies()
	result.Begins, result.Ends = l.begins.Latencies(), l.ends.Latencies()
	result.All = l.all.Latencies()
	return result, nil
}

// send sends the warm-up and what is measured, and tells the worker's processor time in between.
func (l *load) send(ctx context.Context, b *bed.Bed, w *bed.Worker) (cpu time.Duration, err error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(b.Brokers...),
		kgo.ProducerLinger(time.Millisecond), kgo.MaxBufferedRecords(1_000_000),
		kgo.ProducerBatchCompression(kgo.SnappyCompression()))
	if err != nil {
		return 0, fmt.Errorf("connect to %v: %w", b.Brokers, err)
	}
	defer client.Close()
	asked := make(chan error, 1)
	err = measure.Pace(ctx, l.begin, l.o.Rate, l.total, func(k int, intended time.Time) error {
		if k == l.warmUp {
			go func() {
				var err error
				cpu, err = w.CPU(ctx)
				asked <- err
			}()
		}
		if k >= l.warmUp && k < l.warmUp+l.measured {
			l.late.Record(time.Since(intended))
		}
		client.Produce(ctx, l.record(k), l.sent.Promise)
		if k%1000 == 999 || k == l.total-1 {
			b.Progress.Show("send readings", int64(k+1), int64(l.total))
		}
		return l.sent.Err()
	})
	if err == nil {
		err = errors.Join(client.Flush(ctx), l.sent.Err())
	}
	if err != nil {
		return 0, fmt.Errorf("send readings: %w", err)
	}
	return cpu, <-asked
}
