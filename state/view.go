package state

// View returns the committed value of key, nil if it is absent. Any goroutine. The value must not
// be changed (S1). It never holds the writer up: a key that is not in memory is read from disk
// outside the lock.
func (s *Store) View(key []byte) (any, error) {
	s.mu.RLock()
	if e := s.entries[string(key)]; e != nil && e.known && !s.closed {
		v := e.committed
		s.mu.RUnlock()
		if v == nil {
			return nil, nil
		}
		return v, nil
	}
	// Not in memory: disk has it as of this moment or, if the writer flushes meanwhile, of a later
	// commit. Both are committed states.
	err := s.enterLocked()
	s.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	defer s.readers.Done()
	v, _, err := s.read(key)
	if err != nil || v == nil {
		return nil, err
	}
	return v, nil
}

// ViewScan calls fn for every committed key in [lower, upper), in key order, all as of one commit;
// nil bounds are open. Any goroutine. key is valid during the call only; v may be kept and must not
// be changed (S1). An error of fn ends the scan and is returned. Close waits for fn, so fn should
// not wait for long.
//
// The writer waits while the dirty entries of the range are listed, some tens of nanoseconds each:
// ask for narrow ranges rather than for everything.
func (s *Store) ViewScan(lower, upper []byte, fn func(key []byte, v any) error) error {
	lo, hi, ok := dataBounds(lower, upper)
	if !ok {
		return nil
	}
	s.mu.RLock()
	if err := s.enterLocked(); err != nil {
		s.mu.RUnlock()
		return err
	}
	defer s.readers.Done()
	var over []overlaid
	s.ascend(lower, upper, func(e *entry) {
		if e.dirty {
			over = append(over, overlaid{e.key, e.committed})
		}
	})
	it, err := s.iterate(lo, hi) // within the lock: S3
	s.mu.RUnlock()
	if err != nil {
		return err
	}
	return s.merge(over, it, fn, s.decode)
}
