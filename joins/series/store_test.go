package series

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// shelf is a Store in memory, of one sensor.
type shelf map[int64][]byte

func (s shelf) Chunk(_ string, first int64) ([]byte, error) {
	b, there := s[first]
	if !there {
		return nil, fmt.Errorf("no chunk begins at %d", first)
	}
	return b, nil
}

func (s shelf) PutChunk(_ string, first int64, value []byte) { s[first] = slices.Clone(value) }
func (s shelf) DeleteChunk(_ string, first int64)            { delete(s, first) }

// randomReading is a reading as random as a decoder of events could give it.
func randomReading(r *rand.Rand, t int64) measure.Reading {
	x := measure.Reading{Time: t}
	for m := range measure.NumStored {
		switch r.IntN(4) {
		case 0:
		case 1:
			x.Set(m, 1<<40) // faulty
		default:
			x.Set(m, r.Int64N(80_001))
		}
	}
	if r.IntN(2) == 0 {
		x.SetFlag(measure.DoorKnown, measure.DoorOpen, r.IntN(2) == 0)
	}
	if r.IntN(3) == 0 {
		x.SetFlag(measure.DefrostKnown, measure.DefrostOn, r.IntN(2) == 0)
	}
	return x
}

// randomTime spreads over all years that are read, with many near the epoch and steady steps among
// them.
func randomTime(r *rand.Rand) int64 {
	switch r.IntN(4) {
	case 0:
		return r.Int64N(1000) - 500
	case 1:
		return -62135596800000 + r.Int64N(1000) // year 1
	case 2:
		return 253402300799999 - r.Int64N(1000) // year 9999
	default:
		return 1772323200000 + r.Int64N(1000)*60_000
	}
}

// randomHeld are readings in the order of their times.
func randomHeld(r *rand.Rand, n int) []Held {
	byTime := map[int64]Held{}
	for range n {
		t := randomTime(r)
		h := Held{Reading: randomReading(r, t)}
		if r.IntN(5) == 0 {
			h.Duplicates, h.Conflicts = r.Uint32(), r.Uint32()
		}
		byTime[t] = h
	}
	return sorted(byTime)
}

func sorted(byTime map[int64]Held) (list []Held) {
	for _, h := range byTime {
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b Held) int {
		if a.Time < b.Time {
			return -1
		}
		return 1
	})
	return list
}

// all are the readings of a series with from <= event time < to, but for the last one.
func all(t testing.TB, x *Series, st Store, from, to int64) (list []Held) {
	t.Helper()
	err := x.Each(st, from, to, new([]Held), func(h *Held) { list = append(list, *h) })
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// chunkOf is an open chunk of readings.
func chunkOf(list []Held) (c chunk) {
	c.refill(list)
	return c
}

func newSeries(sensor string) (s Series) {
	s.New(sensor)
	return s
}

func readSeries(r *wire.Reader) (s Series) {
	s.Read(r)
	return s
}
