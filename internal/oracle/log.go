// Package oracle is a second, naive implementation of the whole meaning of the program: from a log
// of records and a rule book to one projection per order and the list of refused records. It is
// used by tests only. The incremental, streaming folds are held against it by properties: both read
// the same log, and their answers must be equal.
//
// It is worth something only while it stays independent, so these hold:
//   - it imports no package of the program, and shares no decoder, no rule parser and no arithmetic
//     with it: its parsers rest on the tokens of encoding/json and on math/big;
//   - it keeps everything in memory, sorts whole lists and replays them from the beginning, so that
//     each answer can be read off the code: nothing is incremental and nothing expires;
//   - numbers are fractions of any size, and sums are of any size.
//
// It has no retention (it holds every reading, so no custody is ever archived), no time zones of
// topics (local times are UTC) and no re-keyed topics. Its digests are its own.
//
// Judge answers and Diff compares two answers. Package generate makes logs that hit the corners.
package oracle

import (
	"fmt"
	"sort"
	"time"
)

// The three input topics by their default names, as they stand in a Record.
const (
	topicOrders  = "orders"
	topicVoyages = "voyages"
	topicMetrics = "container-metrics"
)

// The numbers of partitions of the input topics in generated logs.
const (
	OrderPartitions   = 3
	VoyagePartitions  = 2
	MetricsPartitions = 4
)

// DefaultLead is how far a reading may move the stream time beyond its record's timestamp by
// default.
const DefaultLead = 5 * time.Minute

// Record is one record of the log. Its place in a slice of records means nothing: the offset orders
// the records of a partition. Timestamp is the record's, in milliseconds since the epoch.
type Record struct {
	Topic     string  `json:"topic"`
	Partition int32   `json:"partition"`
	Offset    int64   `json:"offset"`
	Timestamp int64   `json:"timestamp"`
	Key       *string `json:"key"`
	Value     *string `json:"value"`
}

// Refusal says that a record could not be used, and why.
type Refusal struct {
	Topic     string `json:"topic"`
	Partition int32  `json:"partition"`
	Offset    int64  `json:"offset"`
	Code      string `json:"code"`
}

// Options is what is configured of container-metrics.
type Options struct {
	Partitions int           // 0 means the greatest that occurs plus one
	Lead       time.Duration // taken as it is: 0 is no lead
}

// Judge gives the projections of all orders at the end of the log, sorted by orderID, and the
// refused records, sorted by topic, partition and offset. Numbers are json.Number.
//
// An error is a rule book that is refused, a record of another topic, or a place in the log that
// two records have.
func Judge(
	rules []byte, recs []Record, partitions int,
) (projections []map[string]any, refused []Refusal, err error) {
	return JudgeWith(Options{Partitions: partitions, Lead: DefaultLead}, rules, recs)
}

// JudgeWith is Judge for a topic that is configured otherwise.
func JudgeWith(
	o Options, rules []byte, recs []Record,
) (projections []map[string]any, refused []Refusal, err error) {
	book, err := parseRuleBook(rules)
	if err != nil {
		return nil, nil, fmt.Errorf("read the rule book: %w", err)
	}
	if err := checkPlaces(recs); err != nil {
		return nil, nil, err
	}
	if o.Partitions == 0 {
		o.Partitions = greatestPartition(recs) + 1
	}
	events, refused := admitted(inOrderOfOffset(recs))
	sortRefusals(refused)
	w := newWorld(o, book, events)
	for _, id := range w.orderIDs() {
		projections = append(projections, w.projection(id))
	}
	return projections, refused, nil
}

func checkPlaces(recs []Record) error {
	type place struct {
		topic     string
		partition int32
		offset    int64
	}
	seen := map[place]bool{}
	for _, r := range recs {
		if _, known := topics[r.Topic]; !known {
			return fmt.Errorf("record of topic %q: not one of the three input topics", r.Topic)
		}
		p := place{r.Topic, r.Partition, r.Offset}
		if seen[p] {
			return fmt.Errorf("topic %s, partition %d: two records of offset %d",
				r.Topic, r.Partition, r.Offset)
		}
		seen[p] = true
	}
	return nil
}

func greatestPartition(recs []Record) int {
	greatest := 0
	for _, r := range recs {
		if r.Topic == topicMetrics {
			greatest = max(greatest, int(r.Partition))
		}
	}
	return greatest
}

// inOrderOfOffset sorts a copy by offset, then partition: the order in which readings of equal
// identity are compared, and in which registers of equal event time win.
func inOrderOfOffset(recs []Record) []Record {
	sorted := append([]Record(nil), recs...)
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		if a.Offset != b.Offset {
			return a.Offset < b.Offset
		}
		return a.Partition < b.Partition
	})
	return sorted
}

func sortRefusals(refused []Refusal) {
	sort.Slice(refused, func(i, j int) bool {
		a, b := refused[i], refused[j]
		if a.Topic != b.Topic {
			return a.Topic < b.Topic
		}
		if a.Partition != b.Partition {
			return a.Partition < b.Partition
		}
		return a.Offset < b.Offset
	})
}
