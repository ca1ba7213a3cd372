package series

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"coldchain/joins/internal/wire"
)

// misfit is the first bit of a row, set where there are fields that are not as the frame expects.
const misfit = 1

// append writes a reading behind prev. Counters are expected to be 0: those of prev are.
func (f *frame) append(b []byte, prev, h *Held) []byte {
	start := len(b)
	misfits := f.differing(prev, h)
	word, filled := uint64(0), uint8(1)
	for i := range f.cells {
		c := &f.cells[i]
		above := h.get(int(c.column)) - c.base
		if c.steps {
			above -= prev.get(int(c.column))
		}
		q := bits.RotateLeft64(uint64(above)*c.inverse, -int(c.zeros))
		if q > c.most {
			misfits |= 1 << c.column
			q = 0
		}
		word |= q << (filled & 63)
		if filled += c.width; filled >= 64 {
			b = binary.LittleEndian.AppendUint64(b, word)
			filled -= 64
			word = q >> (c.width - filled) // 0 where nothing is left of it
		}
	}
	b = binary.LittleEndian.AppendUint64(b, word)[:start+f.size]
	if misfits == 0 {
		return b
	}
	b[start] |= misfit
	b = binary.AppendUvarint(b, misfits)
	for ; misfits != 0; misfits &= misfits - 1 {
		c := bits.TrailingZeros64(misfits)
		b = binary.AppendVarint(b, h.get(c)-prev.get(c))
	}
	return b
}

// differing are the columns outside the frame that are not as in prev.
func (f *frame) differing(prev, h *Held) (columns uint64) {
	same := &f.same
	d := (h.Time ^ prev.Time) & same.Time
	for m := range h.Values {
		d |= int64((h.Values[m] ^ prev.Values[m]) & same.Values[m])
	}
	d |= int64((h.Present^prev.Present)&same.Present | (h.Faulty^prev.Faulty)&same.Faulty |
		(h.Flags^prev.Flags)&same.Flags)
	d |= int64(h.Duplicates&same.Duplicates | h.Conflicts&same.Conflicts)
	if d == 0 {
		return 0
	}
	for c := range numColumns {
		if (h.get(c)^prev.get(c))&same.get(c) != 0 {
			columns |= 1 << c
		}
	}
	return columns
}

// decode appends n readings to list.
func (f *frame) decode(list []Held, n int, b []byte) ([]Held, error) {
	r := wire.Read(b)
	if n*f.size > len(b) {
		r.Fail()
		return list, r.Close("readings")
	}
	k := len(list)
	list = slices.Grow(list, n)[:k+n]
	prev := new(Held)
	for i := range list[k:] {
		h, rest := &list[k+i], r.B
		if r.Take(uint64(f.size)); r.Err() != nil {
			break
		}
		*h = *prev
		h.Duplicates, h.Conflicts = 0, 0
		ok := f.read(h, rest)
		if rest[0]&misfit != 0 {
			ok = h.readMisfits(r, prev)
		}
		if !ok {
			r.Fail()
		}
		prev = h
	}
	return list, r.Close("readings")
}

// read makes the reading of a row of the one before, without its counters.
func (f *frame) read(h *Held, row []byte) (ok bool) {
	at, wrong := uint(1), int64(0)
	for i := range f.cells {
		c := &f.cells[i]
		v := c.base + c.unit*int64(wordAt(row, at)&c.most)
		at += uint(c.width)
		if c.column >= uint8(valueColumns) {
			if c.steps {
				v += h.other(int(c.column))
			}
			if !h.setOther(int(c.column), v) {
				wrong = 1
			}
			continue
		}
		to := &h.Values[c.column]
		if c.steps {
			v += int64(*to)
		}
		*to = int32(v)
		wrong |= v ^ int64(*to)
	}
	return wrong == 0
}

// readMisfits sets what was not as expected; what the frame made of it does not count.
func (h *Held) readMisfits(r *wire.Reader, prev *Held) bool {
	misfits, ok := r.Uint(), true
	for ; misfits != 0 && r.Err() == nil; misfits &= misfits - 1 {
		c := bits.TrailingZeros64(misfits)
		if c >= numColumns {
			return false
		}
		v := r.Int()
		if c < duplicatesColumn {
			v += prev.get(c)
		}
		ok = h.set(c, v) && ok
	}
	return ok
}
