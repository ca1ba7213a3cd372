package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// ownerHeader is a header of every record in a sink: the group that wrote it. A sink
// belongs to that group, and no other writes into it.
const ownerHeader = "group"

// ForeignSinkError says that a sink holds the output of another group. Two groups that
// wrote into one topic would overwrite each other's output.
type ForeignSinkError struct {
	Topic, Owner, Group string
}

func (e *ForeignSinkError) Error() string {
	return fmt.Sprintf("topic %s holds the output of group %s, this is group %s: give it an "+
		"output topic of its own, or delete that one if nobody reads it any more",
		e.Topic, e.Owner, e.Group)
}

const (
	ownerRecords = 1000             // looked at from the start of a partition
	ownerTime    = 10 * time.Second // for all sinks
)

// checkSinks refuses sinks that belong to another group, before anything is created.
func (e *Engine) checkSinks(ctx context.Context) error {
	var names []string
	for _, s := range e.t.Sinks {
		names = append(names, e.t.physical(sink, s))
	}
	if len(names) == 0 {
		return nil
	}
	starts, err := e.adm.ListStartOffsets(ctx, names...)
	if err != nil {
		return fmt.Errorf("list the start of the sinks: %w", err)
	}
	ends, err := e.adm.ListEndOffsets(ctx, names...)
	if err != nil {
		return fmt.Errorf("list the end of the sinks: %w", err)
	}
	left := map[Position]int64{} // partitions to look at, and their ends
	from := map[string]map[int32]kgo.Offset{}
	for topic, partitions := range ends {
		for p, end := range partitions {
			start, _ := starts.Lookup(topic, p) // 0 for a topic that was created just now
			switch err := errors.Join(start.Err, end.Err); {
			case errors.Is(err, kerr.UnknownTopicOrPartition): // it is to be created
			case err != nil:
				return fmt.Errorf("list offsets of sink %s[%d]: %w", topic, p, err)
			case start.Offset < end.Offset:
				left[Position{Topic: topic, Partition: p}] = end.Offset
				if from[topic] == nil {
					from[topic] = map[int32]kgo.Offset{}
				}
				from[topic][p] = kgo.NewOffset().At(start.Offset)
			}
		}
	}
	return e.checkOwners(ctx, from, left)
}

// checkOwners reads each partition until a record names its owner.
func (e *Engine) checkOwners(ctx context.Context, from map[string]map[int32]kgo.Offset,
	left map[Position]int64) error {
	// A record that is not committed names its owner too, so there is no wait for the commit.
	cl, err := kgo.NewClient(append(e.readerOpts(), kgo.ConsumePartitions(from),
		kgo.FetchIsolationLevel(kgo.ReadUncommitted()))...)
	if err != nil {
		return fmt.Errorf("open client: %w", err)
	}
	defer cl.Close()
	limited, cancel := context.WithTimeout(ctx, ownerTime)
	defer cancel()
	seen := map[Position]int{}
	for len(left) > 0 {
		fetches := cl.PollFetches(limited)
		if err := ctx.Err(); err != nil {
			return err
		}
		if limited.Err() != nil {
			return fmt.Errorf("the owners of %d partitions of the sinks were not found within %v: "+
				"check the brokers and start again", len(left), ownerTime)
		}
		var failed error
		fetches.EachPartition(func(p kgo.FetchTopicPartition) {
			pos := Position{Topic: p.Topic, Partition: p.Partition}
			end, looking := left[pos]
			if failed == nil && p.Err != nil && !kerr.IsRetriable(p.Err) {
				failed = classify(fmt.Errorf("read sink %v to see whose it is: %w", pos, p.Err))
			}
			for _, r := range p.Records {
				if !looking || failed != nil {
					return
				}
				owner := header(r, ownerHeader)
				if owner != "" && owner != e.t.Name {
					failed = &ForeignSinkError{Topic: p.Topic, Owner: owner, Group: e.t.Name}
				}
				seen[pos]++
				if owner != "" || seen[pos] == ownerRecords || r.Offset+1 >= end {
					looking = false
					delete(left, pos)
					cl.PauseFetchPartitions(map[string][]int32{pos.Topic: {pos.Partition}})
				}
			}
		})
		if failed != nil {
			return failed
		}
	}
	return nil
}

func header(r *kgo.Record, key string) string {
	for _, h := range r.Headers {
		if h.Key == key {
			return string(h.Value)
		}
	}
	return ""
}
