package bed

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/measure"
)

// Projection is what benchmarks look at in an answer.
type Projection struct {
	OrderID    string
	Phase      string
	Containers []struct {
		Window struct {
			Start time.Time
		}
		Excursions []struct {
			Start, End time.Time
			Open       bool
		}
	}
}

// Consumer reads a topic as it grows, committed records only, from its beginning.
type Consumer struct {
	client *kgo.Client
	topic  string
}

// Consume waits until the topic is there, and reads it.
func (b *Bed) Consume(ctx context.Context, topic string) (*Consumer, error) {
	for {
		found, err := b.admin.ListTopics(ctx, topic)
		if err != nil {
			return nil, fmt.Errorf("look topic %s up: %w", topic, err)
		}
		if found.Has(topic) {
			break
		}
		if err := measure.Until(ctx, time.Now().Add(50*time.Millisecond)); err != nil {
			return nil, err
		}
	}
	client, err := kgo.NewClient(kgo.SeedBrokers(b.Brokers...), kgo.ConsumeTopics(topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		return nil, fmt.Errorf("connect to %v: %w", b.Brokers, err)
	}
	return &Consumer{client, topic}, nil
}

// Close ends the consumer.
func (c *Consumer) Close() { c.client.Close() }

// Poll calls fn for each record that came in, with the time at which it did. It waits for some.
func (c *Consumer) Poll(ctx context.Context,
	fn func(r *kgo.Record, arrived time.Time) error) error {
	fetches := c.client.PollFetches(ctx)
	arrived := time.Now()
	if err := fetches.Err(); err != nil {
		return fmt.Errorf("read %s: %w", c.topic, err)
	}
	var err error
	fetches.EachRecord(func(r *kgo.Record) {
		if err == nil {
			err = fn(r, arrived)
		}
	})
	return err
}

// Projections calls fn for each projection that came in. It waits for some.
func (c *Consumer) Projections(ctx context.Context,
	fn func(p *Projection, arrived time.Time)) error {
	return c.Poll(ctx, func(r *kgo.Record, arrived time.Time) error {
		var p Projection
		if err := json.Unmarshal(r.Value, &p); err != nil {
			return fmt.Errorf("read the projection of order %s: %w", r.Key, err)
		}
		fn(&p, arrived)
		return nil
	})
}

// AllInTransit reads projections until all orders of a history are in transit.
func (b *Bed) AllInTransit(ctx context.Context, c *Consumer, orders int) error {
	under := map[string]bool{}
	for len(under) < orders {
		err := c.Projections(ctx, func(p *Projection, _ time.Time) {
			if p.Phase == "in_transit" {
				under[p.OrderID] = true
			}
		})
		if err != nil {
			return fmt.Errorf("wait until %d orders are in transit, %d are: %w", orders,
				len(under), err)
		}
		b.Progress.Show("orders in transit", int64(len(under)), int64(orders))
	}
	return nil
}
