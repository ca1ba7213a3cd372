package joins

import (
	"cmp"
	"encoding/binary"
	"slices"

	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
	"coldchain/joins/series"
)

// The formats of the containers stage's values.
var (
	containerFormat = wire.Format{Name: "container", Version: 1}
	timerFormat     = wire.Format{Name: "timer of a container", Version: 1}
)

// The key spaces of the containers stage. Behind the container's id of a chunk stand the sensor and
// the event time of the first reading.
const (
	containerSpace = 'c'
	chunkSpace     = 'k'
	timerSpace     = 't' // of containers that time can change
)

// container is what is known of a container as far as it was folded: its readings and the custodies
// that it is part of.
type container struct {
	series    []series.Series // by first appearance
	custodies []*custody      // by orderID
}

// find is the place of an order's custody.
func (c *container) find(orderID string) (i int, there bool) {
	return slices.BinarySearchFunc(c.custodies, orderID, func(u *custody, id string) int {
		return cmp.Compare(u.orderID, id)
	})
}

// sensor returns the readings of a sensor, nil if there are none.
func (c *container) sensor(name string) *series.Series {
	for i := range c.series {
		if c.series[i].Sensor == name {
			return &c.series[i]
		}
	}
	return nil
}

// name notes that readings of a partition name a sensor, and returns which one it is.
func (c *container) name(sensor []byte, partition int32) (at int) {
	at = slices.IndexFunc(c.series, func(x series.Series) bool {
		return x.Sensor == string(sensor)
	})
	if at < 0 {
		at = len(c.series)
		c.more().New(string(sensor))
	}
	x := &c.series[at]
	if !slices.Contains(x.Named, partition) {
		x.Named = append(x.Named, partition)
	}
	return at
}

// more adds a series, in the memory of one of another container, if there was one here.
func (c *container) more() *series.Series {
	n := len(c.series)
	c.series = slices.Grow(c.series, 1)[:n+1]
	return &c.series[n]
}

func (c *container) append(b []byte) []byte {
	b = wire.AppendUint(append(b, containerFormat.Version), uint64(len(c.series)))
	for i := range c.series {
		b = c.series[i].Append(b)
	}
	b = wire.AppendUint(b, uint64(len(c.custodies)))
	for _, u := range c.custodies {
		b = u.append(b)
	}
	return b
}

// decode reads a container. The folds of its custodies stay encoded, in the memory of b: see
// custody.prepare.
func (c *container) decode(b []byte) error {
	r := containerFormat.Open(b)
	for range r.Count() {
		c.more().Read(r)
		if r.Err() != nil {
			break
		}
	}
	for range r.Count() {
		u := c.spare()
		u.read(r)
		if r.Err() != nil {
			break
		}
		c.custodies = append(c.custodies, u)
	}
	return r.Close(containerFormat.Name)
}

// spare is memory for one more custody: that of one of another container, if there was one in this
// memory.
func (c *container) spare() *custody {
	n := len(c.custodies)
	if n < cap(c.custodies) {
		if u := c.custodies[:n+1][n]; u != nil {
			*u = custody{legs: u.legs[:0], fold: u.fold}
			return u
		}
	}
	return &custody{}
}

// encodeTimer is the value of a timer: when the container must be looked at, though nothing comes.
// The byte at its end keeps it apart from the marks behind it (inbox.Marked).
func encodeTimer(b []byte, due int64) []byte {
	return append(wire.AppendInt(append(b, timerFormat.Version), due), 0)
}

func decodeTimer(b []byte) (due int64, err error) {
	r := timerFormat.Open(b)
	due = r.Int()
	r.Below(1)
	if err = r.Close(timerFormat.Name); err != nil {
		due = judge.NoTime
	}
	return due, err
}

// chunks are the sealed chunks of one container's series at a time, as a series.Store.
type chunks struct {
	state     State
	container []byte
	buf       []byte
}

func (c *chunks) key(sensor string, first int64) []byte {
	k := append(append(append(c.buf[:0], chunkSpace), c.container...), 0)
	k = append(append(k, sensor...), 0)
	c.buf = binary.BigEndian.AppendUint64(k, uint64(first)^1<<63)
	return c.buf
}

// Chunk implements series.Store.
func (c *chunks) Chunk(sensor string, first int64) ([]byte, error) {
	b, _, err := c.state.Get(c.key(sensor, first))
	return b, err
}

// PutChunk implements series.Store.
func (c *chunks) PutChunk(sensor string, first int64, value []byte) {
	c.state.Put(c.key(sensor, first), value)
}

// DeleteChunk implements series.Store.
func (c *chunks) DeleteChunk(sensor string, first int64) { c.state.Delete(c.key(sensor, first)) }
