package worker_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"

	"coldchain/internal/config"
	"coldchain/internal/oracle"
	"coldchain/internal/testkafka"
	"coldchain/internal/worker"
	"coldchain/joins"
	"coldchain/pipeline"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const metricPartitions = 4

// bed is a log in topics of its own, and what its answers must be.
type bed struct {
	t       *testing.T
	c       testkafka.Cluster
	prefix  string
	rules   []byte
	records []oracle.Record
}

func (b *bed) topic(name string) string { return b.c.Topic(b.prefix + name) }

// fill creates the topics and produces the records, each partition in its order, the partitions interleaved by the seed.
func (b *bed) fill(seed uint64, records []oracle.Record) {
	b.t.Helper()
	cl, err := kgo.NewClient(kgo.SeedBrokers(b.c.Brokers...), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		b.t.Fatal(err)
	}
	defer cl.Close()
	forever := "-1"
	ahead := "9223372036854775807"
	partitions := map[string]int32{}
	for _, r := range b.records {
		partitions[r.Topic] = max(partitions[r.Topic], r.Partition+1)
	}
	for name, n := range partitions {
		_, err := kadm.NewClient(cl).CreateTopic(b.t.Context(), n, 1,
			map[string]*string{"retention.ms": &forever, "message.timestamp.after.max.ms": &ahead}, b.topic(name))
		if err != nil && !bytes.Contains([]byte(err.Error()), []byte("TOPIC_ALREADY_EXISTS")) {
			b.t.Fatal(err)
		}
	}
	byPartition := map[string][]oracle.Record{}
	for _, r := range records {
		k := fmt.Sprint(r.Topic, r.Partition)
		byPartition[k] = append(byPartition[k], r)
	}
	var keys []string
	for k, l := range byPartition {
		slices.SortFunc(l, func(a, b oracle.Record) int { return cmp.Compare(a.Offset, b.Offset) })
		keys = append(keys, k)
	}
	slices.Sort(keys)
	rng := rand.New(rand.NewPCG(seed, 1))
	var out []*kgo.Record
	for len(keys) > 0 {
		i := rng.IntN(len(keys))
		l := byPartition[keys[i]]
		n := min(len(l), 1+rng.IntN(40))
		for _, r := range l[:n] {
			rec := &kgo.Record{Topic: b.topic(r.Topic), Partition: r.Partition, Timestamp: time.UnixMilli(r.Timestamp)}
			if r.Key != nil {
				rec.Key = []byte(*r.Key)
			}
			if r.Value != nil {
				rec.Value = []byte(*r.Value)
			}
			out = append(out, rec)
		}
		if byPartition[keys[i]] = l[n:]; len(l) == n {
			keys = slices.Delete(keys, i, i+1)
		}
	}
	if err := cl.ProduceSync(b.t.Context(), out...).FirstErr(); err != nil {
		b.t.Fatal(err)
	}
}

// worker makes one worker of the bed's group.
func (b *bed) worker(dir string, threads int) *worker.Worker {
	b.t.Helper()
	c, err := config.Load("", nil, map[string]string{
		"brokers": b.c.Brokers[0], "group": b.c.Group(b.prefix + "group"), "state": dir, "listen": "127.0.0.1:0", "threads": fmt.Sprint(threads),
		"topics.orders": b.topic("orders"), "topics.voyages": b.topic("voyages"), "topics.metrics": b.topic("container-metrics"),
		"topics.compliance": b.topic("compliance"), "cycle.records": "700", "cycle.linger": "5ms",
	})
	if err != nil {
		b.t.Fatal(err)
	}
	book, err := joins.ParseRuleBook(b.rules)
	if err != nil {
		b.t.Fatal(err)
	}
	return worker.NewWithRules(c, book, nil)
}

// replay runs n workers to the end.
func (b *bed) replay(n, threads int) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 2*time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		w := b.worker(b.t.TempDir(), threads)
		wg.Go(func() { _, errs[i] = w.RunUntilEnd(ctx) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			b.t.Fatal(err)
		}
	}
}

