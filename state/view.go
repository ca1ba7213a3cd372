package state

import (
	"bytes"

	"github.com/cockroachdb/pebble/v2"
)

// View returns a copy of the committed value of key; there is false if it is absent. Any goroutine.
// It never holds the writer up: a key that is not in memory is read from disk outside the lock.
func (s *Store) View(key []byte) (value []byte, there bool, err error) {
	s.mu.RLock()
	if c := s.memory.find(key); c != nil && c.dirty {
		value, there = bytes.Clone(s.memory.arena.get(c.committed)), !c.deleted
		s.mu.RUnlock()
		return value, there, nil
	}
	// Not in memory: disk has it as of this moment or, if the writer flushes meanwhile, of a later
	// commit. Both are committed states.
	err = s.enterLocked()
	s.mu.RUnlock()
	if err != nil {
		return nil, false, err
	}
	defer s.readers.Done()
	return s.read(key)
}

// ViewScan calls fn for every committed key in [lower, upper), in key order, all as of one commit;
// nil bounds are open. Any goroutine. key and value are valid during the call. An error of fn ends
// the scan and is returned. Close waits for fn, so fn should not wait for long.
//
// The writer waits while the dirty keys and values of the range are copied: ask for narrow ranges
// rather than for everything.
func (s *Store) ViewScan(lower, upper []byte, fn func(key, value []byte) error) (err error) {
	lo, hi, ok := dataBounds(nil, nil, lower, upper)
	if !ok {
		return nil
	}
	s.mu.RLock()
	if err := s.enterLocked(); err != nil {
		s.mu.RUnlock()
		return err
	}
	defer s.readers.Done()
	var dirty cursor
	var over copies
	dirty.over(&s.memory, lower, upper, false)
	over.take(&dirty)
	it, err := s.db.NewIter(&pebble.IterOptions{LowerBound: lo, UpperBound: hi})
	s.mu.RUnlock() // not before the iterator is made: S3
	if err != nil {
		return s.scanError(err)
	}
	defer func() {
		// Close repeats the iterator's own error, if it had one.
		if cerr := it.Close(); cerr != nil && err == nil {
			err = s.scanError(cerr)
		}
	}()
	return s.merge(&over, it, fn)
}
