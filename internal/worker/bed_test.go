package worker_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"

	"coldchain/internal/config"
	"coldchain/internal/oracle"
	"coldchain/internal/testkafka"
	"coldchain/internal/worker"
	"coldchain/joins/rule"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, goleak.Cleanup(exit)) }

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

func (b *bed) group() string { return b.c.Group(b.prefix + "group") }

// create makes the input topics, with the partitions that the records name.
func (b *bed) create() {
	b.t.Helper()
	cl := b.c.Client(b.t)
	forever := "-1"
	ahead := "9223372036854775807"
	partitions := map[string]int32{}
	for _, r := range b.records {
		partitions[r.Topic] = max(partitions[r.Topic], r.Partition+1)
	}
	for name, n := range partitions {
		resp, err := kadm.NewClient(cl).CreateTopic(b.t.Context(), n, 1,
			map[string]*string{"retention.ms": &forever, "message.timestamp.after.max.ms": &ahead},
			b.topic(name))
		if err := cmp.Or(err, resp.Err); err != nil && !errors.Is(err, kerr.TopicAlreadyExists) {
			b.t.Fatal(err)
		}
	}
}

// shuffled are the records as they are produced: each partition in its order, the partitions
// interleaved by the seed.
func (b *bed) shuffled(seed uint64, records []oracle.Record) []*kgo.Record {
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
			out = append(out, b.record(r))
		}
		if byPartition[keys[i]] = l[n:]; len(l) == n {
			keys = slices.Delete(keys, i, i+1)
		}
	}
	return out
}

func (b *bed) record(r oracle.Record) *kgo.Record {
	rec := &kgo.Record{Topic: b.topic(r.Topic), Partition: r.Partition,
		Timestamp: time.UnixMilli(r.Timestamp)}
	if r.Key != nil {
		rec.Key = []byte(*r.Key)
	}
	if r.Value != nil {
		rec.Value = []byte(*r.Value)
	}
	return rec
}

// fill creates the topics and produces the records.
func (b *bed) fill(seed uint64, records []oracle.Record) {
	b.t.Helper()
	b.create()
	if err := b.produce(b.t.Context(), b.shuffled(seed, records), 1, 0); err != nil {
		b.t.Fatal(err)
	}
}

// produce writes the records in so many parts, with pauses in between.
func (b *bed) produce(ctx context.Context, records []*kgo.Record, parts int,
	pause time.Duration) error {
	// The generator makes values that are too large for us but not for a broker.
	cl, err := kgo.NewClient(kgo.SeedBrokers(b.c.Brokers...),
		kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerBatchMaxBytes(1<<20))
	if err != nil {
		return err
	}
	defer cl.Close()
	for i, part := range slices.Collect(slices.Chunk(records, len(records)/parts+1)) {
		if i > 0 {
			time.Sleep(pause)
		}
		if err := cl.ProduceSync(ctx, part...).FirstErr(); err != nil {
			return err
		}
	}
	return nil
}

// flags are the configuration of a worker of the bed's group: short cycles and sessions, and stores
// that are written often.
func (b *bed) flags(dir string, threads int) map[string]string {
	return map[string]string{
		"brokers": strings.Join(b.c.Brokers, ","), "group": b.group(), "state": dir,
		"listen": "127.0.0.1:0", "threads": fmt.Sprint(threads),
		"topics.orders": b.topic("orders"), "topics.voyages": b.topic("voyages"),
		"topics.metrics":    b.topic("container-metrics"),
		"topics.compliance": b.topic("compliance"), "cycle.records": "700", "cycle.linger": "5ms",
		"flush.age": "100ms", "sessionTimeout": "1500ms",
		"progressInterval": "50ms",
	}
}

// worker makes one worker of the bed's group.
func (b *bed) worker(dir string, threads int) *worker.Worker {
	b.t.Helper()
	c, err := config.Load("", nil, b.flags(dir, threads))
	if err != nil {
		b.t.Fatal(err)
	}
	book, err := rule.ParseBook(b.rules)
	if err != nil {
		b.t.Fatal(err)
	}
	return worker.NewWithRules(c, book, nil)
}

// replay runs n workers to the end.
func (b *bed) replay(n, threads int) {
	b.t.Helper()
	dirs := make([]string, n)
	for i := range dirs {
		dirs[i] = b.t.TempDir()
	}
	b.replayOn(threads, dirs...)
}

// replayOn runs a worker to the end on each of the state directories.
func (b *bed) replayOn(threads int, dirs ...string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 2*time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	errs := make([]error, len(dirs))
	for i, dir := range dirs {
		w := b.worker(dir, threads)
		wg.Go(func() { _, errs[i] = w.RunUntilEnd(ctx) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		b.t.Fatal(err)
	}
}

// start runs a worker until stop is called, which returns what the run returned. The address is
// that of its HTTP API.
func (b *bed) start(dir string, threads int) (addr string, stop func() error) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(b.t.Context())
	w := b.worker(dir, threads)
	listening, ended := make(chan string, 1), make(chan error, 1)
	w.Listening = func(addr string) { listening <- addr }
	go func() { ended <- w.Run(ctx) }()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	b.t.Cleanup(func() { _ = stop() }) // a test that cares has called it
	select {
	case addr = <-listening:
	case err := <-ended:
		ended <- err
		b.t.Fatalf("the worker ended before it listened: %v", err)
	}
	return addr, stop
}
