package joins

import "encoding/binary"

// Readings of one sensor are stored in chunks in the order of their event times, each reading as what differs from the one before
// (docs/formats/readings.md). The latest chunk is open: it is part of its container's value and only ever appended to.

const (
	chunkVersion = 1
	chunkFull    = 256 // readings at which an open chunk is sealed
	chunkSplit   = 512 // readings at which a sealed chunk that grew by late readings is split

	changedMeta     = 1 << 8 // bits 0..7: the metric's value changed
	changedCounters = 1 << 9
)

// chunk is a sequence of encoded readings, with what is needed to append one.
type chunk struct {
	n     int
	first int64 // event time of the first
	prev  Reading
	delta int64 // between the event times of the last two
	b     []byte
}

// append adds a reading that is later than all before it.
func (c *chunk) append(h *held) {
	if c.n == 0 {
		c.first = h.Time
	}
	delta := h.Time - c.prev.Time
	b := binary.AppendVarint(c.b, delta-c.delta)
	var changed uint64
	for m := range h.Value {
		if h.Value[m] != c.prev.Value[m] {
			changed |= 1 << m
		}
	}
	if h.Present != c.prev.Present || h.Faulty != c.prev.Faulty || h.Flags != c.prev.Flags {
		changed |= changedMeta
	}
	if h.duplicates|h.conflicts != 0 {
		changed |= changedCounters
	}
	b = binary.AppendUvarint(b, changed)
	if changed&changedMeta != 0 {
		b = append(b, h.Present, h.Faulty, h.Flags)
	}
	for m := range h.Value {
		if changed&(1<<m) != 0 {
			b = binary.AppendVarint(b, int64(h.Value[m])-int64(c.prev.Value[m]))
		}
	}
	if changed&changedCounters != 0 {
		b = binary.AppendUvarint(b, uint64(h.duplicates))
		b = binary.AppendUvarint(b, uint64(h.conflicts))
	}
	c.b, c.prev, c.delta = b, h.Reading, delta
	c.n++
}

// last is the event time of the last reading.
func (c *chunk) last() int64 { return c.prev.Time }

// decodeReadings appends n readings to list.
func decodeReadings(list []held, n int, b []byte) ([]held, error) {
	w := &wire{b: b}
	var h held
	var delta int64
	for range n {
		delta += w.int()
		h.Time += delta
		changed := w.uint()
		if changed&changedMeta != 0 {
			h.Present, h.Faulty, h.Flags = w.byte(), w.byte(), w.byte()
		}
		for m := range h.Value {
			if changed&(1<<m) != 0 {
				h.Value[m] += int32(w.int())
			}
		}
		h.duplicates, h.conflicts = 0, 0
		if changed&changedCounters != 0 {
			h.duplicates, h.conflicts = uint32(w.uint()), uint32(w.uint())
		}
		if w.err != nil {
			break
		}
		list = append(list, h)
	}
	return list, w.close("readings")
}

// seal is the value of a sealed chunk.
func (c *chunk) seal() sealed {
	b := binary.AppendUvarint(append(make([]byte, 0, len(c.b)+3), chunkVersion), uint64(c.n))
	return append(b, c.b...)
}

func decodeSealed(list []held, value []byte) ([]held, error) {
	w := &wire{b: value}
	w.open("chunk of readings", chunkVersion)
	n := w.count()
	if w.err != nil {
		return list, w.close("chunk of readings")
	}
	return decodeReadings(list, n, w.b)
}

// chunkOf encodes readings in the order of their times.
func chunkOf(readings []held) chunk {
	var c chunk
	for i := range readings {
		c.append(&readings[i])
	}
	return c
}

// appendReading writes a reading alone.
func appendReading(b []byte, r *Reading) []byte {
	b = append(appendInt(b, r.Time), r.Present, r.Faulty, r.Flags)
	for m := range r.Value {
		if r.Present&(1<<m) != 0 {
			b = appendInt(b, int64(r.Value[m]))
		}
	}
	return b
}

func (w *wire) reading() (r Reading) {
	r.Time, r.Present, r.Faulty, r.Flags = w.int(), w.byte(), w.byte(), w.byte()
	for m := range r.Value {
		if r.Present&(1<<m) != 0 {
			r.Value[m] = int32(w.int())
		}
	}
	return r
}
