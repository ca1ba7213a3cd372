package series

import (
	"bytes"
	"math/bits"

	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// Readings of one sensor are stored in chunks in the order of their event times, in two formats
// (docs/formats/readings.md). A sealed chunk is written once, column by column, and read as a
// whole. The latest chunk is open: it is a part of its container's value and is only ever appended
// to, row by row. So the container is written without encoding a reading, and an abort takes back
// what its cycle appended, by the length that was committed.

const (
	Full  = 256 // readings at which an open chunk is sealed
	split = 512 // readings at which a sealed chunk that grew by late readings is split

	learnFrom = 16 // readings from which a frame is learned
)

// Chunk is the format of a sealed chunk.
var Chunk = wire.Format{
	Name: "chunk of readings", Version: 2, Upgrade: []func([]byte) ([]byte, error){columnsOfRows},
}

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

// chunk is an open chunk: its readings as rows, with what is needed to append one. Its memory is
// reused for those of other series.
type chunk struct {
	n     int
	first int64  // event time of the first
	prev  Held   // the last one in b, without its counters
	delta int64  // between the event times of the last two in b, where there is no frame
	frame *frame // by which b is written, behind the frame itself; nil for plain rows
	b     []byte
	fresh []Held // the last of the readings, which settle writes into b
}

// append adds a reading that is later than all before it.
func (c *chunk) append(h *Held) {
	if c.n == 0 {
		c.first = h.Time
	}
	c.fresh = append(c.fresh, *h)
	c.n++
}

// settle writes what is fresh into b: a chunk that is sealed before needs no rows.
func (c *chunk) settle() {
	written := c.n - len(c.fresh)
	if written == 0 && c.frame == nil && c.n >= learnFrom {
		c.write(c.fresh)
		c.fresh = c.fresh[:0]
		return
	}
	for i := range c.fresh {
		c.appendRow(&c.fresh[i])
	}
	c.fresh = c.fresh[:0]
	// How well the frame fits is asked ever more rarely.
	if c.n >= learnFrom && bits.Len(uint(written)) < bits.Len(uint(c.n)) && !c.fits() {
		c.learn()
	}
}

func (c *chunk) appendRow(h *Held) {
	if c.frame != nil {
		c.b = c.frame.append(c.b, &c.prev, h)
	} else {
		delta := h.Time - c.prev.Time
		c.b = appendRow(c.b, &c.prev.Reading, h, delta-c.delta)
		c.delta = delta
	}
	c.prev.Reading = h.Reading
}

// fits says that the readings take about what the frame promises. The first one never fits.
func (c *chunk) fits() bool {
	return c.frame != nil && len(c.b) <= c.frame.header+c.n*c.frame.size*5/4+32
}

// learn writes the readings anew.
func (c *chunk) learn() {
	var room [split]Held
	list, err := c.decode(room[:0])
	if err != nil {
		return // damaged: whoever reads them is told
	}
	c.write(list)
}

// write makes b of all the readings, by a frame made for them.
func (c *chunk) write(list []Held) {
	c.frame, c.b = frameOf(c.b[:0], list)
	c.prev, c.delta = Held{}, 0
	for i := range list {
		c.appendRow(&list[i])
	}
}

// empty makes the chunk one without readings. The next most likely fit the same frame.
func (c *chunk) empty() {
	header := 0
	if c.frame != nil {
		header = c.frame.header
	}
	*c = chunk{frame: c.frame, b: c.b[:header], fresh: c.fresh[:0]}
}

// refill makes the chunk one of other readings, which are in the order of their times.
func (c *chunk) refill(list []Held) {
	c.empty()
	c.n, c.first, c.fresh = len(list), list[0].Time, append(c.fresh, list...)
}

// last is the event time of the last reading.
func (c *chunk) last() int64 {
	if n := len(c.fresh); n > 0 {
		return c.fresh[n-1].Time
	}
	return c.prev.Time
}

// decode appends the readings to list.
func (c *chunk) decode(list []Held) (_ []Held, err error) {
	if written := c.n - len(c.fresh); c.frame != nil {
		list, err = c.frame.decode(list, written, c.b[c.frame.header:])
	} else {
		list, err = decodeRows(list, written, c.b)
	}
	return append(list, c.fresh...), err
}

// sealed is the value of a sealed chunk.
func sealed(list []Held) []byte {
	var room [4096]byte
	return bytes.Clone(appendColumns(append(room[:0], Chunk.Version), list))
}

func decodeSealed(list []Held, value []byte) ([]Held, error) {
	r := wire.Read(value)
	if len(value) == 0 || r.Byte() != Chunk.Version {
		r = Chunk.Open(value)
	}
	list = decodeColumns(list, r)
	return list, r.Close(Chunk.Name)
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
