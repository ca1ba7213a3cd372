package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/bed"
	"coldchain/bench/fleet"
	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/joins/rule"
	"coldchain/pipeline"
)

// Kind is a floor: a part of what a worker does, by itself.
type Kind string

// The floors, each with what the one before it does.
const (
	Bare   Kind = "bare"   // read the topics, committed records only
	Decode Kind = "decode" // and decode each record
	Fold   Kind = "fold"   // and fold them in memory, up to the answers
)

// Kinds are all floors.
func Kinds() []Kind { return []Kind{Bare, Decode, Fold} }

// Words are what the floor is called in tables.
func (k Kind) Words() string {
	switch k {
	case Bare:
		return "bare consumer"
	case Decode:
		return "consumer, decoding"
	case Fold:
		return "consumer, folding in memory"
	}
	return string(k)
}

// take does with a record what the floor does with it.
type take func(from event.Topic, r *event.Record) (event.Code, error)

// finish is what the floor does at the end of the records; it gives a digest of the answers.
type finish func() (string, error)

// Measure does what a floor does, in this process, with one goroutine beside those of the Kafka
// client, until all readings and events were read. What concerns the process is left out.
func (k Kind) Measure(ctx context.Context, brokers []string, t fleet.Topics, partitions int32,
	readings, events int64) (f bed.Figures, err error) {
	sources := map[string]event.Topic{t.Orders: event.Orders, t.Voyages: event.Voyages,
		t.Metrics: event.ContainerMetrics}
	take, finish, err := k.reader(partitions)
	if err != nil {
		return f, err
	}
	began := time.Now() // by the first fetch a small history would be there whole
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers...),
		kgo.ConsumeTopics(t.Orders, t.Voyages, t.Metrics),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		return f, fmt.Errorf("connect to %v: %w", brokers, err)
	}
	defer client.Close()
	for left := readings + events; left > 0; {
		fetches := client.PollRecords(ctx, 100_000)
		if err := fetches.Err(); err != nil {
			return f, fmt.Errorf("consume: %w", err)
		}
		fetches.EachPartition(func(p kgo.FetchTopicPartition) {
			from := sources[p.Topic]
			left -= int64(len(p.Records))
			if from == event.ContainerMetrics {
				f.Readings += int64(len(p.Records))
			}
			if err == nil && take != nil {
				err = takeAll(from, p.Records, take)
			}
		})
		if err != nil {
			return f, err
		}
	}
	if finish != nil {
		if f.Answers, err = finish(); err != nil {
			return f, err
		}
	}
	f.Seconds = time.Since(began).Seconds()
	f.ReadingsPerSecond = float64(f.Readings) / f.Seconds
	return f, nil
}

func takeAll(from event.Topic, records []*kgo.Record, take take) error {
	for _, r := range records {
		code, err := take(from, &event.Record{Partition: r.Partition, Offset: r.Offset,
			Timestamp: r.Timestamp.UnixMilli(), Key: r.Key, Value: r.Value})
		if err != nil {
			return err
		}
		if code != "" {
			return fmt.Errorf("record %d of %s[%d] is refused: %s", r.Offset, r.Topic, r.Partition,
				code)
		}
	}
	return nil
}

// reader makes what the floor does with records, and at their end.
func (k Kind) reader(partitions int32) (take, finish, error) {
	switch k {
	case Bare:
		return nil, nil, nil
	case Decode:
		return decoding(), nil, nil
	case Fold:
		return folding(partitions)
	}
	return nil, nil, errors.New("no such floor: " + string(k))
}

func decoding() take {
	var decoders [event.ContainerMetrics + 1]event.Decoder
	var order event.Order
	var voyage event.Voyage
	var metric event.Metric
	return func(from event.Topic, r *event.Record) (event.Code, error) {
		switch d := &decoders[from]; from {
		case event.Orders:
			return d.Order(r, &order), nil
		case event.Voyages:
			return d.Voyage(r, &voyage), nil
		default:
			return d.Metric(r, &metric), nil
		}
	}
}

func folding(partitions int32) (take, finish, error) {
	book, err := rule.ParseBook(fleet.Rules())
	if err != nil {
		return nil, nil, err
	}
	a, err := joins.NewAudit(joins.Settings{Book: book, Lead: joins.DefaultLead}, int(partitions),
		func(containerID []byte) int32 {
			return pipeline.Murmur2.Partition(containerID, partitions)
		})
	if err != nil {
		return nil, nil, err
	}
	finish := func() (string, error) {
		var answers bed.Answers
		err := a.Finish(func(to joins.Topic, orderID string, projection []byte) error {
			if to == joins.Compliance {
				answers.Add(orderID, projection)
			}
			return nil
		})
		return answers.String(), err
	}
	return a.Add, finish, nil
}
