package worker

import (
	"slices"
	"sync/atomic"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/pipeline"
	"coldchain/state"
)

// processor runs a fold as a task of the engine.
type processor struct {
	fold   joins.Processor
	record event.Record
	out    *pipeline.Output
	emit   joins.Emit

	measures    int           // the input that container-metrics is, -1 if it is none
	readings    *atomic.Int64 // of the worker, committed
	counted     int64         // in this cycle
	uncommitted int64         // of the cycle before: its commit is known when the next one begins
}

// stage runs a stage of the join. inputs are the names of its topics; readings counts the committed
// records of container-metrics.
func stage(x *joins.Stage, inputs []string, settings *joins.Settings,
	readings *atomic.Int64) pipeline.Stage {
	measures := slices.Index(x.Inputs, joins.Input(event.ContainerMetrics))
	open := func(tc pipeline.TaskContext) (pipeline.Processor, error) {
		f, err := x.New(settings, tc.Store.(*state.Store))
		if err != nil {
			return nil, err
		}
		p := &processor{fold: f, measures: measures, readings: readings}
		p.emit = func(t joins.Topic, key, value []byte) { p.out.Emit(t.String(), key, value) }
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
	p.record = event.Record{Partition: r.Partition, Offset: r.Offset,
		Timestamp: r.Timestamp.UnixMilli(), Key: r.Key, Value: r.Value}
	code, err := p.fold.Fold(input, &p.record, p.emit)
	if err != nil {
		return err
	}
	if code != "" {
		out.DeadLetter(r, string(code))
	}
	return nil
}

// EndCycle implements pipeline.Processor.
func (p *processor) EndCycle(c pipeline.Cycle, out *pipeline.Output) (more bool, err error) {
	p.out = out
	p.countCommitted()
	if !c.Restoring {
		p.uncommitted = p.counted
	}
	p.counted = 0
	return p.fold.EndCycle(joins.Cycle{Exhausted: c.Exhausted, CaughtUp: c.CaughtUp,
		Interval: c.Interval, Restoring: c.Restoring, Behind: c.Behind, Release: c.Release}, p.emit)
}

// Reset implements pipeline.Processor.
func (p *processor) Reset() error {
	p.counted, p.uncommitted = 0, 0
	return p.fold.Reset()
}

// Close implements pipeline.Processor. The store is the engine's.
func (p *processor) Close() error {
	p.countCommitted()
	return nil
}

// countCommitted counts the readings of a cycle that was committed.
func (p *processor) countCommitted() {
	p.readings.Add(p.uncommitted)
	p.uncommitted = 0
}
