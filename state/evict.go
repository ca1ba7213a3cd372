package state

// evictChunk bounds how many entries go under one lock, so that a reader never waits long.
const evictChunk = 1024

// evict gives clean entries up while all stores together hold more of them than the budget and this
// one more than its equal share. A store evicts only its own, in its writer's goroutine, so an idle
// store gives way when its writer asks FlushDue.
//
// The order is that of a clock: the hand goes round the clean entries, spares once those used since
// it last came by, and takes the others. What the cycle has changed is passed over; dirty entries
// are not on the clock.
func (s *Store) evict() {
	budget := s.pool.options.CleanBytes
	excess := min(s.pool.clean.Load()-budget, s.cleanBytes-budget/max(1, s.pool.stores.Load()))
	if excess <= 0 {
		return
	}
	var victims []*entry
	// Two rounds suffice: after the first, nothing counts as used.
	for steps := 2 * len(s.clock); excess > 0 && steps > 0 && len(s.clock) > 0; steps-- {
		if s.hand >= len(s.clock) {
			s.hand = 0
		}
		e := s.clock[s.hand]
		if e.touched || e.used {
			e.used = false
			s.hand++
			continue
		}
		excess -= e.size
		s.forgetClean(e) // moves another entry under the hand
		if victims = append(victims, e); len(victims) == evictChunk {
			s.drop(victims)
			victims = victims[:0]
		}
	}
	s.drop(victims)
	s.report()
}

// drop removes entries from the map.
func (s *Store) drop(victims []*entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range victims {
		delete(s.entries, e.key)
	}
}
