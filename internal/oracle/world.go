package oracle

import (
	"slices"
)

// world is all that was accepted, folded by id.
type world struct {
	book       *ruleBook
	partitions int
	orders     map[string]*order
	voyages    map[string]*voyage
	readings   map[string]map[string][]*held // by container and sensor, in the order of time
	streamTime map[int32]int64
}

func newWorld(o Options, book *ruleBook, events map[string][]*event) *world {
	w := &world{
		book: book, partitions: o.Partitions,
		orders: map[string]*order{}, voyages: map[string]*voyage{},
		readings:   map[string]map[string][]*held{},
		streamTime: streamTimes(events[topicMetrics], o.Lead.Milliseconds()),
	}
	for id, list := range byID(events[topicOrders]) {
		w.orders[id] = foldOrder(list)
	}
	for id, list := range byID(events[topicVoyages]) {
		w.voyages[id] = foldVoyage(list)
	}
	for id, list := range byID(events[topicMetrics]) {
		w.readings[id] = foldReadings(list)
	}
	return w
}

func (w *world) orderIDs() []string {
	ids := make([]string, 0, len(w.orders))
	for id := range w.orders {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// byID keeps the order of the events.
func byID(events []*event) map[string][]*event {
	m := map[string][]*event{}
	for _, e := range events {
		m[e.id] = append(m[e.id], e)
	}
	return m
}

// streamTimes gives the stream time of each partition: the greatest event time of its readings,
// where a reading counts for at most its record's timestamp + lead.
func streamTimes(readings []*event, lead int64) map[int32]int64 {
	m := map[int32]int64{}
	for _, e := range readings {
		t := e.time
		if e.timestamp < t-lead {
			t = e.timestamp + lead
		}
		if before, ok := m[e.partition]; !ok || t > before {
			m[e.partition] = t
		}
	}
	return m
}

// streamTimeOf gives the stream time of a container's partition, nil if it is unknown.
func (w *world) streamTimeOf(containerID string) *int64 {
	t, ok := w.streamTime[PartitionOf(containerID, w.partitions)]
	if !ok {
		return nil
	}
	return &t
}
