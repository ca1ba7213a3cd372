package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/internal/position"
)

// Task is one stage at one partition: the unit that is assigned, restored and moved.
type Task struct {
	Stage     string
	Partition int32
}

func (t Task) String() string { return fmt.Sprintf("%s-%d", t.Stage, t.Partition) }

// Position is an input partition, by the topic's name in Kafka.
type Position = position.Position

// Store is what the engine needs of a task's store. One goroutine at a time calls
// it. It keeps a cycle's changes apart from what is committed, and what is
// committed apart from what is on disk.
type Store interface {
	// Commit makes the cycle's changes and the offsets (next to read) committed, in memory.
	Commit(offsets map[Position]int64)
	// CycleBytes is the memory that the cycle's changes take so far.
	CycleBytes() int64
	// Rollback forgets the cycle's changes.
	Rollback()
	// Flush writes what is committed, with its offsets, atomically (I2).
	Flush() error
	// FlushDue says whether the store wants to be flushed.
	FlushDue(now time.Time) bool
	// Offsets returns the committed offsets; right after opening, what the disk holds.
	Offsets() map[Position]int64
	// Close flushes durably and closes.
	Close() error
	// Abandon closes without writing, as a crash would.
	Abandon() error
}

// OpenStore opens the store of a task. While another goroutine of the process
// has it open it waits, bounded by ctx. A store of another lineage (other
// topology or topics made anew) is begun afresh.
type OpenStore func(ctx context.Context, task Task, lineage string) (Store, error)

// TaskContext is what a processor is made with.
type TaskContext struct {
	Task   Task
	Store  Store
	Inputs []string // names in Kafka, in the order of the stage's inputs
	Logger *slog.Logger
}

// Processor is a task's fold. One goroutine at a time calls it.
type Processor interface {
	// Process takes one record of the stage's input number input. The record is
	// only valid during the call. An error is a failure of the store and ends the
	// engine; a bad record goes to out.DeadLetter.
	Process(input int, r *kgo.Record, out *Output) error
	// EndCycle is called before the cycle's transaction is committed. A cycle is bounded: more says
	// that something that was due was left for the next one. The engine then begins the next cycle
	// of the task at once, reads what is there without waiting for it, and calls EndCycle with the
	// same facts; the processor remembers where it was. Until more is false the task counts neither
	// as exhausted nor as caught up.
	EndCycle(c Cycle, out *Output) (more bool, err error)
	// Reset is called when the store was opened or rolled back: what is kept beside
	// the store is rebuilt.
	Reset() error
	Close() error
}

// Cycle says why and how a cycle ends.
type Cycle struct {
	// Exhausted: all inputs of the task are at their known end.
	Exhausted bool
	// CaughtUp: what lay in the group's inputs when this process began has gone through all
	// stages. It is never set in a run to the end.
	CaughtUp bool
	// Interval: the progress interval has passed.
	Interval bool
	// Behind: the task catches up. Progress is not due, and what is material may wait until
	// Release.
	Behind bool
	// Release: what was held back goes out now.
	Release bool
	// Restoring: the records were processed before; outputs go nowhere (I3).
	Restoring bool
}
