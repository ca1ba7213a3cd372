package worker

import (
	"encoding"
	"slices"
	"sync/atomic"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/pipeline"
	"coldchain/state"
)

// outputs are the topics' names in the topology.
type outputs [joins.NumTopics]string

// processor runs a fold as a task of the engine.
type processor struct {
	fold   joins.Processor
	record event.Record
	topics outputs
	out    *pipeline.Output
	emit   joins.Emit

	measures int           // the input that container-metrics is, -1 if it is none
	readings *atomic.Int64 // of the worker, committed
	counted  int64         // in this cycle
	doubtful int64         // in the cycle before, whose commit shows by the next one beginning
}

// stage runs a stage of the join. inputs are the names of its topics; readings counts the committed records
// of container-metrics.
func stage(x *joins.Stage, inputs []string, settings *joins.Settings, topics outputs,
	readings *atomic.Int64) pipeline.Stage {
	measures := slices.Index(x.Inputs, joins.Input(event.ContainerMetrics))
	open := func(tc pipeline.TaskContext) (pipeline.Processor, error) {
		f, err := x.New(settings, tc.Store.(*store).Store)
		if err != nil {
			return nil, err
		}
		p := &processor{fold: f, topics: topics, measures: measures, readings: readings}
		p.emit = func(t joins.Topic, key, value []byte) { p.out.Emit(p.topics[t], key, value) }
		return p, nil
	}
	return pipeline.Stage{Name: x.Name, Inputs: inputs, New: open}
}

// Process implements pipeline.Processor.
func (p *processor) Process(input int, r *kgo.Record, out *pipeline.Output) error {
	p.out = out
	if input == p.measures {
		p.counted++
	}
	p.record = event.Record{Partition: r.Partition, Offset: r.Offset, Timestamp: r.Timestamp.UnixMilli(), Key: r.Key, Value: r.Value}
	code, err := p.fold.Fold(input, &p.record, p.emit)
	if err != nil {
		return err
	}
	if code != "" {
		out.Refuse(r, string(code))
	}
	return nil
}

// EndCycle implements pipeline.Processor.
func (p *processor) EndCycle(c pipeline.Cycle, out *pipeline.Output) error {
	p.out = out
	p.settle()
	if !c.Restoring {
		p.doubtful = p.counted
	}
	p.counted = 0
	return p.fold.EndCycle(joins.Cycle{Exhausted: c.Exhausted, CaughtUp: c.CaughtUp, Interval: c.Interval, Restoring: c.Restoring}, p.emit)
}

// Reset implements pipeline.Processor.
func (p *processor) Reset() error {
	p.counted, p.doubtful = 0, 0
	return p.fold.Reset()
}

// Close implements pipeline.Processor. The store is the engine's.
func (p *processor) Close() error {
	p.settle()
	return nil
}

// settle counts the readings of a cycle that was committed.
func (p *processor) settle() {
	p.readings.Add(p.doubtful)
	p.doubtful = 0
}

// store is a state.Store with the engine's name for positions.
type store struct{ *state.Store }

// Commit implements pipeline.Store.
func (s *store) Commit(offsets map[pipeline.Position]int64) {
	m := make(map[state.Position]int64, len(offsets))
	for p, o := range offsets {
		m[state.Position(p)] = o
	}
	s.Store.Commit(m)
}

// Offsets implements pipeline.Store.
func (s *store) Offsets() map[pipeline.Position]int64 {
	m := map[pipeline.Position]int64{}
	for p, o := range s.Store.Offsets() {
		m[pipeline.Position(p)] = o
	}
	return m
}

// decoder is a state.Codec.
type decoder func(key, value []byte) (encoding.BinaryAppender, error)

// Decode implements state.Codec.
func (d decoder) Decode(key, value []byte) (encoding.BinaryAppender, error) { return d(key, value) }
