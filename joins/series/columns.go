package series

import (
	"encoding/binary"
	"math"
	"slices"

	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// The columns of a chunk, in the order in which they are written: first the values, by metric.
const (
	timeColumn = int(measure.NumStored) + iota
	presentColumn
	faultyColumn
	flagsColumn
	duplicatesColumn
	conflictsColumn
	numColumns

	valueColumns = int(measure.NumStored)
)

// get is a field of a reading.
func (h *Held) get(column int) int64 {
	if column < valueColumns {
		return int64(h.Values[column])
	}
	return h.other(column)
}

func (h *Held) other(column int) int64 {
	switch column {
	case timeColumn:
		return h.Time
	case presentColumn:
		return int64(h.Present)
	case faultyColumn:
		return int64(h.Faulty)
	case flagsColumn:
		return int64(h.Flags)
	case duplicatesColumn:
		return int64(h.Duplicates)
	default:
		return int64(h.Conflicts)
	}
}

// set changes a field of a reading, and returns false if the value is none that it can have.
func (h *Held) set(column int, v int64) bool {
	if column < valueColumns {
		h.Values[column] = int32(v)
		return v == int64(int32(v))
	}
	return h.setOther(column, v)
}

func (h *Held) setOther(column int, v int64) bool {
	switch column {
	case timeColumn:
		h.Time = v
		return true
	case presentColumn:
		h.Present = uint8(v)
		return v == int64(h.Present)
	case faultyColumn:
		h.Faulty = uint8(v)
		return v == int64(h.Faulty)
	case flagsColumn:
		h.Flags = uint8(v)
		return v == int64(h.Flags)
	case duplicatesColumn:
		h.Duplicates = uint32(v)
		return v == int64(h.Duplicates)
	default:
		h.Conflicts = uint32(v)
		return v == int64(h.Conflicts)
	}
}

// appendColumns writes at least one and at most split readings, column by column.
func appendColumns(b []byte, list []Held) []byte {
	b = wire.AppendUint(b, uint64(len(list)))
	varies := variesIn(list)
	constant := uint16(0)
	for c := range numColumns {
		if varies&(1<<c) == 0 && list[0].get(c) != 0 {
			constant |= 1 << c
		}
	}
	b = binary.LittleEndian.AppendUint16(b, constant)
	b = binary.LittleEndian.AppendUint16(b, varies)
	for c := range numColumns {
		if constant&(1<<c) != 0 {
			b = binary.AppendVarint(b, list[0].get(c))
		}
	}
	var room [split]int64
	for c := range numColumns {
		if varies&(1<<c) != 0 {
			least, most := gather(room[:len(list)], list, c)
			b = appendColumn(b, room[:len(list)], least, most)
		}
	}
	return b
}

// variesIn are the columns that are not constant.
func variesIn(list []Held) (columns uint16) {
	first := &list[0]
	var differ Held
	for i := range list {
		h := &list[i]
		differ.Time |= h.Time ^ first.Time
		for m := range h.Values {
			differ.Values[m] |= h.Values[m] ^ first.Values[m]
		}
		differ.Present |= h.Present ^ first.Present
		differ.Faulty |= h.Faulty ^ first.Faulty
		differ.Flags |= h.Flags ^ first.Flags
		differ.Duplicates |= h.Duplicates ^ first.Duplicates
		differ.Conflicts |= h.Conflicts ^ first.Conflicts
	}
	for c := range numColumns {
		if differ.get(c) != 0 {
			columns |= 1 << c
		}
	}
	return columns
}

// gather takes a column out of the readings.
func gather(x []int64, list []Held, column int) (least, most int64) {
	least, most = math.MaxInt64, math.MinInt64
	if column < valueColumns {
		for i := range x {
			v := int64(list[i].Values[column])
			x[i] = v
			least, most = min(least, v), max(most, v)
		}
		return least, most
	}
	for i := range x {
		v := list[i].get(column)
		x[i] = v
		least, most = min(least, v), max(most, v)
	}
	return least, most
}

// readSet reads a set of columns.
func readSet(r *wire.Reader) uint16 { return uint16(r.Byte()) | uint16(r.Byte())<<8 }

// decodeColumns appends to list what appendColumns wrote. Constant columns take no bytes, so
// nothing but the greatest size of a chunk bounds the memory that a damaged one takes.
func decodeColumns(list []Held, r *wire.Reader) []Held {
	n := readSize(r)
	constant, varies := readSet(r), readSet(r)
	var h Held // what is constant
	ok := n > 0 && (constant|varies)>>numColumns == 0
	for c := range numColumns {
		if constant&(1<<c) != 0 {
			ok = h.set(c, r.Int()) && ok
		}
	}
	if !ok || r.Err() != nil {
		r.Fail()
		return list
	}
	k := len(list)
	list = slices.Grow(list, n)[:k+n]
	to := list[k:]
	for i := range to {
		to[i] = h
	}
	var room [split]int64
	x := room[:n]
	for c := range numColumns {
		if varies&(1<<c) != 0 {
			readColumn(r, x)
			if !scatter(to, x, c) {
				r.Fail()
			}
		}
	}
	return list
}

// scatter sets a column of the readings.
func scatter(list []Held, x []int64, column int) bool {
	x = x[:len(list)]
	if column < valueColumns {
		wrong := int64(0)
		for i, v := range x {
			list[i].Values[column] = int32(v)
			wrong |= v ^ int64(int32(v))
		}
		return wrong == 0
	}
	if column == timeColumn {
		for i, v := range x {
			list[i].Time = v
		}
		return true
	}
	ok := true
	for i, v := range x {
		ok = list[i].set(column, v) && ok
	}
	return ok
}
