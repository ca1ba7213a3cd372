package series

import (
	"encoding/binary"
	"math/bits"

	"coldchain/joins/internal/wire"
)

// A frame is what the readings of an open chunk are expected to be, as the columns of earlier ones
// showed: which fields vary, from where on, in what units and how wide. A reading that is as
// expected takes as many bits as its fields have together. What is not is written behind it.
type frame struct {
	header int    // bytes that the frame itself takes
	size   int    // bytes of a reading that is as expected
	cells  []cell // the fields that vary
	same   Held   // all bits of the fields that are expected as in the reading before
}

// cell is a field within a frame.
type cell struct {
	column  uint8
	width   uint8
	zeros   uint8
	steps   bool  // it is written as the step from the reading before
	base    int64 // the least that is expected
	unit    int64
	inverse uint64 // see scale
	most    uint64 // units above the base
}

// frameOf learns a frame from readings, and writes it to b, which is empty.
func frameOf(b []byte, list []Held) (*frame, []byte) {
	varies := variesIn(list)
	b = append(b, 0, 0)
	var there uint16
	var room [split]int64
	x := room[:len(list)]
	for c := range numColumns {
		if varies&(1<<c) == 0 {
			continue
		}
		least, most := gather(x, list, c)
		s, _ := fit(x, least, most)
		// The next will lie a little beyond what was seen.
		slack := (s.high - s.low) / 8
		low, high := s.low-slack, s.high+slack
		width := widthOf(low, high)
		if width > maxWidth || width == 0 && !s.steps {
			continue
		}
		low -= (1<<width - 1 - (high - low)) / 2
		there |= 1 << c
		form := byte(width)
		if s.steps {
			form |= formSteps
			s.start = 0
		}
		b = binary.AppendVarint(append(b, form), s.start+low*int64(s.unit))
		b = binary.AppendUvarint(b, s.unit)
	}
	binary.LittleEndian.PutUint16(b, there)
	return readFrame(wire.Read(b)), b
}

// readFrame reads a frame, nil if it is none that a program writes.
func readFrame(r *wire.Reader) *frame {
	before := len(r.B)
	there := readSet(r)
	f := &frame{cells: make([]cell, 0, bits.OnesCount16(there))}
	rowBits := 1
	for c := range numColumns {
		if there&(1<<c) == 0 {
			f.same.set(c, -1)
			continue
		}
		form, base, unit := r.Byte(), r.Int(), r.Uint()
		x := cell{
			column: uint8(c), width: form & formWidth, zeros: uint8(bits.TrailingZeros64(unit)),
			steps: form&formSteps != 0, base: base, unit: int64(unit),
		}
		if unit == 0 || x.width > maxWidth || x.width+x.zeros > 64 || form&formExceptions != 0 {
			r.Fail()
			return nil
		}
		x.most = 1<<x.width - 1
		x.inverse = invert(unit >> x.zeros)
		f.cells = append(f.cells, x)
		rowBits += int(x.width)
	}
	if there>>numColumns != 0 || r.Err() != nil {
		r.Fail()
		return nil
	}
	f.header, f.size = before-len(r.B), (rowBits+7)/8
	return f
}
