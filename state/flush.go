package state

import (
	"fmt"
	"time"

	"github.com/RaduBerinde/btreemap"
	"github.com/cockroachdb/pebble/v2"
)

const (
	// maxDirtyBytes is due whatever the budget: Pebble's limit for a batch is 4 GiB.
	maxDirtyBytes = 1 << 30
	// cleanChunk bounds how many entries become clean under one lock, so that a reader never waits
	// long.
	cleanChunk = 4096
)

// FlushDue reports whether the writer should Flush now: dirty state is DirtyAge old (counted from
// the first call that saw it), or all stores together are over DirtyBytes and this one is among the
// large. True after a failed write too, for Flush to return the error (S4). Called after each
// cycle, and now and then while idle.
func (s *Store) FlushDue(now time.Time) bool {
	if s.listener.failure.get() != nil {
		return true
	}
	s.evict()
	if s.dirtyCount == 0 && !s.dirtyOffsets {
		return false
	}
	if s.dirtySince.IsZero() {
		s.dirtySince = now
	}
	if now.Sub(s.dirtySince) >= s.pool.options.DirtyAge || s.dirtyBytes >= maxDirtyBytes {
		return true
	}
	total, budget := s.pool.dirty.Load(), s.pool.options.DirtyBytes
	if total < budget {
		return false
	}
	// At least the largest store exceeds half the mean, so small stores are spared many small
	// tables. If the large ones do not flush, the small ones do at twice the budget.
	return s.dirtyBytes >= total/(2*s.pool.stores.Load()) || total >= 2*budget
}

// Flush writes the dirty state and all offsets in one atomic batch (I2), and nothing of a cycle in
// progress (I1). It returns when readers of disk see the batch, and Pebble is by then writing it to
// a table; it is durable once that is done, at the latest before the next Flush, Checkpoint or
// Close returns. So at most two budgets of dirty state are lost by a crash.
//
// An error means the store is unusable (S4): Abandon it and open it again.
func (s *Store) Flush() error {
	if err := s.flush(); err != nil {
		s.listener.failure.set(err)
		return fmt.Errorf("flush store of task %s: %w", s.task, err)
	}
	return nil
}

func (s *Store) flush() error {
	if err := s.listener.failure.get(); err != nil {
		return err
	}
	if s.closed {
		return ErrClosed
	}
	if s.dirtyCount == 0 && !s.dirtyOffsets {
		return nil
	}
	if err := s.awaitRoom(); err != nil {
		return err
	}
	b := s.db.NewBatchWithSize(s.batchSize())
	defer func() { _ = b.Close() }() // of a batch: frees its memory, never fails
	written, err := s.encode(b)
	if err != nil {
		return err
	}
	if err := setOffsets(b, s.offsets); err != nil {
		return err
	}
	s.density = float64(b.Len()) / float64(max(s.dirtyBytes, 1))
	if err := s.db.Apply(b, pebble.NoSync); err != nil {
		return err
	}
	s.markClean(written)
	if s.flushing, err = s.db.AsyncFlush(); err != nil {
		return err
	}
	s.report()
	s.evict()
	return nil
}

// batchSize is about how long the batch of the dirty state will be: a batch that grows is copied
// each time.
func (s *Store) batchSize() int {
	density := s.density
	if density == 0 {
		density = 0.5
	}
	return int(min(float64(s.dirtyBytes)*density*1.1, 64<<20)) + 4096
}

// encode puts the dirty entries into b, in key order, which spares Pebble the sorting.
func (s *Store) encode(b *pebble.Batch) (written []*entry, err error) {
	written = make([]*entry, 0, s.dirtyCount)
	var key []byte
	encode := func(_ string, e *entry) bool {
		if !e.dirty {
			return true
		}
		written = append(written, e)
		key = append(append(key[:0], dataSpace), e.key...)
		if e.committed == nil {
			err = b.Delete(key, nil)
		} else if s.scratch, err = e.committed.AppendBinary(s.scratch[:0]); err == nil {
			e.encoded = int32(len(s.scratch))
			err = b.Set(key, s.scratch, nil)
		}
		if err != nil {
			err = fmt.Errorf("encode key %q: %w", e.key, err)
		}
		return err == nil
	}
	s.index.AscendFunc(btreemap.Min[string](), btreemap.Max[string](), encode)
	return written, err
}

// unkept says that an entry need not stay in memory once disk has it: it is deleted, or of a kind
// that is rarely read again.
func unkept(e *entry) bool {
	if e.touched {
		return false
	}
	cold, ok := e.committed.(interface{ Cold() bool })
	return e.committed == nil || ok && cold.Cold()
}

// markClean makes entries clean whose values Pebble has (S3). Deleted ones are forgotten.
func (s *Store) markClean(written []*entry) {
	for len(written) > 0 {
		n := min(cleanChunk, len(written))
		s.mu.Lock()
		for _, e := range written[:n] {
			e.dirty = false
			if unkept(e) {
				delete(s.entries, e.key)
			}
		}
		s.mu.Unlock()
		for _, e := range written[:n] {
			if !unkept(e) {
				s.keepClean(e)
			}
			e.indexed = e.touched
		}
		written = written[n:]
	}
	index := newIndex()
	for _, e := range s.touched {
		index.ReplaceOrInsert(e.key, e)
	}
	s.mu.Lock()
	s.index = index
	s.mu.Unlock()
	s.dirtyCount, s.dirtyBytes, s.dirtyOffsets, s.dirtySince = 0, 0, false, time.Time{}
}

// awaitRoom waits until Pebble has the previous batch in a table and not too many tables lie on top
// of each other: without it a fast writer would pile up memory, and reads would slow down.
func (s *Store) awaitRoom() error {
	if err := s.durable(); err != nil {
		return err
	}
	for s.db.Metrics().Levels[0].Sublevels >= maxSublevels {
		select {
		case <-s.listener.compacted:
		case <-time.After(time.Second): // an end that came before we looked must not be waited for
		case <-s.listener.failure.ch:
			return s.listener.failure.err
		}
	}
	return nil
}

// durable waits until what has been flushed would survive a crash.
func (s *Store) durable() error {
	if s.flushing == nil {
		return nil
	}
	select {
	case <-s.flushing:
		s.flushing = nil
		return nil
	case <-s.listener.failure.ch:
		return s.listener.failure.err
	}
}
