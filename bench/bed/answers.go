package bed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// Answers is a digest of the answers for a set of orders, in whatever order they are added. The zero
// Answers is that of none.
type Answers struct {
	n   int
	sum [sha256.Size]byte
}

// Add adds the answer for an order that has none yet.
func (a *Answers) Add(orderID string, projection []byte) {
	a.n++
	a.turn(digest(orderID, projection))
}

func digest(orderID string, projection []byte) [sha256.Size]byte {
	h := sha256.New()
	h.Write([]byte(orderID))
	h.Write([]byte{0}) // no id holds one
	h.Write(projection)
	return [sha256.Size]byte(h.Sum(nil))
}

// turn adds the digest of an answer, or takes it out.
func (a *Answers) turn(d [sha256.Size]byte) {
	for i := range d {
		a.sum[i] ^= d[i]
	}
}

// String is the number of orders and the digest.
func (a *Answers) String() string {
	return fmt.Sprintf("%d orders, %s", a.n, hex.EncodeToString(a.sum[:8]))
}

// Agree holds the answers of a group's workers against those that were folded in memory.
func (b *Bed) Agree(ctx context.Context, group, folded string) (answers string, err error) {
	if answers, err = b.answers(ctx, group); err != nil {
		return "", err
	}
	if answers != folded {
		return "", fmt.Errorf("the worker's answers (%s) are not those that are folded in memory "+
			"(%s)", answers, folded)
	}
	return answers, nil
}

// answers are those that a group's workers gave last, for each order.
func (b *Bed) answers(ctx context.Context, group string) (string, error) {
	topic := b.Compliance(group)
	ends, err := b.admin.ListCommittedOffsets(ctx, topic)
	if err == nil {
		err = ends.Error()
	}
	if err != nil {
		return "", fmt.Errorf("list the end of %s: %w", topic, err)
	}
	left := map[int32]int64{}
	ends.Each(func(o kadm.ListedOffset) {
		if o.Offset > 0 {
			left[o.Partition] = o.Offset
		}
	})
	client, err := kgo.NewClient(kgo.SeedBrokers(b.Brokers...), kgo.ConsumeTopics(topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.KeepControlRecords(),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		return "", fmt.Errorf("connect to %v: %w", b.Brokers, err)
	}
	defer client.Close()
	var answers Answers
	latest := map[string][sha256.Size]byte{}
	for len(left) > 0 {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return "", fmt.Errorf("read %s: %w", topic, err)
		}
		fetches.EachRecord(func(r *kgo.Record) {
			if !r.Attrs.IsControl() {
				d := digest(string(r.Key), r.Value)
				if before, known := latest[string(r.Key)]; known {
					answers.turn(before)
				} else {
					answers.n++
				}
				answers.turn(d)
				latest[string(r.Key)] = d
			}
			if r.Offset >= left[r.Partition]-1 {
				delete(left, r.Partition)
			}
		})
	}
	return answers.String(), nil
}
