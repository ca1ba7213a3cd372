package pipeline

import "github.com/twmb/franz-go/pkg/kgo"

// Ticker is a topology that sends something at every interval, input or not.
func Ticker(name string) Topology {
	return Topology{
		Name:    name,
		Version: 1,
		Sources: []Topic{{Name: "in", Physical: name + "-in"}},
		Sinks:   []Topic{{Name: "ticks", Physical: name + "-ticks"}},
		Stages: []Stage{{Name: "tick", Inputs: []string{"in"},
			New: func(TaskContext) (Processor, error) { return TickStage{}, nil }}},
	}
}

type TickStage struct{}

func (TickStage) Process(int, *kgo.Record, *Output) error { return nil }
func (TickStage) Reset() error                            { return nil }
func (TickStage) Close() error                            { return nil }
func (TickStage) EndCycle(c Cycle, out *Output) (bool, error) {
	if c.Interval {
		out.Emit("ticks", []byte("k"), []byte("v"))
	}
	return false, nil
}
