package pipeline

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// TaskState says whether a task answers for its partition.
type TaskState uint8

const (
	Restoring TaskState = iota
	Live
)

func (s TaskState) String() string {
	if s == Live {
		return "live"
	}
	return "restoring"
}

// TaskStatus is a task of this process, as others see it.
type TaskStatus struct {
	Task      Task
	State     TaskState
	Lag       int64              // offsets up to the known ends of all inputs
	Positions map[Position]int64 // committed, next to read
}

// input is one input partition of a task. The owner of the task owns it; the
// atomics are what others may read.
type input struct {
	Position
	index     int   // input number of the stage
	position  int64 // next to process, in this cycle
	polled    int64 // next that the client gives: what lies between is kept, see kept.go
	committed int64 // next to process, as committed
	end       int64 // known last stable offset
	target    int64 // end for the purpose of exhaustion; see Engine.target
	found     int64 // end when the task went live
	origin    int64 // where the group began to read the partition

	seenCommitted, seenEnd atomic.Int64
}

func (in *input) publish() {
	in.seenCommitted.Store(in.committed)
	in.seenEnd.Store(max(in.end, in.committed))
}

// task is one task that a thread owns. See the package comment on who may touch it.
type task struct {
	Task
	stage  *stageInfo
	inputs []*input
	store  Store
	proc   Processor

	cancel context.CancelFunc // of the restore
	done   chan struct{}      // closed when the restore has ended
	began  time.Time

	records    int       // data records in this cycle
	dirty      bool      // Process or EndCycle was called in this cycle
	exhausted  bool      // EndCycle with Exhausted was committed since the last data record
	exhausting bool      // EndCycle with Exhausted was called in this cycle
	lastData   time.Time // when data last came
	reached    bool      // the ends that were found were reached
	holdSince  time.Time // of the first cycle that may have held something; zero: none did
	again      repeat    // EndCycle is due once more
	ended      repeat    // what again becomes when this cycle is committed

	live          atomic.Bool
	seenExhausted atomic.Bool // exhausted, for the watch of a run to the end
	seenMore      atomic.Bool // something that was due is left for the next cycle
	readable      atomic.Pointer[Store]
}

func newTask(id Task, stage *stageInfo) *task {
	t := &task{Task: id, stage: stage, done: make(chan struct{})}
	for i, pos := range stage.positions(id.Partition) {
		t.inputs = append(t.inputs, &input{Position: pos, index: i})
	}
	return t
}

// offsets are the task's positions, for Store.Commit (I2).
func (t *task) offsets() map[Position]int64 {
	m := make(map[Position]int64, len(t.inputs))
	for _, in := range t.inputs {
		m[in.Position] = in.position
	}
	return m
}

func (t *task) moved() bool {
	moved := func(in *input) bool { return in.position != in.committed }
	return slices.ContainsFunc(t.inputs, moved)
}

func (t *task) atEnd() bool {
	return !slices.ContainsFunc(t.inputs, func(in *input) bool { return in.position < in.target })
}

// commit takes the cycle's changes into the store, after the transaction (I1, I2).
func (t *task) commit() {
	if t.dirty || t.moved() {
		t.store.Commit(t.offsets())
	}
	for _, in := range t.inputs {
		in.committed = in.position
		in.publish()
	}
	if t.exhausting && !t.ended.due {
		t.exhausted = true
	} else if t.records > 0 {
		t.exhausted = false
	}
	if t.again = t.ended; !t.again.due {
		t.again = repeat{}
	}
	t.endCycle()
}

// rollback undoes the cycle's changes (I1).
func (t *task) rollback() error {
	for _, in := range t.inputs {
		in.position = in.committed
	}
	t.again = t.again.aborted(t.ended.facts)
	if t.dirty {
		t.store.Rollback()
		if err := t.proc.Reset(); err != nil {
			return fatal("task %v: reset after an aborted cycle: %w", t.Task, err)
		}
	}
	t.endCycle()
	return nil
}

func (t *task) endCycle() {
	t.records, t.dirty, t.exhausting = 0, false, false
	t.ended = t.again
	t.seenMore.Store(t.again.due)
	t.seenExhausted.Store(t.exhausted && !t.again.due)
}

// close closes store and processor. Nothing of a cycle may be pending unless the store is
// abandoned.
func (t *task) close(abandon bool) error {
	t.live.Store(false)
	t.readable.Store(nil)
	var err error
	if t.proc != nil {
		err = t.proc.Close()
	}
	if t.store != nil {
		if abandon {
			_ = t.store.Abandon() // it lags behind the commit, whatever the error says
		} else if cerr := t.store.Close(); cerr != nil {
			err = cerr
		}
	}
	if err != nil {
		return fmt.Errorf("close task %v: %w", t.Task, err)
	}
	return nil
}

func (t *task) status() TaskStatus {
	s := TaskStatus{Task: t.Task, Positions: make(map[Position]int64, len(t.inputs))}
	if t.live.Load() {
		s.State = Live
	}
	for _, in := range t.inputs {
		c := in.seenCommitted.Load()
		s.Positions[in.Position] = c
		s.Lag += in.seenEnd.Load() - c
	}
	return s
}

// freshness is the sum of the committed offsets, which only grows.
func (t *task) freshness() (sum int64) {
	for _, in := range t.inputs {
		sum += in.seenCommitted.Load()
	}
	return sum
}
