package state

// Get returns what key holds, with the cycle's own changes; there is false if it is absent. value
// is valid until the next call of a method of the writer's, and must not be changed. An error is
// one of reading and names the key.
func (s *Store) Get(key []byte) (value []byte, there bool, err error) {
	if c := s.memory.find(key); c != nil {
		switch {
		case c.touched:
			return s.memory.arena.get(c.cycle), !c.gone, nil
		case c.dirty:
			return s.memory.arena.get(c.committed), !c.deleted, nil
		}
	}
	if s.closed {
		return nil, false, s.errClosed()
	}
	value, there, err = s.disk.get(s.db, key)
	if err != nil {
		return nil, false, s.readError(key, err)
	}
	return value, there, nil
}

// Put sets key to value in this cycle. Both are copied; an empty value is a value.
func (s *Store) Put(key, value []byte) { s.memory.put(key, value) }

// Delete removes key in this cycle.
func (s *Store) Delete(key []byte) { s.memory.delete(key) }

// Commit makes the cycle's changes committed state: dirty in memory, visible to readers at once and
// as a whole. offsets are the next offsets of the partitions that the cycle advanced; those of
// others stay. Called after the transaction that the cycle belongs to has been committed (I1).
func (s *Store) Commit(offsets map[Position]int64) {
	s.memory.settle()
	s.mu.Lock()
	s.memory.commit()
	for p, offset := range offsets {
		if old, ok := s.offsets[p]; !ok || old != offset {
			s.offsets[p] = offset
			s.dirtyOffsets = true
		}
	}
	s.mu.Unlock()
	if s.buffer != nil {
		s.buffer.Commit()
	}
	s.endCycle()
}

// Rollback forgets the cycle's changes.
func (s *Store) Rollback() {
	s.memory.rollback()
	if s.buffer != nil {
		s.buffer.Rollback()
	}
	s.endCycle()
}

func (s *Store) endCycle() {
	s.disk.release()
	s.report()
}
