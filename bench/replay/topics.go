package replay

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/fleet"
)

// cluster creates, fills and drops the topics.
type cluster struct {
	client *kgo.Client
	admin  *kadm.Client
}

func connect(brokers []string) (*cluster, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers...),
		kgo.ProducerLinger(10*time.Millisecond), kgo.ProducerBatchMaxBytes(1<<20),
		kgo.ProducerBatchCompression(kgo.SnappyCompression()), kgo.MaxBufferedRecords(50_000),
		kgo.RecordRetries(30))
	if err != nil {
		return nil, fmt.Errorf("connect to %v: %w", brokers, err)
	}
	return &cluster{client, kadm.NewClient(client)}, nil
}

func (c *cluster) close() { c.client.Close() }

func (c *cluster) create(ctx context.Context, partitions int32, topics fleet.Topics) error {
	forever := map[string]*string{"retention.ms": kadm.StringPtr("-1")}
	replies, err := c.admin.CreateTopics(ctx, partitions, -1, forever,
		topics.Orders, topics.Voyages, topics.Metrics)
	if err == nil {
		err = replies.Error()
	}
	if err != nil {
		return fmt.Errorf("create the topics: %w; is a broker running there?", err)
	}
	return nil
}

// drop deletes the topics with the prefix, the worker's own among them.
func (c *cluster) drop(ctx context.Context, prefix string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	all, err := c.admin.ListTopics(ctx)
	if err != nil {
		return fmt.Errorf("list the topics: %w", err)
	}
	var names []string
	for _, name := range all.Names() {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	replies, err := c.admin.DeleteTopics(ctx, names...)
	if err == nil {
		err = replies.Error()
	}
	if err != nil {
		return fmt.Errorf("delete the topics: %w", err)
	}
	return nil
}

// fill writes the history: orders and voyages first.
func (c *cluster) fill(ctx context.Context, f *fleet.Fill,
	progress func(string, int64, int64)) error {
	var failed atomic.Pointer[error]
	promise := func(_ *kgo.Record, err error) {
		if err != nil {
			failed.CompareAndSwap(nil, &err)
		}
	}
	for _, r := range f.Events() {
		c.client.Produce(ctx, &kgo.Record{Topic: r.Topic, Key: r.Key, Value: r.Value,
			Timestamp: time.UnixMilli(r.Time)}, promise)
	}
	const chunk = 1024
	for i := 0; i < f.Readings(); i += chunk {
		n := min(chunk, f.Readings()-i)
		values := make([]byte, 0, n*fleet.ReadingSize)
		records := make([]kgo.Record, n)
		for k := range n {
			from := len(values)
			values = f.AppendReading(values, i+k)
			records[k] = kgo.Record{Topic: f.Topic(), Key: []byte(f.ContainerOf(i + k)),
				Value: values[from:], Timestamp: time.UnixMilli(f.TimeOf(i + k))}
			c.client.Produce(ctx, &records[k], promise)
		}
		if err := errors.Join(ctx.Err(), deref(failed.Load())); err != nil {
			return fmt.Errorf("fill the topics: %w", err)
		}
		if progress != nil {
			progress("fill", int64(i+n), int64(f.Readings()))
		}
	}
	if err := errors.Join(c.client.Flush(ctx), deref(failed.Load())); err != nil {
		return fmt.Errorf("fill the topics: %w", err)
	}
	return nil
}

func deref(err *error) error {
	if err == nil {
		return nil
	}
	return *err
}

// consume reads the readings with a bare consumer.
func consume(ctx context.Context, brokers []string, topics fleet.Topics, readings int64,
	progress func(string, int64, int64)) (Rate, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers...),
		kgo.ConsumeTopics(topics.Metrics, topics.Orders, topics.Voyages),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		return Rate{}, fmt.Errorf("connect to %v: %w", brokers, err)
	}
	defer client.Close()
	var n int64
	var first time.Time
	for n < readings {
		fetches := client.PollRecords(ctx, 100_000)
		if err := fetches.Err(); err != nil {
			return Rate{}, fmt.Errorf("consume: %w", err)
		}
		if first.IsZero() {
			first = time.Now()
		}
		fetches.EachPartition(func(p kgo.FetchTopicPartition) {
			if p.Topic == topics.Metrics {
				n += int64(len(p.Records))
			}
		})
		if progress != nil {
			progress("bare consumer", n, readings)
		}
	}
	seconds := time.Since(first).Seconds()
	return Rate{Readings: n, Seconds: seconds, ReadingsPerSecond: float64(n) / seconds}, nil
}
