package pipeline

import (
	"context"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
)

// caughtUpEvery is the time between two looks at how far the group is.
const caughtUpEvery = time.Second

// watchCaughtUp waits until everything that lay in the group's inputs at the start was read, by whichever worker, and so was what became of it: a
// record goes through each stage once at most, so as many times as there are stages the ends of now are waited for. A task at the end of its own
// inputs does not know that much: something for it may still be on its way through the tasks before it.
func (e *Engine) watchCaughtUp(ctx context.Context) {
	for range e.layout.stages {
		var ends map[Position]int64
		for ends == nil || !e.reached(ctx, ends) {
			if ends == nil {
				ends = e.inputEnds(ctx)
			}
			if sleep(ctx, min(caughtUpEvery, e.o.ProgressInterval)) != nil {
				return
			}
		}
	}
	e.caughtUp.Store(true)
}

// inputEnds are the ends of all inputs that hold anything; nil where they could not be had.
func (e *Engine) inputEnds(ctx context.Context) map[Position]int64 {
	starts, err := e.adm.ListStartOffsets(ctx, e.layout.inputs()...)
	if err != nil {
		return nil
	}
	listed, err := e.adm.ListEndOffsets(ctx, e.layout.inputs()...)
	if err != nil {
		return nil
	}
	ends, failed := map[Position]int64{}, false
	listed.Each(func(end kadm.ListedOffset) {
		start, ok := starts.Lookup(end.Topic, end.Partition)
		if failed = failed || !ok || start.Err != nil || end.Err != nil; !failed && start.Offset < end.Offset {
			ends[Position{end.Topic, end.Partition}] = end.Offset
		}
	})
	if failed {
		return nil
	}
	return ends
}

// reached says whether the group has committed that much.
func (e *Engine) reached(ctx context.Context, ends map[Position]int64) bool {
	offsets, err := e.adm.FetchOffsets(ctx, e.t.Name)
	if err != nil {
		return false
	}
	for pos, end := range ends {
		if o, ok := offsets.Lookup(pos.Topic, pos.Partition); !ok || o.Err != nil || o.At < end {
			return false
		}
	}
	return true
}
