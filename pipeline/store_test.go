package pipeline

import (
	"context"
	"maps"
	"strings"
	"sync"
	"time"
)

// MemDisk is what survives a crash: per task what was flushed. It hands out one
// store per task at a time.
type MemDisk struct {
	mu    sync.Mutex
	tasks map[Task]*memFile
}

type memFile struct {
	lock    chan struct{} // holds a token while nobody has it open
	lineage string
	data    map[string]int64
	offsets map[Position]int64
	flushes int
}

func NewDisk() *MemDisk { return &MemDisk{tasks: map[Task]*memFile{}} }

func (d *MemDisk) Open(ctx context.Context, task Task, lineage string) (Store, error) {
	d.mu.Lock()
	f := d.tasks[task]
	if f == nil {
		f = &memFile{lock: make(chan struct{}, 1)}
		f.lock <- struct{}{}
		d.tasks[task] = f
	}
	d.mu.Unlock()
	select {
	case <-f.lock:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.lineage != lineage {
		f.lineage, f.data, f.offsets = lineage, map[string]int64{}, nil
	}
	return &MemStore{f: f, flushEvery: 20, data: maps.Clone(f.data), offsets: maps.Clone(f.offsets),
		cycle: map[string]int64{}}, nil
}

// MemStore keeps numbers by key, as the example wants them.
type MemStore struct {
	f          *memFile
	data       map[string]int64 // committed
	cycle      map[string]int64
	offsets    map[Position]int64
	commits    int
	flushEvery int
}

func (s *MemStore) Get(key string) int64 {
	if v, ok := s.cycle[key]; ok {
		return v
	}
	return s.data[key]
}

func (s *MemStore) Add(key string, n int64) { s.cycle[key] = s.Get(key) + n }

func (s *MemStore) Keys(prefix string) (keys []string) {
	for k := range s.data {
		if strings.HasPrefix(k, prefix) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (s *MemStore) Commit(offsets map[Position]int64) {
	maps.Copy(s.data, s.cycle)
	clear(s.cycle)
	s.offsets = maps.Clone(offsets)
	s.commits++
}
func (s *MemStore) CycleBytes() int64           { return int64(100 * len(s.cycle)) }
func (s *MemStore) Rollback()                   { clear(s.cycle) }
func (s *MemStore) FlushDue(time.Time) bool     { return s.commits%s.flushEvery == 0 }
func (s *MemStore) Offsets() map[Position]int64 { return maps.Clone(s.offsets) }

func (s *MemStore) Flush() error {
	s.f.data, s.f.offsets = maps.Clone(s.data), maps.Clone(s.offsets)
	s.f.flushes++
	return nil
}

func (s *MemStore) Close() error {
	err := s.Flush()
	s.f.lock <- struct{}{}
	return err
}

func (s *MemStore) Abandon() error {
	s.f.lock <- struct{}{}
	return nil
}

// Sum adds up what the disk holds under keys for which want is true.
func (d *MemDisk) Sum(want func(task Task, key string) bool) (total int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for task, f := range d.tasks {
		for k, v := range f.data {
			if want(task, k) {
				total += v
			}
		}
	}
	return total
}
