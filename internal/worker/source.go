package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"coldchain/joins"
	"coldchain/pipeline"
	"coldchain/queryapi"
	"coldchain/state"
)

// source answers the HTTP API from the committed state of this worker's tasks.
type source struct {
	worker   *Worker
	engine   *pipeline.Engine
	readings atomic.Int64
}

// retryAfter is when a task that is restored or moved is asked for again.
const retryAfter = time.Second

// Order implements queryapi.Source.
func (s *source) Order(_ context.Context, id string) (queryapi.Answer, error) {
	task, known := s.engine.TaskOf(joins.AnswerStage, []byte(id))
	if !known {
		return queryapi.Answer{}, queryapi.ErrNotReady(retryAfter)
	}
	st, status, live := s.engine.Store(task)
	if !live {
		addr, local := s.engine.Owner(joins.AnswerStage, []byte(id))
		if addr != "" && !local && addr != s.worker.config.Advertise {
			return queryapi.Answer{}, queryapi.ErrElsewhere(addr)
		}
		return queryapi.Answer{}, queryapi.ErrNotReady(retryAfter)
	}
	p, err := joins.NewOrderReader(s.worker.book, st.(*state.Store)).Answer(id)
	switch {
	case errors.Is(err, state.ErrClosed):
		return queryapi.Answer{}, queryapi.ErrNotReady(retryAfter)
	case err != nil:
		return queryapi.Answer{}, fmt.Errorf("read order %s: %w", id, err)
	case p == nil:
		return queryapi.Answer{}, queryapi.ErrNotFound
	}
	return queryapi.Answer{Projection: p, Offsets: offsets(status), Lag: status.Lag}, nil
}

func offsets(s pipeline.TaskStatus) map[string]int64 {
	m := make(map[string]int64, len(s.Positions))
	for p, o := range s.Positions {
		m[fmt.Sprintf("%s-%d", p.Topic, p.Partition)] = o
	}
	return m
}

// errEnough ends a scan.
var errEnough = errors.New("enough")

// each gives the projections of this worker's orders.
func (s *source) each(ctx context.Context, fn func(projection []byte) error) error {
	for _, t := range s.engine.Tasks() {
		if t.Task.Stage != joins.AnswerStage {
			continue
		}
		st, _, live := s.engine.Store(t.Task)
		if !live {
			continue
		}
		reader := joins.NewOrderReader(s.worker.book, st.(*state.Store))
		err := reader.Each(func(_ string, p []byte) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return fn(p)
		})
		if err != nil && !errors.Is(err, state.ErrClosed) {
			return err
		}
	}
	return nil
}

// Orders implements queryapi.Source.
func (s *source) Orders(ctx context.Context, f queryapi.Filter) ([]queryapi.Summary, error) {
	var all []queryapi.Summary
	err := s.each(ctx, func(p []byte) error {
		sum, err := queryapi.Summarise(p)
		if err != nil {
			return err
		}
		if f.Verdict == "" || sum.Verdict == f.Verdict {
			all = append(all, sum)
		}
		if f.Limit > 0 && len(all) >= f.Limit {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return all, err
}

// Counts implements queryapi.Source.
func (s *source) Counts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	err := s.each(ctx, func(p []byte) error {
		var v struct{ Verdict string }
		if err := json.Unmarshal(p, &v); err != nil {
			return err
		}
		counts[v.Verdict]++
		return nil
	})
	return counts, err
}

// Tasks implements queryapi.Source.
func (s *source) Tasks() []queryapi.TaskStatus {
	var all []queryapi.TaskStatus
	for _, t := range s.engine.Tasks() {
		status := queryapi.TaskStatus{Task: t.Task.String(), Stage: t.Task.Stage,
			Partition: t.Task.Partition, State: queryapi.Restoring, Offsets: offsets(t), Lag: t.Lag}
		if st, _, live := s.engine.Store(t.Task); live {
			status.State = queryapi.Running
			status.Bytes = st.(*state.Store).Size()
			if t.Task.Stage == joins.MeasureStage {
				if ms, ok, err := joins.StreamTime(st.(*state.Store)); err == nil && ok {
					status.Through = rfc3339(ms)
				}
			}
		}
		all = append(all, status)
	}
	return all
}

// Joined implements queryapi.Source.
func (s *source) Joined() bool { return s.engine.Joined() }

// Peers implements queryapi.Source.
func (s *source) Peers() []string { return s.engine.Peers() }
