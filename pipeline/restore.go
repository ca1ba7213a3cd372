package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// restore opens a task's store and replays S..C, from the store's offsets to the
// committed ones, with outputs off (I3). It owns the task until it returns. It
// reads with a client of its own, outside of the group, because a client in the group
// takes what it reads for progress.
func (e *Engine) restore(ctx context.Context, t *task, log *slog.Logger) error {
	store, err := e.o.OpenStore(ctx, t.Task, t.stage.lineage)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fatal("open store: %w", err)
	}
	t.store = store
	target, err := e.restoreRange(ctx, t)
	if err != nil {
		return err
	}
	inputs := make([]string, len(t.inputs))
	for i, in := range t.inputs {
		inputs[i] = in.Topic
	}
	t.proc, err = t.stage.New(TaskContext{Task: t.Task, Store: store, Inputs: inputs, Logger: log})
	if err != nil {
		return fatal("make processor: %w", err)
	}
	if err := t.proc.Reset(); err != nil {
		return fatal("reset processor: %w", err)
	}
	behind := false
	for i, in := range t.inputs {
		behind = behind || in.position < target[i]
	}
	if behind {
		select { // each replay has a client and its buffers
		case e.replays <- struct{}{}:
			defer func() { <-e.replays }()
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := e.replay(ctx, t, target, log); err != nil {
			return err
		}
	}
	for _, in := range t.inputs {
		in.committed = in.position
	}
	return nil
}

// restoreRange finds S, C and the known end of each input, and refuses what cannot be
// replayed. It sets position to S and returns the Cs.
func (e *Engine) restoreRange(ctx context.Context, t *task) (target []int64, err error) {
	positions := t.stage.positions(t.Partition)
	topics := make([]string, len(positions))
	for i, p := range positions {
		topics[i] = p.Topic
	}
	committed, err := e.committed(ctx, positions)
	if err != nil {
		return nil, err
	}
	starts, err := e.adm.ListStartOffsets(ctx, topics...)
	if err != nil {
		return nil, fmt.Errorf("list start offsets: %w", err)
	}
	ends, err := e.adm.ListCommittedOffsets(ctx, topics...)
	if err != nil {
		return nil, fmt.Errorf("list end offsets: %w", err)
	}
	held := t.store.Offsets()
	for _, in := range t.inputs {
		start, ok := starts.Lookup(in.Topic, in.Partition)
		end, ok2 := ends.Lookup(in.Topic, in.Partition)
		if err := errors.Join(start.Err, end.Err); err != nil || !ok || !ok2 {
			return nil, fmt.Errorf("list offsets of %v: %w", in.Position, err)
		}
		c, hasC := committed[in.Position]
		s, hasS := held[in.Position]
		at := c.At
		if hasC {
			in.origin = decodeOffset(c.Metadata).origin
			if !hasS {
				s = in.origin // an empty store needs everything that the group ever read
			}
		} else {
			in.origin, at = start.Offset, start.Offset // the first start of all
			if !hasS {
				s = start.Offset
			}
		}
		if s > at {
			return nil, &AheadError{Task: t.Task, Position: in.Position, Store: s, Committed: at}
		}
		if s < start.Offset && (s < at || !hasC) {
			return nil, &GapError{Task: t.Task, Position: in.Position, From: s, To: start.Offset}
		}
		if at < start.Offset { // what is next to read is gone
			return nil, &GapError{Task: t.Task, Position: in.Position, From: at, To: start.Offset}
		}
		in.position, in.committed = s, at
		e.noteEnd(in, end.Offset)
		in.found = in.target
		in.publish()
		target = append(target, at)
	}
	return target, nil
}

func (e *Engine) replay(ctx context.Context, t *task, target []int64, log *slog.Logger) error {
	assign := map[string]map[int32]kgo.Offset{}
	for i, in := range t.inputs {
		if in.position < target[i] {
			assign[in.Topic] = map[int32]kgo.Offset{in.Partition: kgo.NewOffset().At(in.position)}
			log.Info("replaying",
				"input", in.Position.String(), "from", in.position, "to", target[i])
		}
	}
	cl, err := kgo.NewClient(append(e.readerOpts(), kgo.ConsumePartitions(assign))...)
	if err != nil {
		return fmt.Errorf("open client: %w", err)
	}
	defer cl.Close()
	out := Output{off: true}
	for missing := len(assign); missing > 0; {
		fetches := cl.PollFetches(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		done, err := e.replayFetches(ctx, t, target, fetches, &out, cl)
		if err != nil {
			return err
		}
		missing -= done
		if err := replayed(ctx, t, &out); err != nil {
			return err
		}
	}
	return nil
}

// replayed ends a cycle of a replay. What is replayed is committed in Kafka already, so the store
// may commit it (I1).
func replayed(ctx context.Context, t *task, out *Output) error {
	for more := true; more; {
		var err error
		if more, err = t.proc.EndCycle(Cycle{Restoring: true}, out); err != nil {
			return fatal("end of cycle: %w", err)
		}
		t.store.Commit(t.offsets())
		if t.store.FlushDue(time.Now()) {
			if err := t.store.Flush(); err != nil {
				return fatal("flush: %w", err)
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// replayFetches folds what lies below the targets and returns how many inputs
// have arrived there (I5).
func (e *Engine) replayFetches(ctx context.Context, t *task, target []int64, fetches kgo.Fetches,
	out *Output, cl *kgo.Client) (done int, err error) {
	fetches.EachPartition(func(p kgo.FetchTopicPartition) {
		var in *input
		for _, i := range t.inputs {
			if i.Topic == p.Topic {
				in = i
			}
		}
		if err != nil || in == nil || p.Err == nil && in.position >= target[in.index] {
			return
		}
		if p.Err != nil {
			if isOutOfRange(p.Err) {
				err = e.gap(in, map[*input]*task{in: t})
			} else if ctx.Err() == nil {
				err = fmt.Errorf("read %v: %w", in.Position, p.Err)
			}
			return
		}
		for n, r := range p.Records {
			if n%lookEvery == lookEvery-1 && (ctx.Err() != nil ||
				t.store.CycleBytes() > e.o.MaxCycleBytes) {
				if err = replayed(ctx, t, out); err != nil {
					return
				}
			}
			if r.Offset >= target[in.index] {
				in.position = target[in.index]
				break
			}
			if !r.Attrs.IsControl() {
				if perr := t.proc.Process(in.index, r, out); perr != nil {
					err = fatal("record %d of %v: %w", r.Offset, in.Position, perr)
					return
				}
			}
			in.position = r.Offset + 1
			r.Recycle()
		}
		if in.position >= target[in.index] {
			done++
			cl.PauseFetchPartitions(map[string][]int32{in.Topic: {in.Partition}})
		}
	})
	return done, err
}

func isOutOfRange(err error) bool { return errors.Is(err, kerr.OffsetOutOfRange) }

// gap makes the error for a read below the start of the log.
func (e *Engine) gap(in *input, owner map[*input]*task) error {
	if in == nil {
		return kerr.OffsetOutOfRange
	}
	g := &GapError{Task: owner[in].Task, Position: in.Position, From: in.position, To: -1}
	if starts, err := e.adm.ListStartOffsets(e.hard, in.Topic); err == nil {
		if start, ok := starts.Lookup(in.Topic, in.Partition); ok && start.Err == nil {
			g.To = start.Offset
		}
	}
	if g.To <= g.From { // not below the start, so beyond the end
		return fatal("task %v: offset %d of %v is beyond the end of the log: the topic was "+
			"truncated or made anew", g.Task, in.position, in.Position)
	}
	return g
}
