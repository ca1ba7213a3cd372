package state

import (
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"time"

	"github.com/cockroachdb/pebble/v2"

	"coldchain/internal/position"
)

// Position is an input partition of a task.
type Position = position.Position

// Store is the state of one task. View, ViewScan, Offsets and Size may be called from any
// goroutine; all other methods belong to its one writer.
type Store struct {
	task     string
	pool     *Pool
	db       *pebble.DB
	listener *listener
	log      *slog.Logger

	// mu guards what readers look at (S2). The writer changes it under Lock and reads its own
	// without.
	mu      sync.RWMutex
	memory  memory
	offsets map[Position]int64
	closed  bool
	readers sync.WaitGroup // reads of Pebble by others than the writer

	// The rest is the writer's.
	buffer       Buffer // nil = none
	disk         disk
	cursor       cursor
	dirtyOffsets bool
	dirtySince   time.Time // when FlushDue first saw dirty state; zero = not yet
	emptySince   time.Time // when FlushDue last began to see nothing; zero = it does not
	reported     int64     // what the pool's sum has of this store
}

// Offsets returns the next offset of every input partition as of the last Commit; after Open, what
// disk holds. Any goroutine.
func (s *Store) Offsets() map[Position]int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.offsets)
}

// Size returns the bytes that the store takes on disk, 0 once it is closed. Any goroutine.
func (s *Store) Size() int64 {
	if s.enter() != nil {
		return 0
	}
	defer s.readers.Done()
	return int64(s.db.Metrics().DiskSpaceUsage())
}

// CycleBytes returns the bytes of the keys and values that the cycle in progress has put, and what
// it takes in the buffer.
func (s *Store) CycleBytes() int64 {
	if s.buffer == nil {
		return s.memory.cycle
	}
	return s.memory.cycle + s.buffer.CycleBytes()
}

// enter begins a use of Pebble that Close must wait for; the caller ends it by readers.Done.
func (s *Store) enter() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.enterLocked()
}

func (s *Store) enterLocked() error {
	if s.closed {
		return s.errClosed()
	}
	s.readers.Add(1)
	return nil
}

func (s *Store) errClosed() error {
	return fmt.Errorf("store of task %s: %w", s.task, ErrClosed)
}

// dirtyBytes is the memory that a flush frees.
func (s *Store) dirtyBytes() int64 { return s.memory.bytes() + s.bufferBytes() }

// report brings the pool's sum up to date.
func (s *Store) report() {
	n := s.dirtyBytes()
	s.pool.dirty.Add(n - s.reported)
	s.reported = n
}