// compacted is the compacted view of the projections.
func (b *bed) compacted() map[string]string {
	b.t.Helper()
	cl, err := kgo.NewClient(kgo.SeedBrokers(b.c.Brokers...), kgo.ConsumeTopics(b.topic("compliance")), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		b.t.Fatal(err)
	}
	defer cl.Close()
	ends, err := kadm.NewClient(cl).ListCommittedOffsets(b.t.Context(), b.topic("compliance"))
	if err != nil {
		b.t.Fatal(err)
	}
	left := map[int32]int64{}
	ends.Each(func(o kadm.ListedOffset) { left[o.Partition] = o.Offset })
	view := map[string]string{}
	ctx, cancel := context.WithTimeout(b.t.Context(), 30*time.Second)
	defer cancel()
	for len(left) > 0 {
		fs := cl.PollFetches(ctx)
		if err := fs.Err0(); err != nil {
			b.t.Fatal(err, left)
		}
		fs.EachRecord(func(r *kgo.Record) { view[string(r.Key)] = string(r.Value) })
		for p, end := range left {
			// the last offset is that of a commit marker, which is never handed out
			if end <= 0 || position(fs, p) >= end-1 {
				delete(left, p)
			}
		}
	}
	return view
}

func position(fs kgo.Fetches, p int32) int64 {
	at := int64(-1)
	fs.EachPartition(func(f kgo.FetchTopicPartition) {
		if f.Partition == p && len(f.Records) > 0 {
			at = f.Records[len(f.Records)-1].Offset + 1
		}
	})
	return at
}

// want is the answer by the audit of the same records, offsets as the topics gave them.
func (b *bed) want() map[string]string {
	b.t.Helper()
	book, err := joins.ParseRuleBook(b.rules)
	if err != nil {
		b.t.Fatal(err)
	}
	home := func(id []byte) int32 { return pipeline.Murmur2.Partition(id, metricPartitions) }
	a, err := joins.NewAudit(book, metricPartitions, home, joins.Decoder{}, joins.Decoder{}, joins.Decoder{})
	if err != nil {
		b.t.Fatal(err)
	}
	sorted := slices.Clone(b.records)
	slices.SortStableFunc(sorted, func(a, b oracle.Record) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Partition, b.Partition))
	})
	sources := map[string]joins.Source{"orders": joins.OrdersSource, "voyages": joins.VoyagesSource, "container-metrics": joins.MetricsSource}
	for _, r := range sorted {
		in := joins.Record{Partition: r.Partition, Offset: r.Offset, Timestamp: r.Timestamp}
		if r.Key != nil {
			in.Key = []byte(*r.Key)
		}
		if r.Value != nil {
			in.Value = []byte(*r.Value)
		}
		if _, err := a.Add(sources[r.Topic], &in); err != nil {
			b.t.Fatal(err)
		}
	}
	view := map[string]string{}
	if err := a.Finish(func(id string, p []byte) error { view[id] = string(p); return nil }); err != nil {
		b.t.Fatal(err)
	}
	return view
}

func (b *bed) check(want map[string]string) {
	b.t.Helper()
	got := b.compacted()
	if len(got) != len(want) {
		b.t.Errorf("%d projections, want %d", len(got), len(want))
	}
	for id, w := range want {
		if got[id] != w {
			b.t.Fatalf("order %s\n got %s\nwant %s", id, got[id], w)
		}
	}
}

// TestReplay holds the projections that workers publish, byte for byte, against the audit of the same records: for several numbers of threads and
// workers, orders of arrival, and with a stop and a restart midway.
func TestReplay(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		rules, records := oracle.Generate(77, 80)
		first := &bed{t: t, c: c, rules: rules, records: records}
		want := first.want()
		cases := []struct {
			name             string
			seed             uint64
			workers, threads int
		}{{"one thread", 1, 1, 1}, {"two threads", 2, 1, 2}, {"four threads", 3, 1, 4}, {"three workers", 4, 3, 1}}
		for i, x := range cases {
			t.Run(x.name, func(t *testing.T) {
				b := &bed{t: t, c: c, prefix: fmt.Sprint("r", i), rules: rules, records: records}
				b.fill(x.seed, records)
				b.replay(x.workers, x.threads)
				b.check(want)
			})
		}
		t.Run("stopped midway", func(t *testing.T) {
			b := &bed{t: t, c: c, prefix: "stop", rules: rules, records: records}
			half := map[string][]oracle.Record{}
			for _, r := range records {
				k := fmt.Sprint(r.Topic, r.Partition)
				half[k] = append(half[k], r)
			}
			var before, after []oracle.Record
			for _, l := range half {
				slices.SortFunc(l, func(a, b oracle.Record) int { return cmp.Compare(a.Offset, b.Offset) })
				before, after = append(before, l[:len(l)/2]...), append(after, l[len(l)/2:]...)
			}
			dir := t.TempDir()
			for i, part := range [][]oracle.Record{before, after} {
				b.fill(uint64(i), part)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				_, err := b.worker(dir, 2).RunUntilEnd(ctx)
				cancel()
				if err != nil {
					t.Fatal(err)
				}
			}
			b.check(want)
		})
	})
}
