package worker_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/internal/config"
	"coldchain/internal/testkafka"
	"coldchain/internal/worker"
	"coldchain/joins/rule"
	"coldchain/pipeline"
)

// TestForeignPartitioner: a worker does not start on topics whose keys lie elsewhere than it is
// told, and says what to set.
func TestForeignPartitioner(t *testing.T) {
	for _, x := range []struct {
		name       string
		place      func(i int, key []byte) int32
		configured string
		wrong      string // in the error; empty: it starts
		warned     bool
	}{
		{"as configured", at(pipeline.Murmur2), "murmur2", "", false},
		{"crc32 as configured", at(pipeline.CRC32), "crc32", "", false},
		{"crc32", at(pipeline.CRC32), "murmur2", "set partitioner.metrics: crc32", false},
		{"fnv1a", at(pipeline.FNV1a), "murmur2", "set partitioner.metrics: fnv1a", false},
		{"murmur2", at(pipeline.Murmur2), "fnv1a", "set partitioner.metrics: murmur2", false},
		{"round robin", func(i int, _ []byte) int32 { return int32(i % 4) }, "murmur2",
			"no partitioner known here explains them", false},
		{"a few strays", func(i int, key []byte) int32 {
			p := pipeline.Murmur2.Partition(key, 4)
			if i%9 == 0 {
				p = (p + 1) % 4
			}
			return p
		}, "murmur2", "", true},
		{"no keys", nil, "crc32", "", false},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			c := fake(t)
			b := &bed{t: t, c: c}
			c.CreateTopics(t, 1, b.topic("orders"))
			c.CreateTopics(t, 2, b.topic("voyages"))
			c.CreateTopics(t, 4, b.topic("container-metrics"))
			var records []*kgo.Record
			for i := range 120 {
				key := fmt.Appendf(nil, "C-%d", i)
				r := &kgo.Record{Topic: b.topic("container-metrics"), Partition: int32(i % 4),
					Timestamp: time.UnixMilli(1_700_000_000_000),
					Value: fmt.Appendf(nil,
						`{"type":"ContainerMetric","containerID":"C-%d","temperature":4}`, i)}
				if x.place != nil {
					r.Key, r.Partition = key, x.place(i, key)
				}
				// One partition is always right.
				records = append(records, r, &kgo.Record{
					Topic: b.topic("orders"), Key: key, Value: []byte("{}"),
				})
			}
			if err := b.produce(t.Context(), records, 1, 0); err != nil {
				t.Fatal(err)
			}
			flags := b.flags(t.TempDir(), 1)
			flags["partitioner.metrics"] = x.configured
			loaded, err := config.Load("", nil, flags)
			if err != nil {
				t.Fatal(err)
			}
			book, err := rule.ParseBook([]byte("default: {maxGap: 1h}"))
			if err != nil {
				t.Fatal(err)
			}
			var log bytes.Buffer
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			_, err = worker.NewWithRules(loaded, book,
				slog.New(slog.NewTextHandler(&log,
					&slog.HandlerOptions{Level: slog.LevelWarn}))).RunUntilEnd(ctx)
			if (err == nil) != (x.wrong == "") ||
				err != nil && !strings.Contains(err.Error(), x.wrong) {
				t.Errorf("%v, want %q", err, x.wrong)
			}
			if warned := strings.Contains(log.String(),
				"misplaced=14 sampled=120"); warned != x.warned {
				t.Errorf("warned: %v, want %v: %s", warned, x.warned, log.String())
			}
		})
	}
}

func at(p pipeline.Partitioner) func(int, []byte) int32 {
	return func(_ int, key []byte) int32 { return p.Partition(key, 4) }
}

// fake is a broker of the test's own.
func fake(t *testing.T) (c testkafka.Cluster) {
	t.Helper()
	broker, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.GroupMinSessionTimeout(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(broker.Close)
	return testkafka.Cluster{Name: "kfake", Brokers: broker.ListenAddrs()}
}
