package joins

import (
	"cmp"
	"encoding/binary"
	"slices"

	"coldchain/joins/event"
	"coldchain/joins/internal/wire"
	"coldchain/joins/series"
)

var containerFormat = wire.Format{Name: "container", Version: 1}

// The key spaces of the containers stage. Behind the container's id of a chunk stand the sensor and
// the event time of the first reading.
const (
	containerSpace = 'c'
	chunkSpace     = 'k'
)

// container is what is known of a container: its readings and the custodies that it is part of.
type container struct {
	series    []series.Series // by first appearance
	custodies []*custody      // by orderID
	cycle     uint64          // in which this value was made: not stored
}

// clone returns a container that may be changed. Its custodies are still the committed ones: see
// own.
func (c *container) clone(cycle uint64) *container {
	return &container{slices.Clone(c.series), slices.Clone(c.custodies), cycle}
}

// own returns custody i, to be changed.
func (c *container) own(i int) *custody {
	if c.custodies[i].cycle != c.cycle {
		u := *c.custodies[i]
		u.fold = u.fold.Clone()
		u.legs = slices.Clone(u.legs)
		u.cycle = c.cycle
		c.custodies[i] = &u
	}
	return c.custodies[i]
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

// name notes that a reading of a partition names a sensor, and returns its series; nil where that
// sensor is one too many of the partition (SPECIFICATION 2.9).
func (c *container) name(sensor []byte, partition int32) *series.Series {
	at := -1
	for i := range c.series {
		if c.series[i].Sensor == string(sensor) {
			if slices.Contains(c.series[i].Named, partition) {
				return &c.series[i]
			}
			at = i
			break
		}
	}
	n := 0
	for i := range c.series {
		if slices.Contains(c.series[i].Named, partition) {
			n++
		}
	}
	if n >= event.MaxSensors {
		return nil
	}
	if at < 0 {
		at = len(c.series)
		c.series = append(c.series, series.New(string(sensor)))
	}
	x := &c.series[at]
	x.Named = append(slices.Clip(x.Named), partition)
	return x
}

// Size is the memory that the value takes.
func (c *container) Size() int {
	n := 120
	for i := range c.series {
		n += c.series[i].Size()
	}
	for _, u := range c.custodies {
		n += u.size()
	}
	return n
}

func (c *container) AppendBinary(b []byte) ([]byte, error) {
	b = wire.AppendUint(append(b, containerFormat.Version), uint64(len(c.series)))
	for i := range c.series {
		b = c.series[i].Append(b)
	}
	b = wire.AppendUint(b, uint64(len(c.custodies)))
	for _, u := range c.custodies {
		b = u.append(b)
	}
	return b, nil
}

// decodeContainer reads a container. The folds of its custodies stay encoded: see custody.prepare.
func decodeContainer(b []byte) (*container, error) {
	r, c := containerFormat.Open(b), &container{}
	for range r.Count() {
		c.series = append(c.series, series.Read(r))
		if r.Err() != nil {
			break
		}
	}
	for range r.Count() {
		u := readCustody(r)
		if r.Err() != nil {
			break
		}
		c.custodies = append(c.custodies, u)
	}
	return c, r.Close(containerFormat.Name)
}

// chunks are the sealed chunks of one container's series at a time, as a series.Store.
type chunks struct {
	state     State
	container []byte
}

// of makes them those of a container.
func (c *chunks) of(container []byte) *chunks {
	c.container = container
	return c
}

func (c *chunks) key(sensor string, first int64) []byte {
	k := append(append([]byte{chunkSpace}, c.container...), 0)
	k = append(append(k, sensor...), 0)
	return binary.BigEndian.AppendUint64(k, uint64(first)^1<<63)
}

// Chunk implements series.Store.
func (c *chunks) Chunk(sensor string, first int64) ([]byte, error) {
	x, _, err := c.state.Get(c.key(sensor, first))
	b, _ := x.(chunk)
	return b, err
}

// PutChunk implements series.Store.
func (c *chunks) PutChunk(sensor string, first int64, value []byte) {
	c.state.Put(c.key(sensor, first), chunk(value))
}

// DeleteChunk implements series.Store.
func (c *chunks) DeleteChunk(sensor string, first int64) { c.state.Delete(c.key(sensor, first)) }
