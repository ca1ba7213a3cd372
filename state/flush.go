package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

// Flush writes the dirty state, the operands of the buffer and all offsets durably and at once (I2),
// and nothing of a cycle in progress (I1); a store with a buffer is flushed between cycles only.
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

// hasDirty says that a flush would change the database.
func (s *Store) hasDirty() bool {
	return s.memory.dirty > 0 || s.dirtyOffsets || s.bufferBytes() > 0
}

// write puts the dirty cells and the buffer's operands together, in key order, into tables that
// Pebble takes in at once or not at all. A batch would be a second copy of all that in memory.
func (s *Store) write() error {
	w := writer{tables: s.pool.newTables(s.task)}
	err := s.fill(&w)
	if err == nil {
		err = w.tables.finish()
	}
	if err == nil {
		err = s.db.Ingest(context.Background(), w.tables.paths)
	}
	if err != nil {
		w.tables.remove()
	}
	return err
}

func (s *Store) fill(w *writer) error {
	if err := setOffsets(w.tables.set, s.offsets); err != nil {
		return err
	}
	s.memory.settle()
	w.dirty.over(&s.memory, nil, nil, false)
	w.more = w.dirty.next()
	if s.buffer != nil {
		if err := s.buffer.Flush(w.append); err != nil {
			return fmt.Errorf("write what was appended: %w", err)
		}
	}
	return w.setUpTo(nil)
}

// writer gives tables the dirty cells and the buffer's operands together in key order. The value of
// a key and its operands become one entry.
type writer struct {
	tables *tables
	dirty  cursor
	more   bool // dirty is at a cell
	key    []byte
	held   entry
}

// entry is one key of a table.
type entry struct {
	key, value []byte
	some       bool
	whole      bool // value is all that the key has; else what is appended
}

// setUpTo writes the dirty cells before key, nil = all that are left.
func (w *writer) setUpTo(key []byte) error {
	if err := w.letGo(); err != nil {
		return err
	}
	for ; w.more && (key == nil || bytes.Compare(w.dirty.key, key) < 0); w.more = w.dirty.next() {
		w.key = appendDataKey(w.key[:0], w.dirty.key)
		var err error
		if w.dirty.gone {
			err = w.tables.delete(w.key)
		} else {
			err = w.tables.set(w.key, w.dirty.value)
		}
		if err != nil {
			return fmt.Errorf("write key %q: %w", w.dirty.key, err)
		}
	}
	return nil
}

// letGo writes the entry that is held.
func (w *writer) letGo() error {
	if !w.held.some {
		return nil
	}
	w.held.some = false
	write := w.tables.merge
	if w.held.whole {
		write = w.tables.set
	}
	if err := write(w.held.key, w.held.value); err != nil {
		return fmt.Errorf("append to key %q: %w", w.held.key[1:], err)
	}
	return nil
}

// append holds the operand until the next key comes: the same one may come again.
func (w *writer) append(key, operand []byte) error {
	w.key = appendDataKey(w.key[:0], key)
	h := &w.held
	if h.some && bytes.Equal(h.key, w.key) {
		h.value = append(h.value, operand...)
		return nil
	}
	if key == nil {
		key = []byte{}
	}
	if err := w.setUpTo(key); err != nil {
		return err
	}
	h.key = appendDataKey(h.key[:0], key)
	h.value, h.some, h.whole = h.value[:0], true, false
	if w.more && bytes.Equal(w.dirty.key, key) {
		h.whole = true
		if !w.dirty.gone {
			h.value = append(h.value, w.dirty.value...)
		}
		w.more = w.dirty.next()
	}
	h.value = append(h.value, operand...)
	return nil
}
