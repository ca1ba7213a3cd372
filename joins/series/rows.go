package series

import (
	"encoding/binary"

	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// A plain row is what differs from the reading before. An open chunk begins with plain rows, and
// version 1 of a sealed one has nothing else.

const (
	changedMeta     = 1 << 8 // bits 0..7: the metric's value changed
	changedCounters = 1 << 9
)

// The changed bits of the metrics lie below the others.
const _ = uint(8 - measure.NumStored)

// appendRow writes a reading behind prev. The time step is that to prev, minus the one before.
func appendRow(b []byte, prev *measure.Reading, h *Held, step int64) []byte {
	b = binary.AppendVarint(b, step)
	var changed uint64
	for m := range h.Values {
		if h.Values[m] != prev.Values[m] {
			changed |= 1 << m
		}
	}
	if h.Present != prev.Present || h.Faulty != prev.Faulty || h.Flags != prev.Flags {
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
			b = binary.AppendVarint(b, int64(h.Values[m])-int64(prev.Values[m]))
		}
	}
	if changed&changedCounters != 0 {
		b = binary.AppendUvarint(b, uint64(h.Duplicates))
		b = binary.AppendUvarint(b, uint64(h.Conflicts))
	}
	return b
}

// decodeRows appends n readings to list.
func decodeRows(list []Held, n int, b []byte) ([]Held, error) {
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

// columnsOfRows brings a sealed chunk from version 1 to version 2.
func columnsOfRows(old []byte) ([]byte, error) {
	r := wire.Read(old)
	n := readSize(r)
	list, err := decodeRows(nil, n, r.B)
	if err == nil {
		err = r.Err()
	}
	if err != nil || n == 0 {
		return nil, err
	}
	return appendColumns(nil, list), nil
}
