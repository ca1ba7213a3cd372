package series

import (
	"cmp"
	"slices"
	"sort"

	"coldchain/joins/measure"
)

// Merged says what a late record did to its reading.
type Merged struct {
	Time    int64 // event time
	Changed bool  // it is a new reading or contradicts one; else it repeats one
}

// HasLate says that there is something to merge.
func (s *Series) HasLate() bool { return len(s.late) > 0 }

// Merge stores the late readings of this cycle and returns what each did.
func (s *Series) Merge(st Store) ([]Merged, error) {
	done := make([]Merged, 0, len(s.late))
	late := s.late
	s.late = s.late[:0]
	slices.SortStableFunc(late, func(a, b measure.Reading) int { return cmp.Compare(a.Time, b.Time) })
	for len(late) > 0 {
		i := s.chunkFor(late[0].Time)
		n := 1
		for n < len(late) && s.chunkFor(late[n].Time) == i {
			n++
		}
		var list []Held
		var err error
		if i < len(s.sealed) {
			list, err = s.load(st, s.sealed[i], nil)
		} else {
			list, err = s.open.decode(nil)
		}
		if err != nil {
			return nil, err
		}
		list, done = mergeInto(list, late[:n], done)
		late = late[n:]
		s.replace(st, i, list)
	}
	return done, nil
}

// mergeInto merges late readings into those of a chunk; both are in the order of their times.
func mergeInto(list []Held, late []measure.Reading, done []Merged) ([]Held, []Merged) {
	merged := make([]Held, 0, len(list)+len(late))
	for _, x := range late {
		for len(list) > 0 && list[0].Time <= x.Time {
			merged = append(merged, list[0])
			list = list[1:]
		}
		changed := true
		if n := len(merged); n > 0 && merged[n-1].Time == x.Time {
			changed = merged[n-1].correct(x)
		} else {
			merged = append(merged, Held{Reading: x})
		}
		done = append(done, Merged{x.Time, changed})
	}
	return append(merged, list...), done
}

// chunkFor is the index of the chunk that a late reading belongs to; len(s.sealed) is the open one.
func (s *Series) chunkFor(t int64) int {
	n := len(s.sealed)
	if n == 0 || t > s.sealed[n-1].last {
		return n
	}
	return max(0, sort.Search(n, func(i int) bool { return s.sealed[i].first > t })-1)
}

// replace writes a chunk anew, in several if it grew too large.
func (s *Series) replace(st Store, i int, list []Held) {
	if i == len(s.sealed) && len(list) < split {
		s.open.refill(list)
		return
	}
	var fresh []sealedChunk
	if i < len(s.sealed) {
		st.DeleteChunk(s.Sensor, s.sealed[i].first)
	} else {
		s.open.empty()
	}
	for len(list) > 0 {
		n := len(list)
		if n > split {
			n = Full
		}
		first, last := list[0].Time, list[n-1].Time
		st.PutChunk(s.Sensor, first, sealed(list[:n]))
		fresh = append(fresh, sealedChunk{first, last, n})
		list = list[n:]
	}
	s.sealed = slices.Concat(s.sealed[:i], fresh, s.sealed[min(i+1, len(s.sealed)):])
}
