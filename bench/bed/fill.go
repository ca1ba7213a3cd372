package bed

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/fleet"
)

// Fill writes a whole history: orders and voyages first.
func (b *Bed) Fill(ctx context.Context, f *fleet.Fill) error {
	began := time.Now()
	if err := b.Events(ctx, f.Events(), int64(f.EventCount())); err != nil {
		return err
	}
	if err := b.Readings(ctx, f, 0); err != nil {
		return err
	}
	b.Log("filled %d readings and %d events of %d containers in %.1f s", f.Readings(),
		f.EventCount(), f.Containers(), time.Since(began).Seconds())
	return nil
}

// Events writes order and voyage events.
func (b *Bed) Events(ctx context.Context, events iter.Seq[fleet.Record], of int64) error {
	var sent Sending
	var n int64
	for r := range events {
		b.client.Produce(ctx, &kgo.Record{Topic: r.Topic, Key: r.Key, Value: r.Value,
			Timestamp: time.UnixMilli(r.Time)}, sent.Promise)
		if n++; n%1024 == 0 {
			if err := errors.Join(ctx.Err(), sent.Err()); err != nil {
				return fmt.Errorf("write events: %w", err)
			}
			b.Progress.Show("write events", n, of)
		}
	}
	b.Progress.Show("write events", of, of)
	if err := errors.Join(b.client.Flush(ctx), sent.Err()); err != nil {
		return fmt.Errorf("write events: %w", err)
	}
	return nil
}

// Readings writes the readings of a history. Their event times are earlier by late; their records'
// timestamps are not.
func (b *Bed) Readings(ctx context.Context, f *fleet.Fill, late time.Duration) error {
	var sent Sending
	const chunk = 1024
	for i := 0; i < f.Readings(); i += chunk {
		n := min(chunk, f.Readings()-i)
		values := make([]byte, 0, n*fleet.ReadingSize)
		records := make([]kgo.Record, n)
		for k := range n {
			from := len(values)
			at := f.TimeOf(i + k)
			values = f.AppendReadingAt(values, i+k, at-late.Milliseconds(), f.Warm(i+k))
			records[k] = kgo.Record{Topic: f.Topics().Metrics, Key: []byte(f.ContainerOf(i + k)),
				Value: values[from:], Timestamp: time.UnixMilli(at)}
			b.client.Produce(ctx, &records[k], sent.Promise)
		}
		if err := errors.Join(ctx.Err(), sent.Err()); err != nil {
			return fmt.Errorf("write readings: %w", err)
		}
		b.Progress.Show("write readings", int64(i+n), int64(f.Readings()))
	}
	if err := errors.Join(b.client.Flush(ctx), sent.Err()); err != nil {
		return fmt.Errorf("write readings: %w", err)
	}
	return nil
}

// Send writes one record and waits until it is there.
func (b *Bed) Send(ctx context.Context, r fleet.Record) error {
	var sent Sending
	b.client.Produce(ctx, &kgo.Record{Topic: r.Topic, Key: r.Key, Value: r.Value,
		Timestamp: time.UnixMilli(r.Time)}, sent.Promise)
	if err := errors.Join(b.client.Flush(ctx), sent.Err()); err != nil { // without a linger
		return fmt.Errorf("write to %s: %w", r.Topic, err)
	}
	return nil
}

// Sending remembers the first failure of what was sent. The zero Sending has none.
type Sending struct{ failed atomic.Pointer[error] }

// Promise is called by the client for each record.
func (s *Sending) Promise(_ *kgo.Record, err error) {
	if err != nil {
		s.failed.CompareAndSwap(nil, &err)
	}
}

// Err is the first failure so far.
func (s *Sending) Err() error {
	if err := s.failed.Load(); err != nil {
		return *err
	}
	return nil
}
