package testkafka

import (
	"context"
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// transact produces the values in one transaction and ends it.
func transact(ctx context.Context, t *testing.T, producer *kgo.Client, end kgo.TransactionEndTry,
	values ...string) {
	t.Helper()
	if err := producer.BeginTransaction(); err != nil {
		t.Fatal(err)
	}
	for _, value := range values {
		if err := producer.ProduceSync(ctx, kgo.StringRecord(value)).FirstErr(); err != nil {
			t.Fatalf("produce %q: %v", value, err)
		}
	}
	if err := producer.EndTransaction(ctx, end); err != nil {
		t.Fatalf("end the transaction: %v", err)
	}
}

// readCommitted returns the sorted values of a topic from its start to where its committed records
// end now. The end is told by the offsets, control records included, so nothing that follows can be
// missed by waiting too short.
func readCommitted(ctx context.Context, t *testing.T, c Cluster, topic string) []string {
	t.Helper()
	client := c.Client(t, kgo.ConsumeTopics(topic), kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.KeepControlRecords())
	ends, err := kadm.NewClient(client).ListCommittedOffsets(ctx, topic)
	if err != nil {
		t.Fatal(err)
	}
	missing := map[int32]int64{}
	ends.Each(func(end kadm.ListedOffset) {
		if end.Offset > 0 {
			missing[end.Partition] = end.Offset
		}
	})
	var values []string
	for len(missing) > 0 {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			t.Fatalf("read %s, partitions and ends missing %v: %v", topic, missing, err)
		}
		fetches.EachRecord(func(r *kgo.Record) {
			if r.Offset+1 >= missing[r.Partition] {
				delete(missing, r.Partition)
			}
			if !r.Attrs.IsControl() {
				values = append(values, string(r.Value))
			}
		})
	}
	slices.Sort(values)
	return values
}

// setCompression makes the broker compress a topic's batches itself.
func setCompression(ctx context.Context, t *testing.T, c Cluster, topic, codec string) {
	t.Helper()
	changed, err := kadm.NewClient(c.Client(t)).AlterTopicConfigs(ctx,
		[]kadm.AlterConfig{{Op: kadm.SetConfig, Name: "compression.type", Value: &codec}}, topic)
	if err == nil {
		_, err = changed.On(topic, func(r *kadm.AlterConfigsResponse) error { return r.Err })
	}
	if err != nil {
		t.Fatalf("set the compression of %s: %v", topic, err)
	}
}
