package state

import "encoding"

const (
	// entryBytes is what an entry costs beside its key and value: itself, its places in map, index
	// and clock.
	entryBytes = 200
	// unknownBytes is the estimate for a value that has no Size and has not been encoded yet.
	unknownBytes = 256
)

// sizeOf is the memory that e takes with value v.
func sizeOf(e *entry, v encoding.BinaryAppender) int64 {
	n := int64(entryBytes + len(e.key))
	switch v := v.(type) {
	case nil:
		return n
	case sizer:
		return n + int64(v.Size())
	}
	if e.encoded == 0 {
		return n + unknownBytes
	}
	return n + 64 + 2*int64(e.encoded)
}

// report brings the pool's sums up to date.
func (s *Store) report() {
	s.pool.dirty.Add(s.dirtyBytes - s.reported.dirty)
	s.pool.clean.Add(s.cleanBytes - s.reported.clean)
	s.reported.dirty, s.reported.clean = s.dirtyBytes, s.cleanBytes
}

// keepClean counts e as clean and makes it a candidate for eviction.
func (s *Store) keepClean(e *entry) {
	e.slot = int32(len(s.clock))
	s.clock = append(s.clock, e)
	s.cleanBytes += e.size
}

// forgetClean takes e from the clean entries, if it is one.
func (s *Store) forgetClean(e *entry) {
	if e.slot < 0 {
		return
	}
	last := s.clock[len(s.clock)-1]
	s.clock[e.slot], last.slot = last, e.slot
	s.clock[len(s.clock)-1] = nil
	s.clock = s.clock[:len(s.clock)-1]
	s.cleanBytes -= e.size
	e.slot = -1
}
