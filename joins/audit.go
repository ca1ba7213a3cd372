package joins

import (
	"fmt"
	"maps"
	"slices"

	"coldchain/joins/event"
)

// Audit runs the stages over records in memory: the same folds as a worker's, without a broker and
// without a disk. Records of a source must come in the order of their offsets, at equal offsets of
// their partitions. Readings are kept for ever: an auditor has the whole log.
type Audit struct {
	tasks     [][]*auditTask // by stage and partition
	partition func(containerID []byte) int32
	queues    [NumTopics][]event.Record    // of internal topics
	latest    [NumTopics]map[string][]byte // of sinks but Compliance, which is drawn at the end
	metrics   event.Decoder
	event     event.Metric
	records   int
	reader    *OrderReader
}

type auditTask struct {
	stage Processor
	state *Memory
	dirty bool
}

// auditCycle is how many records are folded between two cycles.
const auditCycle = 10_000

// NewAudit judges by settings, whose retention does not count. partition is the partition of a
// container's readings, one of partitions. The other stages have one task each, whatever partitions
// records lie in.
func NewAudit(s Settings, partitions int,
	partition func(containerID []byte) int32) (*Audit, error) {
	s.Retention = 0
	a := &Audit{partition: partition, metrics: s.decoder(event.ContainerMetrics)}
	for i := range Stages {
		n := 1
		if slices.Contains(Stages[i].Inputs, Input(event.ContainerMetrics)) {
			n = partitions
		}
		var tasks []*auditTask
		for range n {
			m := &Memory{}
			p, err := Stages[i].New(&s, m)
			if err != nil {
				return nil, err
			}
			tasks = append(tasks, &auditTask{stage: p, state: m})
		}
		a.tasks = append(a.tasks, tasks)
		if Stages[i].Name == AnswerStage {
			a.reader = NewOrderReader(s.Book, tasks[0].state)
		}
	}
	return a, nil
}

// Add folds a record; the code says why it was refused.
func (a *Audit) Add(from event.Topic, r *event.Record) (event.Code, error) {
	code, err := a.fold(from, r)
	if err != nil {
		return "", fmt.Errorf("fold record %d of partition %d: %w", r.Offset, r.Partition, err)
	}
	if a.records++; a.records%auditCycle == 0 {
		err = a.endCycle(Cycle{})
	}
	return code, err
}

func (a *Audit) fold(from event.Topic, r *event.Record) (event.Code, error) {
	for i := range Stages {
		input := slices.Index(Stages[i].Inputs, Input(from))
		if input < 0 {
			continue
		}
		tasks := a.tasks[i]
		if from == event.ContainerMetrics {
			return a.foldReading(tasks, r)
		}
		tasks[0].dirty = true
		return tasks[0].stage.Fold(input, r, a.emit)
	}
	return "", fmt.Errorf("no stage reads %v", from)
}

// foldReading folds a reading in the task of its container. The stream time that it moves is that
// of the partition where it lies, also where its container belongs to another.
func (a *Audit) foldReading(tasks []*auditTask, r *event.Record) (event.Code, error) {
	if int(r.Partition) >= len(tasks) {
		return "", fmt.Errorf("container-metrics has %d partitions", len(tasks))
	}
	if code := a.metrics.Metric(r, &a.event); code != "" {
		return code, nil
	}
	lies, home := tasks[r.Partition], tasks[a.partition(a.event.ContainerID)]
	lies.dirty, home.dirty = true, true
	code, err := home.stage.(*containers).take(&a.event, r.Partition)
	if code == "" && err == nil {
		lies.stage.(*containers).advance(&a.event, r.Timestamp)
	}
	return code, err
}

// emit queues what one stage sends another, and keeps the latest of what a sink has under a key.
func (a *Audit) emit(t Topic, key, value []byte) {
	switch {
	case t.Internal():
		a.queues[t] = append(a.queues[t],
			event.Record{Key: slices.Clone(key), Value: slices.Clone(value)})
	case t != Compliance:
		if a.latest[t] == nil {
			a.latest[t] = map[string][]byte{}
		}
		a.latest[t][string(key)] = slices.Clone(value)
	}
}

// endCycle lets every stage end its cycle and hands on what they send each other, once around.
func (a *Audit) endCycle(c Cycle) error {
	for i := range Stages {
		if err := a.drain(i); err != nil {
			return err
		}
		for _, t := range a.tasks[i] {
			if !t.dirty && !c.Exhausted {
				continue
			}
			t.dirty = false
			for more := true; more; {
				var err error
				if more, err = t.stage.EndCycle(c, a.emit); err != nil {
					return err
				}
			}
		}
	}
	for _, tasks := range a.tasks {
		for _, t := range tasks {
			t.state.Commit()
		}
	}
	return nil
}

// drain folds what was sent to a stage.
func (a *Audit) drain(stage int) error {
	for input, from := range Stages[stage].Inputs {
		topic, internal := from.(Topic)
		if !internal {
			continue
		}
		queue := a.queues[topic]
		a.queues[topic] = nil
		for i := range queue {
			t := a.tasks[stage][0]
			if len(a.tasks[stage]) > 1 {
				t = a.tasks[stage][a.partition(queue[i].Key)]
			}
			t.dirty = true
			if _, err := t.stage.Fold(input, &queue[i], a.emit); err != nil {
				return err
			}
		}
	}
	return nil
}

// rest says that nothing is on its way between the stages.
func (a *Audit) rest() bool {
	for _, q := range a.queues {
		if len(q) > 0 {
			return false
		}
	}
	return true
}

// Finish gives what the sinks hold at the end of the records: for each key the latest value, in the
// order of the keys. Those of Compliance, which are the projections, come first.
func (a *Audit) Finish(fn func(to Topic, key string, value []byte) error) error {
	for rounds := 0; rounds == 0 || !a.rest(); rounds++ {
		if rounds > 2*len(Stages)+2 {
			return fmt.Errorf("the stages still send each other records after %d rounds", rounds)
		}
		if err := a.endCycle(Cycle{Exhausted: true}); err != nil {
			return err
		}
	}
	err := a.reader.Each(func(id string, p []byte) error { return fn(Compliance, id, p) })
	if err != nil {
		return err
	}
	for to, values := range a.latest {
		for _, key := range slices.Sorted(maps.Keys(values)) {
			if err := fn(Topic(to), key, values[key]); err != nil {
				return err
			}
		}
	}
	return nil
}
