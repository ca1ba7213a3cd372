package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Summary is what a run to the end did in this process.
type Summary struct {
	Records     int64     // processed in committed cycles
	FirstRecord time.Time // zero: none came
	LastCommit  time.Time
}

// Summary returns the figures so far.
func (e *Engine) Summary() Summary {
	s := Summary{Records: e.records.Load()}
	if at := e.first.Load(); at != 0 {
		s.FirstRecord = time.Unix(0, at)
	}
	if at := e.latest.Load(); at != 0 {
		s.LastCommit = time.Unix(0, at)
	}
	return s
}

// RunUntilEnd works until everything is processed that lies in the sources when it
// starts, and all that follows from it, then drains and returns. Other processes
// of the group may take part, in this mode too. If ctx ends before, it returns
// ctx's error.
func (e *Engine) RunUntilEnd(ctx context.Context) (Summary, error) {
	if e.used.Swap(true) {
		return Summary{}, errors.New("an engine runs once: make a new one")
	}
	e.untilEnd = true
	err := e.run(ctx, e.watchEnd)
	return e.Summary(), err
}

// takeEnds notes where the sources end. Here and in drained an end is that of the
// log, not the last stable offset: behind a transaction that a crash left open
// there may be records that are committed already.
func (e *Engine) takeEnds(ctx context.Context) error {
	e.ends = map[Position]int64{}
	for _, s := range e.layout.stages {
		for _, in := range s.inputs {
			if in.kind != source {
				continue
			}
			ends, err := e.adm.ListEndOffsets(ctx, in.physical)
			if err != nil {
				return fmt.Errorf("list the end of source %s: %w", in.physical, err)
			}
			for p := range s.partitions {
				o, ok := ends.Lookup(in.physical, p)
				if !ok || o.Err != nil {
					return fmt.Errorf("list the end of source %s[%d]: %w", in.physical, p, o.Err)
				}
				e.ends[Position{Topic: in.physical, Partition: p}] = o.Offset
			}
		}
	}
	return nil
}

// watchEnd returns once the end is seen twice, with nothing moved in between.
func (e *Engine) watchEnd(ctx context.Context) error {
	var before map[Position]int64
	failures := 0
	for {
		if sleep(ctx, max(e.o.IdleAfter, 10*time.Millisecond)) != nil {
			return context.Cause(ctx)
		}
		if !e.allExhausted() {
			before = nil
			continue
		}
		ends, drained, err := e.drained(ctx)
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			if failures++; failures > 100 {
				return fmt.Errorf("watch for the end: %w", err)
			}
			before = nil
			continue
		case !drained || !e.allExhausted():
			before = nil
		case maps.Equal(before, ends):
			return nil
		default:
			before = ends
		}
		failures = 0
	}
}

// allExhausted says that every task of this process is live and has committed an
// EndCycle with Exhausted since its last record.
func (e *Engine) allExhausted() bool {
	for _, t := range e.threads {
		for _, task := range t.showing() {
			if !task.live.Load() || !task.seenExhausted.Load() {
				return false
			}
		}
	}
	return true
}

// drained compares what the group has committed with the ends of all inputs, its
// other processes' included, and returns the ends.
func (e *Engine) drained(ctx context.Context) (ends map[Position]int64, drained bool, err error) {
	topics := e.layout.inputs()
	listed, err := e.adm.ListEndOffsets(ctx, topics...)
	if err != nil {
		return nil, false, err
	}
	starts, err := e.adm.ListStartOffsets(ctx, topics...)
	if err != nil {
		return nil, false, err
	}
	ends = map[Position]int64{}
	var positions []Position
	for _, s := range e.layout.stages {
		for p := range s.partitions {
			positions = append(positions, s.positions(p)...)
		}
	}
	committed, err := e.committed(ctx, positions)
	if err != nil {
		return nil, false, err
	}
	for _, pos := range slices.Clone(positions) {
		end, ok := listed.Lookup(pos.Topic, pos.Partition)
		start, ok2 := starts.Lookup(pos.Topic, pos.Partition)
		if err := errors.Join(end.Err, start.Err); err != nil || !ok || !ok2 {
			return nil, false, fmt.Errorf("list offsets of %v: %w", pos, err)
		}
		want := end.Offset
		if at, ok := e.ends[pos]; ok {
			want = at
		}
		at := start.Offset // nothing was ever read: nothing was ever there
		if c, ok := committed[pos]; ok {
			at = c.At
		}
		if at < want {
			return nil, false, nil
		}
		ends[pos] = want
	}
	return ends, true, nil
}
