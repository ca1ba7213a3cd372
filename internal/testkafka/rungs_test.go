package testkafka

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// within is the time that a step against a busy real broker may take.
const within = 60 * time.Second

// TestTransactions: what is aborted is not seen, what is committed is, records and offsets alike.
func TestTransactions(t *testing.T) {
	Rungs(t, func(t *testing.T, c Cluster) {
		ctx, cancel := context.WithTimeout(t.Context(), within)
		defer cancel()
		in, out := c.Topic("in"), c.Topic("out")
		c.CreateTopics(t, 3, in, out)

		producer := c.Client(t, kgo.TransactionalID(c.Group("producer")),
			kgo.DefaultProduceTopic(in))
		transact(ctx, t, producer, kgo.TryAbort, "aborted")
		transact(ctx, t, producer, kgo.TryCommit, "a", "b", "c", "d", "e")

		session, err := kgo.NewGroupTransactSession(kgo.SeedBrokers(c.Brokers...),
			kgo.TransactionalID(c.Group("session")),
			kgo.ConsumerGroup(c.Group("copy")), kgo.ConsumeTopics(in),
			kgo.FetchIsolationLevel(kgo.ReadCommitted()),
			kgo.SessionTimeout(2*time.Second), kgo.HeartbeatInterval(200*time.Millisecond))
		if err != nil {
			t.Fatal(err)
		}
		defer session.Close()
		for copied, aborted := 0, false; copied < 5; {
			fetches := session.PollFetches(ctx)
			if err := fetches.Err0(); err != nil {
				t.Fatalf("poll after %d of 5 records: %v", copied, err)
			}
			if err := session.Begin(); err != nil {
				t.Fatal(err)
			}
			fetches.EachRecord(func(r *kgo.Record) {
				session.Produce(ctx, &kgo.Record{Topic: out, Value: r.Value}, nil)
			})
			// The first cycle is aborted: its records come again.
			committed, err := session.End(ctx, kgo.TransactionEndTry(aborted))
			if err != nil {
				t.Fatal(err)
			}
			if committed {
				copied += fetches.NumRecords()
			}
			aborted = aborted || fetches.NumRecords() > 0
		}

		want := []string{"a", "b", "c", "d", "e"}
		for _, topic := range []string{in, out} {
			if got := readCommitted(ctx, t, c, topic); !slices.Equal(got, want) {
				t.Errorf("%s, read_committed: %v, want %v", topic, got, want)
			}
		}
	})
}

// TestCodecs: the broker takes every codec and recompresses to every other; the parts of it that do
// so load at the first such batch, so an image without them comes up and looks well.
func TestCodecs(t *testing.T) {
	Rungs(t, func(t *testing.T, c Cluster) {
		ctx, cancel := context.WithTimeout(t.Context(), within)
		defer cancel()
		codecs := map[string]kgo.CompressionCodec{
			"gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
			"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
		}
		for to := range codecs {
			topic := c.Topic(to)
			c.CreateTopics(t, 1, topic)
			setCompression(ctx, t, c, topic, to)
			var want []string
			for from, codec := range codecs {
				value := fmt.Sprintf("%s%0200d", from, 0)
				producer := c.Client(t, kgo.ProducerBatchCompression(codec))
				if err := producer.ProduceSync(ctx, &kgo.Record{Topic: topic,
					Value: []byte(value)}).FirstErr(); err != nil {
					t.Fatalf("produce %s to a topic of %s: %v", from, to, err)
				}
				want = append(want, value)
			}
			slices.Sort(want)
			if got := readCommitted(ctx, t, c, topic); !slices.Equal(got, want) {
				t.Errorf("topic of %s: %v, want %v", to, got, want)
			}
		}
	})
}

// TestNames: two bodies on one broker never meet.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		Rungs(t, func(t *testing.T, c Cluster) {
			if seen[c.Topic("orders")] || seen[c.Group("orders")] {
				t.Errorf("%s: the names of another body: %s", c.Name, c.Topic("orders"))
			}
			seen[c.Topic("orders")] = true
		})
	}
}
