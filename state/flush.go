package state

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/cockroachdb/pebble/v2"
)

// Flush writes the dirty state, the operands of the buffer and all offsets in one atomic batch
// (I2), and nothing of a cycle in progress (I1); a store with a buffer is flushed between cycles
// only. It returns when readers of disk see the batch, and Pebble is by then writing it to a table;
// it is durable once that is done, at the latest before the next Flush, Checkpoint or Close
// returns. So at most two budgets of dirty state are lost by a crash.
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
	if s.buffer != nil && len(s.memory.touched) > 0 {
		return errors.New("a cycle is in progress, and the buffer cannot tell it apart")
	}
	s.disk.release()
	if s.hasDirty() {
		if err := s.awaitRoom(); err != nil {
			return err
		}
		if err := s.write(); err != nil {
			return err
		}
	}
	s.memory.reset()
	s.dirtyOffsets, s.dirtySince = false, time.Time{}
	s.report()
	return nil
}

// hasDirty says that a batch would change the database.
func (s *Store) hasDirty() bool {
	return s.memory.dirty > 0 || s.dirtyOffsets || s.bufferBytes() > 0
}

// write applies the batch.
func (s *Store) write() error {
	w := writer{b: s.db.NewBatchWithSize(s.batchSize())}
	defer func() { _ = w.b.Close() }() // of a batch: frees its memory, never fails
	s.memory.settle()
	w.dirty.over(&s.memory, nil, nil, false)
	w.more = w.dirty.next()
	if s.buffer != nil {
		if err := s.buffer.Flush(w.append); err != nil {
			return fmt.Errorf("write what was appended: %w", err)
		}
	}
	if err := w.setUpTo(nil); err != nil {
		return err
	}
	if err := setOffsets(w.b, s.offsets); err != nil {
		return err
	}
	if err := s.db.Apply(w.b, pebble.NoSync); err != nil {
		return err
	}
	var err error
	s.flushing, err = s.db.AsyncFlush()
	return err
}

// batchSize is about how long the batch will be, rather more: one that grows is copied each time.
func (s *Store) batchSize() int {
	perKey := int64(16) // lengths, kind and key space
	n := s.memory.length + int64(s.memory.dirty)*perKey + s.bufferBytes()
	return int(min(n, maxDirtyBytes)) + 4096
}

// writer fills a batch from the dirty cells and the buffer's operands together in key order, which
// spares Pebble the sorting. Whatever the order of the operands is, a key's value comes before its
// operands.
type writer struct {
	b     *pebble.Batch
	dirty cursor
	more  bool // dirty is at a cell
	key   []byte
}

// setUpTo writes the dirty cells up to key, nil = all that are left.
func (w *writer) setUpTo(key []byte) (err error) {
	for ; w.more && (key == nil || bytes.Compare(w.dirty.key, key) <= 0); w.more = w.dirty.next() {
		w.key = appendDataKey(w.key[:0], w.dirty.key)
		if w.dirty.gone {
			err = w.b.Delete(w.key, nil)
		} else {
			err = w.b.Set(w.key, w.dirty.value, nil)
		}
		if err != nil {
			return fmt.Errorf("write key %q: %w", w.dirty.key, err)
		}
	}
	return nil
}

func (w *writer) append(key, operand []byte) error {
	if key == nil {
		key = []byte{}
	}
	if err := w.setUpTo(key); err != nil {
		return err
	}
	w.key = appendDataKey(w.key[:0], key)
	if err := w.b.Merge(w.key, operand, nil); err != nil {
		return fmt.Errorf("append to key %q: %w", key, err)
	}
	return nil
}
