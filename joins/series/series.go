// Package series keeps the readings of one sensor of a container: sealed chunks, an open one, and
// the last reading, which is kept apart because it can be repeated or contradicted without looking
// anything up.
package series

import (
	"math"
	"slices"

	"coldchain/joins/measure"
)

// noTime stands for a time that is not known.
const noTime = math.MinInt64

// Store keeps the sealed chunks of a series, by the event time of their first reading.
type Store interface {
	Chunk(sensor string, first int64) ([]byte, error)
	PutChunk(sensor string, first int64, value []byte)
	DeleteChunk(sensor string, first int64)
}

// Series are the readings of one sensor. See New and Read.
type Series struct {
	Sensor string
	Named  []int32 // partitions of the source topic in which a reading named the sensor

	gone   int64 // greatest event time of the readings that retention removed; noTime if none
	sealed []sealedChunk
	open   chunk
	some   bool
	tail   Held
	late   []measure.Reading // of this cycle, in the order of the log
}

// sealedChunk is what is known of a chunk without reading it.
type sealedChunk struct {
	first, last int64
	n           int
}

// New makes s the series of a sensor without readings. Memory that it had is reused.
func (s *Series) New(sensor string) {
	*s = Series{
		Sensor: sensor, Named: s.Named[:0], gone: noTime, sealed: s.sealed[:0], open: s.open,
		late: s.late[:0],
	}
	s.open.frame = nil
	s.open.empty()
}

// Tail is the last reading, nil if there is none.
func (s *Series) Tail() *Held {
	if !s.some {
		return nil
	}
	return &s.tail
}

// Before says that the last reading will not be the last any more once the one at t is added.
func (s *Series) Before(t int64) bool { return s.some && t > s.tail.Time }

// Added says what a new reading did.
type Added uint8

// What a new reading can do.
const (
	Appended  Added = iota // it is the last one now
	Repeated               // it is the last one again
	Corrected              // it contradicts the last one, and holds
	Late                   // it lies behind the last one: Merge stores it
)

// Add takes a reading.
func (s *Series) Add(st Store, x *measure.Reading) Added {
	switch {
	case !s.some:
		s.some, s.tail = true, Held{Reading: *x}
	case x.Time > s.tail.Time:
		s.open.append(&s.tail)
		if s.open.n >= Full {
			s.seal(st)
		}
		s.tail = Held{Reading: *x}
	case x.Time < s.tail.Time:
		s.late = append(s.late, *x)
		return Late
	case s.tail.correct(*x):
		return Corrected
	default:
		return Repeated
	}
	return Appended
}

// seal closes the open chunk. A damaged one stays open: whoever reads it is told.
func (s *Series) seal(st Store) {
	var room [split]Held
	list, err := s.open.decode(room[:0])
	if err != nil {
		return
	}
	s.sealed = append(s.sealed, sealedChunk{s.open.first, s.open.last(), s.open.n})
	st.PutChunk(s.Sensor, s.open.first, sealed(list))
	s.open.empty()
}

// Each calls fn for the readings with from <= event time < to, but for the last one, in their
// order. scratch is reused.
func (s *Series) Each(st Store, from, to int64, scratch *[]Held, fn func(*Held)) error {
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
		if list, err = s.load(st, c, list[:0]); err != nil {
			return err
		}
		feed()
	}
	if s.open.n > 0 && s.open.first < to && s.open.last() >= from {
		if list, err = s.open.decode(list[:0]); err != nil {
			return err
		}
		feed()
	}
	return nil
}

func (s *Series) load(st Store, c sealedChunk, list []Held) ([]Held, error) {
	b, err := st.Chunk(s.Sensor, c.first)
	if err != nil {
		return nil, err
	}
	return decodeSealed(list, b)
}

// Gone says that readings with event time from on were removed.
func (s *Series) Gone(from int64) bool { return s.gone != noTime && s.gone >= from }

// Removable says that Cut would remove something.
func (s *Series) Removable(horizon int64) bool {
	return len(s.sealed) > 0 && s.sealed[0].last < horizon ||
		len(s.sealed) == 0 && s.open.n > 0 && s.open.last() < horizon
}

// Cut deletes the chunks that ended before the horizon, and reports whether there were some.
func (s *Series) Cut(st Store, horizon int64) (some bool) {
	n := 0
	for ; n < len(s.sealed) && s.sealed[n].last < horizon; n++ {
		st.DeleteChunk(s.Sensor, s.sealed[n].first)
		s.gone = max(s.gone, s.sealed[n].last)
	}
	s.sealed = slices.Delete(s.sealed, 0, n)
	if len(s.sealed) == 0 && s.open.n > 0 && s.open.last() < horizon {
		s.gone = max(s.gone, s.open.last())
		s.open.empty()
		n++
	}
	return n > 0
}

// Ahead says that a reading with an event time of at least t was stored, be it not the last one.
func (s *Series) Ahead(t int64) bool {
	return s.open.n > 0 && s.open.last() >= t || len(s.sealed) > 0 && s.sealed[len(s.sealed)-1].last >= t
}
