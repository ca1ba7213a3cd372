package state

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// ErrClosed is returned by operations of a store or pool that has been closed.
var ErrClosed = errors.New("closed")

// maxOpenTables is how many sstables all stores together keep open.
const maxOpenTables = 1000

// Pool owns a state directory and what its stores share. Any goroutine may use it.
type Pool struct {
	dir     string
	fs      vfs.FS
	options Options
	log     *slog.Logger
	lock    *dirLock
	cache   *pebble.Cache
	files   *pebble.FileCache
	tables  sstable.WriterOptions

	migrations []migration

	bytes *blocks[byte]
	cells *blocks[cell]
	// dirty is a sum over the open stores, in bytes; each store adds its changes at the end of a
	// cycle.
	dirty  atomic.Int64
	stores atomic.Int64

	mu      sync.Mutex
	closed  bool
	trimmed time.Time                // see trim
	open    map[string]chan struct{} // task -> closed when the task is free again
}

// OpenPool takes the state directory, creating it where it is missing. It fails if another process,
// or another pool of this one, has it; the error says who.
func OpenPool(o Options) (*Pool, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("state options: %w", err)
	}
	if err := makeDir(o.FS, o.FS.PathJoin(o.Dir, tasksName)); err != nil {
		return nil, fmt.Errorf("create state directory %s: %w", o.Dir, err)
	}
	lock, err := lockDir(o.FS, o.Dir)
	if err != nil {
		return nil, err
	}
	if err := o.FS.RemoveAll(o.FS.PathJoin(o.Dir, asideName)); err != nil {
		err = fmt.Errorf("sweep unfinished and removed stores of %s: %w", o.Dir, err)
		return nil, errors.Join(err, lock.Close())
	}
	p := &Pool{
		dir:     o.Dir,
		fs:      o.FS,
		options: o,
		log:     o.Logger,
		lock:    lock,
		cache:   pebble.NewCache(o.CacheBytes),
		files:   pebble.NewFileCache(runtime.GOMAXPROCS(0), maxOpenTables),
		open:    map[string]chan struct{}{},

		bytes: newBlocks[byte](arenaBlock, 1, o.DirtyBytes),
		cells: newBlocks[cell](cellBlock, cellBytes, o.DirtyBytes),

		migrations: migrations,
	}
	p.tables = p.tableOptions()
	return p, nil
}

// Open opens the store of a task, creating it where it is missing. While another goroutine of the
// process has the task open, Open waits until that store is closed or ctx ends.
//
// lineage names what the store is made from (topology, topics by identity). A store of another
// lineage can't be continued: it is removed and begun anew, which the log says.
func (p *Pool) Open(ctx context.Context, task, lineage string) (*Store, error) {
	if task == "" {
		return nil, errors.New("open store: no task named")
	}
	if err := p.take(ctx, task); err != nil {
		return nil, fmt.Errorf("open store of task %s: %w", task, err)
	}
	s, err := p.openStore(task, lineage)
	if err != nil {
		p.release(task)
		return nil, fmt.Errorf("open store of task %s in %s: %w", task, p.taskDir(task), err)
	}
	return s, nil
}

// take makes the caller the one who has the task open.
func (p *Pool) take(ctx context.Context, task string) error {
	for {
		p.mu.Lock()
		if p.closed {
			p.mu.Unlock()
			return fmt.Errorf("state directory %s: %w", p.dir, ErrClosed)
		}
		free, busy := p.open[task]
		if !busy {
			p.open[task] = make(chan struct{})
			p.mu.Unlock()
			return nil
		}
		p.mu.Unlock()
		select {
		case <-free:
		case <-ctx.Done():
			return fmt.Errorf("wait until this process has closed it: %w", context.Cause(ctx))
		}
	}
}

func (p *Pool) release(task string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.open[task])
	delete(p.open, task)
}

// Close gives the state directory back. The stores must be closed before: else it fails and says
// which are not.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return fmt.Errorf("state directory %s: %w", p.dir, ErrClosed)
	}
	if len(p.open) > 0 {
		var tasks []string
		for task := range p.open {
			tasks = append(tasks, task)
		}
		slices.Sort(tasks)
		return fmt.Errorf("close state directory %s: stores still open: %q", p.dir, tasks)
	}
	p.closed = true
	p.files.Unref()
	p.cache.Unref()
	if err := p.lock.Close(); err != nil {
		return fmt.Errorf("unlock state directory %s: %w", p.dir, err)
	}
	return nil
}
