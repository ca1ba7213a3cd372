package pipeline

import (
	"context"
	"maps"
	"sync"
	"time"
)

// memDisk is what survives a crash: per task what was flushed. It hands out one
// store per task at a time.
type memDisk struct {
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

func newDisk() *memDisk { return &memDisk{tasks: map[Task]*memFile{}} }

func (d *memDisk) open(ctx context.Context, task Task, lineage string) (Store, error) {
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
	return &memStore{f: f, flushEvery: 20, data: maps.Clone(f.data), offsets: maps.Clone(f.offsets), cycle: map[string]int64{}}, nil
}

// memStore keeps numbers by key.
type memStore struct {
	f          *memFile
	data       map[string]int64 // committed
	cycle      map[string]int64
	offsets    map[Position]int64
	commits    int
	flushEvery int
}

func (s *memStore) get(key string) int64 {
	if v, ok := s.cycle[key]; ok {
		return v
	}
	return s.data[key]
}

func (s *memStore) add(key string, n int64) int64 {
	v := s.get(key) + n
	s.cycle[key] = v
	return v
}

func (s *memStore) Commit(offsets map[Position]int64) {
	maps.Copy(s.data, s.cycle)
	clear(s.cycle)
	s.offsets = maps.Clone(offsets)
	s.commits++
}
func (s *memStore) Rollback()                   { clear(s.cycle) }
func (s *memStore) FlushDue(time.Time) bool     { return s.commits%s.flushEvery == 0 }
func (s *memStore) Offsets() map[Position]int64 { return maps.Clone(s.offsets) }

func (s *memStore) Flush() error {
	s.f.data, s.f.offsets = maps.Clone(s.data), maps.Clone(s.offsets)
	s.f.flushes++
	return nil
}

func (s *memStore) Close() error {
	err := s.Flush()
	s.f.lock <- struct{}{}
	return err
}

func (s *memStore) Abandon() error {
	s.f.lock <- struct{}{}
	return nil
}

// sum adds up what the disk holds under keys for which want is true.
func (d *memDisk) sum(want func(task Task, key string) bool) (total int64) {
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
