// Package bed is what every benchmark lies in: topics of its own on a cluster, filled with a
// history, and workers that run as processes of their own, so that their processor time and memory
// are theirs and neither the filling's nor an embedded broker's.
package bed

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// Options say where a benchmark lies.
type Options struct {
	Brokers    []string
	Partitions int32
	Threads    int      // of the worker; 0: as many as cores
	Listen     string   // address of the worker's HTTP API; port 0 is any
	Flags      []string // more flags of the worker
	Prefix     string   // of the topics and groups, which are created, and deleted at the end
	Program    string   // the worker's
	Dir        string   // for the rule book and the state
	Keep       bool     // the topics stay

	AtLeastOnce bool // the worker does without transactions

	Progress measure.Progress // may be nil
	Log      func(format string, args ...any)
}

// Named are the options of a benchmark within another one.
func (o Options) Named(name string) Options {
	o.Prefix += name + "-"
	o.Dir = filepath.Join(o.Dir, name)
	return o
}

// Bed is a place to measure in. It belongs to one goroutine.
type Bed struct {
	Options
	client *kgo.Client
	admin  *kadm.Client
	rules  string // file
}

// Open creates the topics of the sources.
func Open(ctx context.Context, o Options) (*Bed, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(o.Brokers...),
		kgo.ProducerLinger(10*time.Millisecond), kgo.ProducerBatchMaxBytes(1<<20),
		kgo.ProducerBatchCompression(kgo.SnappyCompression()), kgo.MaxBufferedRecords(50_000),
		kgo.RecordRetries(30))
	if err != nil {
		return nil, fmt.Errorf("connect to %v: %w", o.Brokers, err)
	}
	b := &Bed{Options: o, client: client, admin: kadm.NewClient(client),
		rules: filepath.Join(o.Dir, "rules.yaml")}
	if err := b.create(ctx); err != nil {
		client.Close()
		return nil, err
	}
	return b, nil
}

func (b *Bed) create(ctx context.Context) error {
	if err := os.MkdirAll(b.Dir, 0o755); err != nil {
		return fmt.Errorf("make a folder for the benchmark: %w", err)
	}
	if err := os.WriteFile(b.rules, fleet.Rules(), 0o644); err != nil {
		return fmt.Errorf("write the rule book: %w", err)
	}
	forever := map[string]*string{"retention.ms": kadm.StringPtr("-1")}
	topics := b.Topics()
	replies, err := b.admin.CreateTopics(ctx, b.Partitions, -1, forever,
		topics.Orders, topics.Voyages, topics.Metrics)
	if err == nil {
		err = replies.Error()
	}
	if err != nil {
		return fmt.Errorf("create the topics: %w; is a broker running there?", err)
	}
	return nil
}

// Topics are the sources.
func (b *Bed) Topics() fleet.Topics {
	return fleet.Topics{Orders: b.Prefix + "orders", Voyages: b.Prefix + "voyages",
		Metrics: b.Prefix + "container-metrics"}
}

// Close deletes the topics, the workers' own among them, and what is on disk, but for topics that
// are to be kept. It works also after the context ended.
func (b *Bed) Close(ctx context.Context) error {
	defer b.client.Close()
	err := os.RemoveAll(b.Dir)
	if !b.Keep {
		err = errors.Join(err, b.drop(context.WithoutCancel(ctx)))
	}
	return err
}

func (b *Bed) drop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	all, err := b.admin.ListTopics(ctx)
	if err != nil {
		return fmt.Errorf("list the topics: %w", err)
	}
	var names []string
	for _, name := range all.Names() {
		if strings.HasPrefix(name, b.Prefix) {
			names = append(names, name)
		}
	}
	replies, err := b.admin.DeleteTopics(ctx, names...)
	if err == nil {
		err = replies.Error()
	}
	if err != nil {
		return fmt.Errorf("delete the topics: %w", err)
	}
	return nil
}

// Committed is how many readings a group has committed.
func (b *Bed) Committed(ctx context.Context, group string) (n int64, err error) {
	offsets, err := b.admin.FetchOffsets(ctx, group)
	for tries := 0; tries < 100 && kerr.IsRetriable(err); tries++ { // a new cluster's first group
		if err := measure.Until(ctx, time.Now().Add(100*time.Millisecond)); err != nil {
			return 0, err
		}
		offsets, err = b.admin.FetchOffsets(ctx, group)
	}
	switch {
	case errors.Is(err, kerr.GroupIDNotFound):
		return 0, nil // nobody has joined it yet
	case err != nil:
		return 0, fmt.Errorf("fetch the offsets of group %s: %w", group, err)
	}
	offsets.Each(func(o kadm.OffsetResponse) {
		if o.Topic == b.Topics().Metrics && o.Err == nil {
			n += max(o.At, 0)
		}
	})
	return n, nil
}

// Broker says what a cluster runs, as far as its API versions tell.
func Broker(ctx context.Context, brokers []string) (string, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers...))
	if err != nil {
		return "", fmt.Errorf("connect to %v: %w", brokers, err)
	}
	defer client.Close()
	versions, err := kadm.NewClient(client).ApiVersions(ctx)
	if err != nil {
		return "", fmt.Errorf("ask the brokers for their versions: %w", err)
	}
	for _, v := range versions.Sorted() {
		if v.Err == nil {
			return "Kafka " + v.VersionGuess(), nil
		}
	}
	return "unknown", nil
}
