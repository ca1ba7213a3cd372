package state

import (
	"encoding"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/RaduBerinde/btreemap"
	"github.com/cockroachdb/pebble/v2"
)

// Store is the state of one task. Get, Put, Delete, Scan, Commit, Rollback, FlushDue, Flush,
// Checkpoint, Close and Abandon belong to its one writer; View, ViewScan, Offsets and Size may be
// called from any goroutine.
type Store struct {
	task     string
	pool     *Pool
	codec    Codec
	db       *pebble.DB
	listener *listener
	log      *slog.Logger

	// mu guards what readers look at (S2). The writer changes it under Lock and reads its own
	// without.
	mu      sync.RWMutex
	entries map[string]*entry
	index   *btreemap.BTreeMap[string, *entry] // the cycle's and the dirty entries, in key order
	offsets map[Position]int64
	closed  bool
	readers sync.WaitGroup // reads of Pebble by others than the writer

	// The rest is the writer's.
	touched      []*entry // what the cycle has changed
	dirtyCount   int
	dirtyOffsets bool
	dirtySince   time.Time // when FlushDue first saw dirty state; zero = not yet
	dirtyBytes   int64
	cleanBytes   int64
	reported     struct{ dirty, clean int64 } // what the pool's sums have of this store
	clock        []*entry                     // the clean entries, see evict
	hand         int
	flushing     <-chan struct{} // closed when Pebble has the last batch in a table
	scratch      []byte
	// bytes that a byte of dirty state took in the last batch; 0 = there was none
	density float64
}

// entry is a key that is in memory. Fields marked r are read by readers.
type entry struct {
	key       string                  // r
	committed encoding.BinaryAppender // r; nil = the key is absent
	cycle     encoding.BinaryAppender // what the cycle made of it if touched; nil = deleted
	size      int64                   // bytes counted for it, dirty or clean
	encoded   int32                   // length when last read or written
	slot      int32                   // place in Store.clock, -1 = none
	// r; committed is what it says; false only if the cycle put it unread
	known   bool
	dirty   bool // r; committed is not on disk yet
	touched bool // the cycle has changed it
	indexed bool // it is in Store.index
	used    bool // since the clock's hand last came by
}

const indexDegree = 32

func newIndex() *btreemap.BTreeMap[string, *entry] {
	return btreemap.New[string, *entry](indexDegree, strings.Compare)
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

// enter begins a use of Pebble that Close must wait for; the caller ends it by readers.Done.
func (s *Store) enter() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.enterLocked()
}

func (s *Store) enterLocked() error {
	if s.closed {
		return fmt.Errorf("store of task %s: %w", s.task, ErrClosed)
	}
	s.readers.Add(1)
	return nil
}
