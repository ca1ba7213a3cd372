package series

import (
	"encoding/binary"
	"slices"

	"coldchain/joins/internal/wire"
)

// maxWidth is the width up to which a number may begin at any bit: it is read with the 8 bytes that
// it begins in. A greater width stands for words of 64 bits.
const maxWidth = 56

// sizeOf is how many bits a number of a width takes.
func sizeOf(width int) int {
	if width > maxWidth {
		return 64
	}
	return width
}

// pack writes how far each value lies above low, lowest bits first, and then the exceptions: those
// that the width does not hold. If there are some, it notes it in the form.
func pack(b []byte, form int, x []int64, low int64, width int) []byte {
	var places [split]uint16
	exceptions := places[:0]
	size := uint(sizeOf(width))
	most := uint64(1)<<size - 1
	word, filled := uint64(0), uint(0)
	at := len(b)
	b = slices.Grow(b, len(x)*int(size)/8+8)
	to := b[at:cap(b)]
	for i, v := range x {
		above := uint64(v - low)
		if above > most {
			exceptions = append(exceptions, uint16(i))
			above = 0
		}
		word |= above << (filled & 63)
		if filled += size; filled >= 64 {
			binary.LittleEndian.PutUint64(to, word)
			to = to[8:]
			filled -= 64
			word = above >> (size - filled) // 0 where nothing is left of it
		}
	}
	binary.LittleEndian.PutUint64(to, word)
	b = b[:at+(len(x)*int(size)+7)/8]
	if len(exceptions) == 0 {
		return b
	}
	b[form] |= formExceptions
	b = binary.AppendUvarint(b, uint64(len(exceptions)))
	last := uint16(0)
	for _, i := range exceptions {
		b = binary.AppendUvarint(b, uint64(i-last))
		b = binary.AppendVarint(b, x[i]-low)
		last = i
	}
	return b
}

// unpack reads what pack wrote: the values are base and so many units.
func unpack(r *wire.Reader, form byte, x []int64, base, unit int64) {
	width := int(form & formWidth)
	if width > maxWidth+1 {
		r.Fail()
		return
	}
	size, b := sizeOf(width), r.B
	r.Take(uint64(len(x)*size+7) / 8)
	if r.Err() != nil {
		return
	}
	if size == 0 {
		for i := range x {
			x[i] = base
		}
	} else {
		unpackBits(b, uint(size), x, base, unit)
	}
	if form&formExceptions == 0 {
		return
	}
	place := uint64(0)
	for range r.Count() {
		if place += r.Uint(); place >= uint64(len(x)) {
			r.Fail()
			return
		}
		x[place] = base + unit*r.Int()
	}
}

// unpackBits reads numbers of some bits. Behind them b may go on.
func unpackBits(b []byte, size uint, x []int64, base, unit int64) {
	mask := uint64(1)<<size - 1
	quick := max(0, min(len(x), (len(b)*8-57)/int(size))) // those that 8 bytes stand behind
	at := uint(0)
	for i := range x[:quick] {
		x[i] = base + unit*int64(binary.LittleEndian.Uint64(b[at/8:])>>(at%8)&mask)
		at += size
	}
	for i := quick; i < len(x); i++ {
		x[i] = base + unit*int64(wordAt(b, at)&mask)
		at += size
	}
}

// wordAt is the bits from a place on, at least maxWidth of them, 0 beyond the end.
func wordAt(b []byte, at uint) uint64 {
	if k := int(at / 8); k+8 <= len(b) {
		return binary.LittleEndian.Uint64(b[k:]) >> (at % 8)
	}
	var last [8]byte
	copy(last[:], b[min(int(at/8), len(b)):])
	return binary.LittleEndian.Uint64(last[:]) >> (at % 8)
}
