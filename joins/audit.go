package joins

import "fmt"

// Source is one of the three input topics.
type Source uint8

// The sources.
const (
	OrdersSource Source = iota
	VoyagesSource
	MetricsSource
)

// Audit runs the three stages over records in memory: the same folds as a worker's, without a broker and without a disk. Records of a source must
// come in the order of their offsets, at equal offsets of their partitions. Readings are kept for ever: an auditor has the whole log.
type Audit struct {
	orders     *Orders
	voyages    *Voyages
	containers []*Containers
	state      []*Memory // of orders, voyages and the containers' partitions
	partition  func(containerID []byte) int32
	queues     [3][]Record // by the topic that a stage reads: LegsByVoyage, LegsByContainer, LegResults
	metrics    Decoder
	event      MetricEvent
	records    int
	dirty      []bool
}

// auditCycle is how many records are folded between two cycles.
const auditCycle = 10_000

// NewAudit judges by a rule book. partition is the partition of a container's readings, one of partitions.
func NewAudit(book *RuleBook, partitions int, partition func(containerID []byte) int32, orders, voyages, metrics Decoder) (*Audit, error) {
	a := &Audit{partition: partition, metrics: metrics, dirty: make([]bool, partitions)}
	state := func() State {
		m := &Memory{}
		a.state = append(a.state, m)
		return m
	}
	var err error
	if a.orders, err = NewOrders(orders, book, state()); err != nil {
		return nil, err
	}
	if a.voyages, err = NewVoyages(voyages, state()); err != nil {
		return nil, err
	}
	for range partitions {
		c, err := NewContainers(metrics, 0, state())
		if err != nil {
			return nil, err
		}
		a.containers = append(a.containers, c)
	}
	return a, nil
}

// Add folds a record; the code says why it was refused.
func (a *Audit) Add(s Source, r *Record) (Code, error) {
	code, err := a.fold(s, r)
	if err != nil {
		return "", fmt.Errorf("fold record %d of partition %d: %w", r.Offset, r.Partition, err)
	}
	if a.records++; a.records%auditCycle == 0 {
		err = a.endCycle(Cycle{})
	}
	return code, err
}

func (a *Audit) fold(s Source, r *Record) (Code, error) {
	switch s {
	case OrdersSource:
		return a.orders.Fold(0, r, a.emit)
	case VoyagesSource:
		return a.voyages.Fold(0, r, a.emit)
	}
	if int(r.Partition) >= len(a.containers) {
		return "", fmt.Errorf("container-metrics has %d partitions", len(a.containers))
	}
	if code := a.metrics.Metric(r, &a.event); code != "" {
		return code, nil
	}
	// the stream time is that of the partition where the reading lies, also where its container belongs to another
	a.containers[r.Partition].advance(a.event.Reading.Time)
	home := a.partition(a.event.ContainerID)
	a.dirty[r.Partition], a.dirty[home] = true, true
	return "", a.containers[home].read(&a.event)
}

// emit queues what one stage sends another; the projections are drawn at the end.
func (a *Audit) emit(t Topic, key, value []byte) {
	if t == Compliance {
		return
	}
	a.queues[t] = append(a.queues[t], Record{Key: append([]byte(nil), key...), Value: append([]byte(nil), value...)})
}

// endCycle lets every stage end its cycle, and hands on what they send each other, once around.
func (a *Audit) endCycle(c Cycle) error {
	if err := a.orders.EndCycle(c, a.emit); err != nil {
		return err
	}
	if err := a.drain(LegsByVoyage, a.voyages.Fold); err != nil {
		return err
	}
	if err := a.voyages.EndCycle(c, a.emit); err != nil {
		return err
	}
	err := a.drain(LegsByContainer, func(input int, r *Record, emit Emit) (Code, error) {
		home := a.partition(r.Key)
		a.dirty[home] = true
		return a.containers[home].Fold(input, r, emit)
	})
	if err != nil {
		return err
	}
	for i, stage := range a.containers {
		if !a.dirty[i] && !c.Exhausted {
			continue
		}
		a.dirty[i] = false
		if err := stage.EndCycle(c, a.emit); err != nil {
			return err
		}
	}
	if err := a.drain(LegResults, a.orders.Fold); err != nil {
		return err
	}
	for _, m := range a.state {
		m.Commit()
	}
	return nil
}

func (a *Audit) drain(t Topic, fold func(int, *Record, Emit) (Code, error)) error {
	queue := a.queues[t]
	a.queues[t] = nil
	for i := range queue {
		if _, err := fold(1, &queue[i], a.emit); err != nil {
			return err
		}
	}
	return nil
}

// Finish gives the projections at the end of the records, in the order of the orders' ids.
func (a *Audit) Finish(fn func(orderID string, projection []byte) error) error {
	if err := a.endCycle(Cycle{Exhausted: true}); err != nil {
		return err
	}
	return a.orders.reader(a.state[0]).Each(fn)
}
