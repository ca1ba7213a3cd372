package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"coldchain/pipeline"
)

// Files keeps each task's store in a file of one folder. It shows what the engine asks of
// a store; a store that writes everything anew with each flush is for small banks.
type Files struct {
	Dir string

	mu   sync.Mutex
	open map[pipeline.Task]chan struct{} // closed when the task is free again
}

// content is what a file holds.
type content struct {
	Version int              `json:"version"`
	Lineage string           `json:"lineage"`
	Offsets []position       `json:"offsets"`
	Numbers map[string]int64 `json:"numbers"`
}

type position struct {
	pipeline.Position
	Next int64
}

const fileVersion = 1

// Open is a pipeline.OpenStore.
func (f *Files) Open(ctx context.Context, task pipeline.Task, lineage string) (
	pipeline.Store, error) {
	if err := f.take(ctx, task); err != nil {
		return nil, err
	}
	s := &file{
		files:     f,
		task:      task,
		path:      filepath.Join(f.Dir, task.String()+".json"),
		lineage:   lineage,
		committed: map[string]int64{},
		cycle:     map[string]int64{},
		offsets:   map[pipeline.Position]int64{},
	}
	if err := s.read(); err != nil {
		s.release()
		return nil, fmt.Errorf("read the store of task %v: %w", task, err)
	}
	return s, nil
}

// take waits until nobody in this process has the task open.
func (f *Files) take(ctx context.Context, task pipeline.Task) error {
	for {
		f.mu.Lock()
		free := f.open[task]
		if free == nil {
			if f.open == nil {
				f.open = map[pipeline.Task]chan struct{}{}
			}
			f.open[task] = make(chan struct{})
			f.mu.Unlock()
			return nil
		}
		f.mu.Unlock()
		select {
		case <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// file is a Numbers whose committed part is in memory and now and then in a file.
type file struct {
	files         *Files
	task          pipeline.Task
	path, lineage string
	committed     map[string]int64
	cycle         map[string]int64 // changed in this cycle
	offsets       map[pipeline.Position]int64
	dirty         bool
}

func (s *file) read() error {
	b, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var c content
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	switch {
	case c.Version > fileVersion:
		return fmt.Errorf("%s has version %d, this program knows %d",
			s.path, c.Version, fileVersion)
	case c.Lineage != s.lineage: // made from other topics: begun afresh
		return nil
	}
	s.committed = c.Numbers
	for _, p := range c.Offsets {
		s.offsets[p.Position] = p.Next
	}
	return nil
}

// Get implements Numbers.
func (s *file) Get(key string) int64 {
	if n, ok := s.cycle[key]; ok {
		return n
	}
	return s.committed[key]
}

// Add implements Numbers.
func (s *file) Add(key string, n int64) { s.cycle[key] = s.Get(key) + n }

// Keys implements Numbers.
func (s *file) Keys(prefix string) (keys []string) {
	for key := range s.committed {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	return keys
}

// Commit implements pipeline.Store.
func (s *file) Commit(offsets map[pipeline.Position]int64) {
	maps.Copy(s.committed, s.cycle)
	maps.Copy(s.offsets, offsets)
	clear(s.cycle)
	s.dirty = true
}

// CycleBytes implements pipeline.Store: a number takes about a hundred bytes.
func (s *file) CycleBytes() int64 { return int64(100 * len(s.cycle)) }

// Rollback implements pipeline.Store.
func (s *file) Rollback() { clear(s.cycle) }

// Offsets implements pipeline.Store.
func (s *file) Offsets() map[pipeline.Position]int64 { return maps.Clone(s.offsets) }

// FlushDue implements pipeline.Store: what is committed waits for the end, since the log
// has it.
func (s *file) FlushDue(time.Time) bool { return false }

// Flush implements pipeline.Store. Numbers and offsets get their place together, by the
// rename (I2).
func (s *file) Flush() error {
	if !s.dirty {
		return nil
	}
	c := content{Version: fileVersion, Lineage: s.lineage, Numbers: s.committed}
	for p, next := range s.offsets {
		c.Offsets = append(c.Offsets, position{p, next})
	}
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	made, err := os.Create(s.path + ".tmp")
	if err != nil {
		return err
	}
	_, err = made.Write(b)
	if err = errors.Join(err, made.Sync(), made.Close()); err != nil {
		return err
	}
	s.dirty = false
	return os.Rename(made.Name(), s.path)
}

// Close implements pipeline.Store.
func (s *file) Close() error { defer s.release(); return s.Flush() }

// Abandon implements pipeline.Store.
func (s *file) Abandon() error { s.release(); return nil }

func (s *file) release() {
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	close(s.files.open[s.task])
	delete(s.files.open, s.task)
}
