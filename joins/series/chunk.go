package series

import (
	"encoding/binary"

	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// Readings of one sensor are stored in chunks in the order of their event times, each reading as what
// differs from the one before (docs/formats/readings.md). The latest chunk is open: it is a part of its
// container's value and only ever appended to.

const (
	full  = 256 // readings at which an open chunk is sealed
	split = 512 // readings at which a sealed chunk that grew by late readings is split

	changedMeta     = 1 << 8 // bits 0..7: the metric's value changed
	changedCounters = 1 << 9
)

// The changed bits of the metrics lie below the others.
const _ = uint(8 - measure.NumStored)

// Chunk is the format of a sealed chunk.
var Chunk = wire.Format{Name: "chunk of readings", Version: 1}

// Held is a stored reading with the records that repeated or contradicted it.
type Held struct {
	measure.Reading
	Duplicates, Conflicts uint32
}

// correct takes a record of the same instant.
func (h *Held) correct(r measure.Reading) (conflict bool) {
	if h.Reading == r {
		h.Duplicates++
		return false
	}
	h.Reading = r
	h.Conflicts++
	return true
}

// chunk is a sequence of encoded readings, with what is needed to append one.
type chunk struct {
	n     int
	first int64 // event time of the first
	prev  measure.Reading
	delta int64 // between the event times of the last two
	b     []byte
}

// append adds a reading that is later than all before it.
func (c *chunk) append(h *Held) {
	if c.n == 0 {
		c.first = h.Time
	}
	delta := h.Time - c.prev.Time
	b := binary.AppendVarint(c.b, delta-c.delta)
	var changed uint64
	for m := range h.Values {
		if h.Values[m] != c.prev.Values[m] {
			changed |= 1 << m
		}
	}
	if h.Present != c.prev.Present || h.Faulty != c.prev.Faulty || h.Flags != c.prev.Flags {
		changed |= changedMeta
	}
	if h.Duplicates|h.Conflicts != 0 {
		changed |= changedCounters
	}
	b = binary.AppendUvarint(b, changed)
	if changed&changedMeta != 0 {
		b = append(b, h.Present, h.Faulty, h.Flags)
	}
	for m := range h.Values {
		if changed&(1<<m) != 0 {
			b = binary.AppendVarint(b, int64(h.Values[m])-int64(c.prev.Values[m]))
		}
	}
	if changed&changedCounters != 0 {
		b = binary.AppendUvarint(b, uint64(h.Duplicates))
		b = binary.AppendUvarint(b, uint64(h.Conflicts))
	}
	c.b, c.prev, c.delta = b, h.Reading, delta
	c.n++
}

// last is the event time of the last reading.
func (c *chunk) last() int64 { return c.prev.Time }

// seal is the value of a sealed chunk.
func (c *chunk) seal() []byte {
	b := wire.AppendUint(append(make([]byte, 0, len(c.b)+3), Chunk.Version), uint64(c.n))
	return append(b, c.b...)
}

// chunkOf encodes readings in the order of their times.
func chunkOf(readings []Held) chunk {
	var c chunk
	for i := range readings {
		c.append(&readings[i])
	}
	return c
}

// decodeReadings appends n readings to list.
func decodeReadings(list []Held, n int, b []byte) ([]Held, error) {
	r := wire.Read(b)
	var h Held
	var delta int64
	for range n {
		delta += r.Int()
		h.Time += delta
		changed := r.Uint()
		if changed&changedMeta != 0 {
			h.Present, h.Faulty, h.Flags = r.Byte(), r.Byte(), r.Byte()
		}
		for m := range h.Values {
			if changed&(1<<m) != 0 {
				h.Values[m] += int32(r.Int())
			}
		}
		h.Duplicates, h.Conflicts = 0, 0
		if changed&changedCounters != 0 {
			h.Duplicates, h.Conflicts = uint32(r.Uint()), uint32(r.Uint())
		}
		if r.Err() != nil {
			break
		}
		list = append(list, h)
	}
	return list, r.Close("readings")
}

func decodeSealed(list []Held, value []byte) ([]Held, error) {
	r := Chunk.Open(value)
	n := readSize(r)
	if r.Err() != nil {
		return list, r.Close(Chunk.Name)
	}
	return decodeReadings(list, n, r.B)
}

// readSize reads a number of readings in a chunk.
func readSize(r *wire.Reader) int {
	n := r.Uint()
	if n > split {
		r.Fail()
		return 0
	}
	return int(n)
}

// AppendReading writes a reading alone.
func AppendReading(b []byte, x *measure.Reading) []byte {
	b = append(wire.AppendInt(b, x.Time), x.Present, x.Faulty, x.Flags)
	for m := range x.Values {
		if x.Present&(1<<m) != 0 {
			b = wire.AppendInt(b, int64(x.Values[m]))
		}
	}
	return b
}

// ReadReading reads a reading alone.
func ReadReading(r *wire.Reader) (x measure.Reading) {
	x.Time, x.Present, x.Faulty, x.Flags = r.Int(), r.Byte(), r.Byte(), r.Byte()
	for m := range x.Values {
		if x.Present&(1<<m) != 0 {
			x.Values[m] = int32(r.Int())
		}
	}
	return x
}
