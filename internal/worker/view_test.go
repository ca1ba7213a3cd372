package worker_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/internal/oracle"
	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/joins/rule"
	"coldchain/pipeline"
)

// committed hands over the committed records of one of the bed's topics, from its start to where it
// ends now.
func (b *bed) committed(topic string, fn func(*kgo.Record)) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 30*time.Second)
	defer cancel()
	// The last offset is often that of a commit marker: without those the end would never be seen.
	cl, err := kgo.NewClient(kgo.SeedBrokers(b.c.Brokers...), kgo.ConsumeTopics(topic),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.KeepControlRecords())
	if err != nil {
		b.t.Fatal(err)
	}
	defer cl.Close()
	ends, err := kadm.NewClient(cl).ListCommittedOffsets(ctx, topic)
	if err != nil {
		b.t.Fatal(err)
	}
	left := map[int32]int64{}
	ends.Each(func(o kadm.ListedOffset) {
		if o.Offset > 0 {
			left[o.Partition] = o.Offset
		}
	})
	for len(left) > 0 {
		fs := cl.PollFetches(ctx)
		if err := fs.Err0(); err != nil {
			b.t.Fatal(err, left)
		}
		fs.EachRecord(func(r *kgo.Record) {
			if !r.Attrs.IsControl() {
				fn(r)
			}
			if end, ok := left[r.Partition]; ok && r.Offset >= end-1 {
				delete(left, r.Partition)
			}
		})
	}
}

// compacted is the compacted view of all sinks, by topic and key.
func (b *bed) compacted() map[string]string {
	b.t.Helper()
	view := map[string]string{}
	for topic := range joins.NumTopics {
		if topic.Internal() {
			continue
		}
		name := b.group() + "-" + topic.String()
		if topic == joins.Compliance {
			name = b.topic("compliance")
		}
		b.committed(name, func(r *kgo.Record) {
			view[published(topic, string(r.Key))] = string(r.Value)
		})
	}
	return view
}

// published names a key of a sink.
func published(to joins.Topic, key string) string { return to.String() + " " + key }

// orders are the projections of a view, by order.
func orders(view map[string]string) map[string]string {
	projections := map[string]string{}
	for k, v := range view {
		if id, ok := strings.CutPrefix(k, published(joins.Compliance, "")); ok {
			projections[id] = v
		}
	}
	return projections
}

// audited is the view by the audit of records, and what it refused. Offsets need not be those that
// the topics gave: their order is.
func (b *bed) audited(records []oracle.Record) (view map[string]string, refused []oracle.Refusal) {
	b.t.Helper()
	book, err := rule.ParseBook(b.rules)
	if err != nil {
		b.t.Fatal(err)
	}
	home := func(id []byte) int32 { return pipeline.Murmur2.Partition(id, metricPartitions) }
	a, err := joins.NewAudit(joins.Settings{Book: book, Lead: joins.DefaultLead},
		metricPartitions, home)
	if err != nil {
		b.t.Fatal(err)
	}
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b oracle.Record) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Partition, b.Partition))
	})
	sources := map[string]event.Topic{"orders": event.Orders, "voyages": event.Voyages,
		"container-metrics": event.ContainerMetrics}
	for _, r := range sorted {
		in := event.Record{Partition: r.Partition, Offset: r.Offset, Timestamp: r.Timestamp}
		if r.Key != nil {
			in.Key = []byte(*r.Key)
		}
		if r.Value != nil {
			in.Value = []byte(*r.Value)
		}
		code, err := a.Add(sources[r.Topic], &in)
		if err != nil {
			b.t.Fatal(err)
		}
		if code != "" {
			refused = append(refused, oracle.Refusal{
				Topic: r.Topic, Partition: r.Partition, Offset: r.Offset, Code: string(code),
			})
		}
	}
	view = map[string]string{}
	err = a.Finish(func(to joins.Topic, key string, value []byte) error {
		view[published(to, key)] = string(value)
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return view, refused
}

// want is the view by the audit of the bed's records.
func (b *bed) want() map[string]string {
	b.t.Helper()
	view, _ := b.audited(b.records)
	return view
}

func (b *bed) check(want map[string]string) {
	b.t.Helper()
	got := b.compacted()
	if len(got) != len(want) {
		b.t.Errorf("%d keys are published, want %d", len(got), len(want))
	}
	for id, w := range want {
		if got[id] != w {
			b.t.Fatalf("%s\n got %s\nwant %s", id, got[id], w)
		}
	}
}

// await waits until workers that run have published everything.
func (b *bed) await(want map[string]string) {
	b.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !maps.Equal(b.compacted(), want); {
		if time.Now().After(deadline) {
			b.check(want)
			b.t.Fatal("what is published is not what it should be")
		}
		time.Sleep(100 * time.Millisecond)
	}
}
