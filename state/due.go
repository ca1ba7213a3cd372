package state

import "time"

// maxDirtyBytes is due whatever the budget: the writer waits for a flush.
const maxDirtyBytes = 1 << 30

// FlushDue reports whether the writer should Flush now: dirty state is DirtyAge old (counted from
// the first call that saw it), or all stores together are over DirtyBytes and this one is among the
// large. True after a failed write too, for Flush to return the error (S4). Called after each
// cycle, and now and then while idle.
func (s *Store) FlushDue(now time.Time) bool {
	if s.listener.failure.get() != nil {
		return true
	}
	s.pool.trim(now)
	s.disk.release()
	// What aborted cycles have left is not dirty, but takes memory that a flush frees.
	if !s.hasDirty() && s.memory.cells.count == 0 {
		s.shrink(now)
		return false
	}
	s.emptySince = time.Time{}
	if s.dirtySince.IsZero() {
		s.dirtySince = now
	}
	bytes := s.dirtyBytes()
	if now.Sub(s.dirtySince) >= s.pool.options.DirtyAge || bytes >= maxDirtyBytes {
		return true
	}
	total, budget := s.pool.dirty.Load(), s.pool.options.DirtyBytes
	if total < budget {
		return false
	}
	// At least the largest store exceeds half the mean, so small stores are spared many small
	// tables. If the large ones do not flush, the small ones do at twice the budget.
	return bytes >= total/(2*s.pool.stores.Load()) || total >= 2*budget
}

// shrink lets the tables of a store go that has been empty for a while.
func (s *Store) shrink(now time.Time) {
	if s.emptySince.IsZero() {
		s.emptySince = now
	}
	if s.memory.bytes() == 0 || now.Sub(s.emptySince) < s.pool.options.DirtyAge {
		return
	}
	s.mu.Lock()
	s.memory = newMemory(&s.mu, s.pool)
	s.mu.Unlock()
	s.report()
}

// trim lets memory go that no store has needed for a while.
func (p *Pool) trim(now time.Time) {
	p.mu.Lock()
	due := now.Sub(p.trimmed) >= p.options.DirtyAge
	if due {
		p.trimmed = now
	}
	p.mu.Unlock()
	if due {
		p.bytes.trim()
		p.cells.trim()
	}
}
