// Package oracle is a second, naive implementation of the whole meaning of the program: from a log of
// records and a rule book to one projection per order and the list of refused records. It is used by
// tests only. The incremental, streaming fold is held against it by properties: both read the same log,
// and their answers must be equal.
//
// It is worth something only while it stays independent, so these hold:
//   - it imports no package of the program, and shares no decoder, no rule parser and no arithmetic with it;
//   - it keeps everything in memory, sorts whole lists and replays them from the beginning, so that each
//     answer can be read off the code (nothing is incremental, nothing is cached, nothing expires);
//   - numbers are decimals of any size, and sums are of any size.
//
// It differs from the program in what it does not have: no retention (it holds every reading, so no leg
// is ever archived), no time zones of topics (local times are UTC), no re-keyed topics, and no digest.
//
// Judge answers; Diff compares two answers; Generate makes logs that hit the corners.
package oracle

import (
	"fmt"
	"sort"
)

// The three input topics by their default names, as they stand in a Record.
const (
	topicOrders  = "orders"
	topicVoyages = "voyages"
	topicMetrics = "container-metrics"
)

// Record is one record of the log, as a log holds it. Its place in a slice of records means nothing: the
// offset orders the records of a partition. Timestamp is the record's, in milliseconds since the epoch.
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

// Judge gives the projections of all orders at the end of the log, sorted by orderID and without digest,
// and the refused records, sorted by topic, partition and offset. Numbers are json.Number.
//
// partitions is the number of partitions of container-metrics; 0 means the greatest that occurs plus one.
// An error is a rule book that is refused, a record of another topic, or a place in the log named twice.
func Judge(rules []byte, recs []Record, partitions int) (projections []map[string]any, refused []Refusal, err error) {
	book, err := parseRuleBook(rules)
	if err != nil {
		return nil, nil, fmt.Errorf("read the rule book: %w", err)
	}
	if err := checkPlaces(recs); err != nil {
		return nil, nil, err
	}
	if partitions == 0 {
		partitions = greatestPartition(recs) + 1
	}
	accepted := map[string][]*event{}
	for _, r := range inOrderOfOffset(recs) {
		ev, code := decode(r)
		if code != "" {
			refused = append(refused, Refusal{r.Topic, r.Partition, r.Offset, code})
			continue
		}
		accepted[r.Topic] = append(accepted[r.Topic], ev)
	}
	sortRefusals(refused)
	w := &world{
		book:       book,
		partitions: partitions,
		orders:     byID(accepted[topicOrders]),
		voyages:    byID(accepted[topicVoyages]),
		containers: byID(accepted[topicMetrics]),
		streamTime: streamTimes(accepted[topicMetrics]),
	}
	ids := make([]string, 0, len(w.orders))
	for id := range w.orders {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	for _, id := range ids {
		projections = append(projections, w.projection(id))
	}
	return projections, refused, nil
}

// world is all that was accepted. The events of one id are in the order of offset, then partition.
type world struct {
	book                        *ruleBook
	partitions                  int
	orders, voyages, containers map[string][]*event
	streamTime                  map[int32]int64
}

func byID(events []*event) map[string][]*event {
	m := map[string][]*event{}
	for _, e := range events {
		m[e.id] = append(m[e.id], e)
	}
	return m
}

// streamTimes gives the greatest event time among the readings accepted from each partition.
func streamTimes(readings []*event) map[int32]int64 {
	m := map[int32]int64{}
	for _, e := range readings {
		if t, ok := m[e.partition]; !ok || e.time > t {
			m[e.partition] = e.time
		}
	}
	return m
}

func checkPlaces(recs []Record) error {
	type place struct {
		topic     string
		partition int32
		offset    int64
	}
	seen := map[place]bool{}
	for _, r := range recs {
		if r.Topic != topicOrders && r.Topic != topicVoyages && r.Topic != topicMetrics {
			return fmt.Errorf("record of topic %q: not one of the three input topics", r.Topic)
		}
		p := place{r.Topic, r.Partition, r.Offset}
		if seen[p] {
			return fmt.Errorf("topic %s, partition %d has two records of offset %d", r.Topic, r.Partition, r.Offset)
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

// inOrderOfOffset sorts a copy by offset, then partition: the order in which readings of equal identity
// are compared, and in which registers of equal event time win.
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
