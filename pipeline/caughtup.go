package pipeline

import (
	"context"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
)

// caughtUpEvery is the time between two looks at how far the group is.
const caughtUpEvery = time.Second

// watchCaughtUp waits until the group has read everything that lay in its inputs at the start, and
// everything that followed from it. A record goes through each stage at most once, so the watch
// waits for the current ends as many times as there are stages. A task at the end of its own inputs
// does not know that much, since a record for it may still be in the stages before it.
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

// inputEnds are the ends of all inputs that hold anything, nil where the brokers did not tell.
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
		failed = failed || !ok || start.Err != nil || end.Err != nil
		if !failed && start.Offset < end.Offset {
			ends[Position{Topic: end.Topic, Partition: end.Partition}] = end.Offset
		}
	})
	if failed {
		return nil
	}
	return ends
}

// reached says whether the group has committed that much, and the tasks of this process have
// nothing left that follows from it.
func (e *Engine) reached(ctx context.Context, ends map[Position]int64) bool {
	if e.unfinished() {
		return false
	}
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
