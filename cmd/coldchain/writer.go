package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// writer writes records to a cluster, in the order in which they are sent to each partition, and
// remembers the first failure.
type writer struct {
	client *kgo.Client

	mu      sync.Mutex
	err     error
	written map[string]int64 // acknowledged, by topic
}

// newWriter connects lazily: that a broker is there shows at the first request.
func newWriter(brokers []string, options ...kgo.Opt) (*writer, error) {
	options = append([]kgo.Opt{
		kgo.SeedBrokers(brokers...),
		kgo.ClientID("coldchain"),
		kgo.ProducerLinger(5 * time.Millisecond),
		kgo.ProducerBatchMaxBytes(1 << 20), // as large as brokers take by default
		// So that a cluster that is gone ends the command, within a minute or two. Not
		// RecordDeliveryTimeout: that counts from a record's timestamp, and these are of a history.
		kgo.RecordRetries(30),
	}, options...)
	client, err := kgo.NewClient(options...)
	if err != nil {
		return nil, fmt.Errorf("connect to %v: %w; --brokers is a list of host:port", brokers, err)
	}
	return &writer{client: client, written: map[string]int64{}}, nil
}

// send takes a record; it waits where too many are on their way.
func (w *writer) send(ctx context.Context, r *kgo.Record) {
	w.client.Produce(ctx, r, func(r *kgo.Record, err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch {
		case err == nil:
			w.written[r.Topic]++
		case w.err == nil:
			w.err = fmt.Errorf("write to topic %s: %w", r.Topic, err)
		}
	})
}

// failed is the first failure so far.
func (w *writer) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// flush waits until all that was sent is acknowledged.
func (w *writer) flush(ctx context.Context) error {
	if err := w.client.Flush(ctx); err != nil {
		return fmt.Errorf("wait for the cluster to acknowledge the last records: %w", err)
	}
	return w.failed()
}

// counts is how many records were acknowledged, by topic.
func (w *writer) counts() map[string]int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make(map[string]int64, len(w.written))
	for t, n := range w.written {
		out[t] = n
	}
	return out
}

// close drops what is not acknowledged; call flush before.
func (w *writer) close() { w.client.Close() }
