package joins

import (
	"encoding/binary"
	"slices"
	"sort"
)

// series are the readings of one sensor of a container: sealed chunks, an open one, and the last reading, which is kept apart because only it
// can still be repeated or contradicted without looking anything up.
type series struct {
	sensor string
	gone   int64 // greatest event time of the readings that retention removed; noTime if none
	sealed []sealedChunk
	open   chunk
	some   bool
	tail   held
	late   []Reading // of this cycle, in the order of the log
}

// sealedChunk is what is known of a chunk without reading it.
type sealedChunk struct {
	first, last int64
	n           int
}

// chunkSpace is the key space of sealed chunks; behind it container, sensor and the first event time.
const chunkSpace = 'k'

func chunkKey(container, sensor string, first int64) []byte {
	k := append(key(nil, chunkSpace, container, sensor), 0)
	return binary.BigEndian.AppendUint64(k, uint64(first)^1<<63)
}

// correct takes a record of the last reading's instant.
func (h *held) correct(r Reading) (conflict bool) {
	if h.Reading == r {
		h.duplicates++
		return false
	}
	h.Reading = r
	h.conflicts++
	return true
}

// each calls fn for the readings with from <= event time < to, but for the last one, in their order. scratch is reused.
func (s *series) each(st State, container string, from, to int64, scratch *[]held, fn func(*held)) error {
	list := *scratch
	defer func() { *scratch = list }()
	feed := func() {
		for i := range list {
			if t := list[i].Time; t >= from && t < to {
				fn(&list[i])
			}
		}
	}
	var err error
	for _, c := range s.sealed {
		if c.last < from || c.first >= to {
			continue
		}
		if list, err = s.load(st, container, c, list[:0]); err != nil {
			return err
		}
		feed()
	}
	if s.open.n > 0 && s.open.first < to && s.open.last() >= from {
		if list, err = decodeReadings(list[:0], s.open.n, s.open.b); err != nil {
			return err
		}
		feed()
	}
	return nil
}

func (s *series) load(st State, container string, c sealedChunk, list []held) ([]held, error) {
	x, _, err := st.Get(chunkKey(container, s.sensor, c.first))
	if err != nil {
		return nil, err
	}
	b, _ := x.(sealed)
	return decodeSealed(list, b)
}

// seal closes the open chunk.
func (s *series) seal(st State, container string) {
	s.sealed = append(slices.Clip(s.sealed), sealedChunk{s.open.first, s.open.last(), s.open.n})
	st.Put(chunkKey(container, s.sensor, s.open.first), s.open.seal())
	s.open = chunk{b: make([]byte, 0, len(s.open.b)+len(s.open.b)/16)} // the next is most likely as long
}

// lateness says what a late record did to its reading.
type lateness struct {
	time    int64
	changed bool // a new reading or a conflict; else a duplicate
}

// merge stores the late readings of this cycle and returns what each did.
func (s *series) merge(st State, container string) ([]lateness, error) {
	done := make([]lateness, 0, len(s.late))
	late := s.late
	s.late = nil
	sort.SliceStable(late, func(i, j int) bool { return late[i].Time < late[j].Time })
	for len(late) > 0 {
		i := s.chunkFor(late[0].Time)
		n := 1
		for n < len(late) && s.chunkFor(late[n].Time) == i {
			n++
		}
		var list []held
		var err error
		if i < len(s.sealed) {
			list, err = s.load(st, container, s.sealed[i], nil)
		} else {
			list, err = decodeReadings(nil, s.open.n, s.open.b)
		}
		if err != nil {
			return nil, err
		}
		for _, r := range late[:n] {
			at, there := slices.BinarySearchFunc(list, r.Time, func(h held, t int64) int {
				switch {
				case h.Time < t:
					return -1
				case h.Time > t:
					return 1
				}
				return 0
			})
			changed := true
			if there {
				changed = list[at].correct(r)
			} else {
				list = slices.Insert(list, at, held{Reading: r})
			}
			done = append(done, lateness{r.Time, changed})
		}
		late = late[n:]
		s.replace(st, container, i, list)
	}
	return done, nil
}

// chunkFor is the index of the chunk that a late reading belongs to; len(s.sealed) is the open one.
func (s *series) chunkFor(t int64) int {
	n := len(s.sealed)
	if n == 0 || t > s.sealed[n-1].last {
		return n
	}
	return max(0, sort.Search(n, func(i int) bool { return s.sealed[i].first > t })-1)
}

// replace writes a chunk anew, in two if it grew too large.
func (s *series) replace(st State, container string, i int, list []held) {
	if i == len(s.sealed) && len(list) < chunkSplit {
		s.open = chunkOf(list)
		return
	}
	var fresh []sealedChunk
	if i < len(s.sealed) {
		st.Delete(chunkKey(container, s.sensor, s.sealed[i].first))
	} else {
		s.open = chunk{}
	}
	for len(list) > 0 {
		n := len(list)
		if n > chunkSplit {
			n = chunkFull
		}
		c := chunkOf(list[:n])
		st.Put(chunkKey(container, s.sensor, c.first), c.seal())
		fresh = append(fresh, sealedChunk{c.first, c.last(), c.n})
		list = list[n:]
	}
	s.sealed = slices.Concat(s.sealed[:i], fresh, s.sealed[min(i+1, len(s.sealed)):])
}
