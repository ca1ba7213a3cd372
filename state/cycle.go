package state

import (
	"encoding"
	"fmt"
)

// Get returns what key holds, with the cycle's own changes; v is nil if it is absent. own: v was
// Put in this cycle and may be changed in place; if not, others hold it too, and a change is made
// to a clone that is then Put (S1). An error is one of reading or decoding and names the key.
func (s *Store) Get(key []byte) (v any, own bool, err error) {
	e := s.entries[string(key)]
	if e == nil {
		if e, err = s.load(key); err != nil {
			return nil, false, err
		}
	}
	if e.touched {
		if e.cycle == nil {
			return nil, false, nil
		}
		return e.cycle, true, nil
	}
	e.used = true
	if e.committed == nil {
		return nil, false, nil
	}
	return e.committed, false, nil
}

// load brings a key from disk into memory as a clean entry, also if disk does not have it.
func (s *Store) load(key []byte) (*entry, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.readers.Done()
	v, n, err := s.read(key)
	if err != nil {
		return nil, err
	}
	e := &entry{key: string(key), committed: v, known: true, encoded: int32(n), slot: -1}
	s.mu.Lock()
	s.entries[e.key] = e
	s.mu.Unlock()
	e.size = sizeOf(e, v)
	s.keepClean(e)
	return e, nil
}

// Put sets key to v in this cycle. v must not be changed by anybody after the cycle's Commit (S1).
// If v has a method Size() int, it says how many bytes v takes in memory; else that is estimated.
// If it has a method Cold() bool that says true, v is not kept in memory once disk has it.
func (s *Store) Put(key []byte, v encoding.BinaryAppender) {
	if v == nil {
		panic(fmt.Sprintf("state: Put of nil under key %q", key))
	}
	s.touch(key).cycle = v
}

// Delete removes key in this cycle.
func (s *Store) Delete(key []byte) { s.touch(key).cycle = nil }

// touch returns the entry of key as one that the cycle changes.
func (s *Store) touch(key []byte) *entry {
	e := s.entries[string(key)]
	if e == nil || !e.indexed {
		s.mu.Lock()
		if e == nil {
			e = &entry{key: string(key), slot: -1}
			s.entries[e.key] = e
		}
		s.index.ReplaceOrInsert(e.key, e)
		s.mu.Unlock()
		e.indexed = true
	}
	if !e.touched {
		e.touched = true
		s.touched = append(s.touched, e)
	}
	return e
}

// Commit makes the cycle's changes committed state: dirty in memory, visible to readers at once and
// as a whole. offsets are the next offsets of the partitions that the cycle advanced; those of
// others stay. Called after the transaction that the cycle belongs to has been committed (I1).
func (s *Store) Commit(offsets map[Position]int64) {
	for _, e := range s.touched {
		if e.known && !e.dirty && e.committed == nil && e.cycle == nil {
			continue // absent before and after: disk needs no tombstone
		}
		size := sizeOf(e, e.cycle)
		if e.dirty {
			s.dirtyBytes -= e.size
		} else {
			s.forgetClean(e)
			s.dirtyCount++
		}
		s.dirtyBytes += size
		e.size = size
	}
	s.mu.Lock()
	for _, e := range s.touched {
		if e.known && !e.dirty && e.committed == nil && e.cycle == nil {
			s.index.Delete(e.key)
			e.indexed = false
			continue
		}
		e.committed, e.known, e.dirty = e.cycle, true, true
	}
	for p, offset := range offsets {
		if old, ok := s.offsets[p]; !ok || old != offset {
			s.offsets[p] = offset
			s.dirtyOffsets = true
		}
	}
	s.mu.Unlock()
	s.endCycle()
}

// Rollback forgets the cycle's changes.
func (s *Store) Rollback() {
	s.mu.Lock()
	for _, e := range s.touched {
		if e.dirty {
			continue
		}
		s.index.Delete(e.key)
		e.indexed = false
		if !e.known {
			delete(s.entries, e.key)
		}
	}
	s.mu.Unlock()
	s.endCycle()
}

func (s *Store) endCycle() {
	for _, e := range s.touched {
		e.touched, e.cycle, e.used = false, nil, true
	}
	clear(s.touched)
	s.touched = s.touched[:0]
	s.report()
	s.evict()
}
