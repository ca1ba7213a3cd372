package series

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"coldchain/joins/internal/wire"
)

// A column is one field of all readings of a chunk. It is written as how far its values lie above
// their least, or as the steps from one value to the next, whichever is shorter: in units of their
// greatest common divisor, in as few bits as hold nearly all of them. The others are exceptions.

// The form of a column is its width, and two flags.
const (
	formWidth      = 1<<6 - 1
	formSteps      = 1 << 6
	formExceptions = 1 << 7
)

// appendColumn writes a column that varies between least and most, and uses it up.
func appendColumn(b []byte, x []int64, least, most int64) []byte {
	f, x := fit(x, least, most)
	width := widthOf(f.low, f.high)
	form := len(b)
	if !f.steps {
		b = binary.AppendVarint(append(b, byte(width)), f.start+f.low*int64(f.unit))
		return pack(binary.AppendUvarint(b, f.unit), form, x, f.low, width)
	}
	b = binary.AppendVarint(append(b, byte(width)|formSteps), f.start)
	b = binary.AppendVarint(binary.AppendUvarint(b, f.unit), f.low)
	return pack(b, form, x, f.low, width)
}

// shape is how a column is best written.
type shape struct {
	steps     bool
	start     int64 // the least value; where steps are written, the first value
	unit      uint64
	low, high int64 // nearly all of what is packed lies between them
}

// fit finds the shape of a column that varies between least and most, and makes of it what is
// packed, in units: how far each value lies above the least, or its step from the one before.
func fit(x []int64, least, most int64) (shape, []int64) {
	s := shape{start: x[0]}
	s.unit = scale(x, least, uint64(most)-uint64(least))
	middle, middleStep, length, stepLength := survey(x)
	if stepLength >= length {
		s.start = least
		s.low, s.high = window(x, middle, length)
		return s, x
	}
	s.steps = true
	for i := range x[1:] {
		x[i] = x[i+1] - x[i]
	}
	x = x[:len(x)-1]
	s.low, s.high = window(x, middleStep, stepLength)
	return s, x
}

// scale makes each value the number of units by which it lies above the least. It returns the unit:
// the greatest common divisor of these distances, of which the spread is the greatest.
//
// A division by unit = odd << zeros that leaves nothing is a multiplication by the inverse of odd
// modulo 2^64, and a rotation by zeros. A number that is no multiple of unit gives more than the
// greatest quotient that there is.
func scale(x []int64, least int64, spread uint64) (unit uint64) {
	if unit = spread; spread >= 1<<62 {
		unit = 1 // steps may wrap around; then they are multiples of nothing else
	}
	zeros := bits.TrailingZeros64(unit)
	inverse, most := invert(unit>>zeros), ^uint64(0)/unit
	for i, v := range x {
		above := uint64(v - least)
		q := bits.RotateLeft64(above*inverse, -zeros)
		if q > most {
			finer := gcd(above, unit)
			for j := range x[:i] {
				x[j] *= int64(unit / finer)
			}
			unit = finer
			zeros = bits.TrailingZeros64(unit)
			inverse, most = invert(unit>>zeros), ^uint64(0)/unit
			q = above / unit
		}
		x[i] = int64(q)
	}
	return unit
}

func gcd(a, b uint64) uint64 {
	for a != 0 {
		a, b = b%a, a
	}
	return b
}

// invert is the inverse of an odd number modulo 2^64. Each turn doubles how many bits are right, at
// first 3.
func invert(odd uint64) uint64 {
	x := odd
	for range 5 {
		x *= 2 - odd*x
	}
	return x
}

// survey looks at some of the values and of the steps between them: about what their medians are,
// and the mean of their lengths, counted from there, in 64ths of a bit.
func survey(x []int64) (middle, middleStep int64, length, stepLength int) {
	middle, middleStep = medians(x)
	n := len(x) - 1
	every := 1 + n/64
	for i := 0; i < n; i += every {
		length += lengthOf(x[i] - middle)
		stepLength += lengthOf(x[i+1] - x[i] - middleStep)
	}
	seen := (n-1)/every + 1
	return middle, middleStep, 64 * length / seen, 64 * stepLength / seen
}

// lengthOf is how many bits a number takes with its sign.
func lengthOf(v int64) int { return bits.Len64(uint64(v<<1) ^ uint64(v>>63)) }

// medians are about those of the values and of the steps.
func medians(x []int64) (value, step int64) {
	var values, steps [9]int64
	n := min(len(x)-1, len(values))
	for i := range n {
		at := i * (len(x) - 1) / n
		values[i], steps[i] = x[at], x[at+1]-x[at]
	}
	slices.Sort(values[:n])
	slices.Sort(steps[:n])
	return values[n/2], steps[n/2]
}

// window is where the values lie that are packed; packing fewer in less bits would take more with
// the exceptions. The middle and the length are what survey found.
func window(x []int64, middle int64, length int) (low, high int64) {
	low, high = x[0], x[0]
	for _, v := range x {
		low, high = min(low, v), max(high, v)
	}
	width := widthOf(low, high)
	if 64*width-length < 96 {
		return low, high // spread too evenly for exceptions to pay
	}
	var count [65]int
	for _, v := range x {
		count[lengthOf(v-middle)]++
	}
	limit, cost, beyond := 64, width*len(x), 0
	for n := 64; n > 0; n-- {
		beyond += count[n] * (16 + n/7*8) // its place, and the value in full bytes
		if c := beyond + (n-1)*len(x); c < cost {
			limit, cost = n-1, c
		}
	}
	low, high = math.MaxInt64, math.MinInt64
	for _, v := range x {
		if lengthOf(v-middle) <= limit {
			low, high = min(low, v), max(high, v)
		}
	}
	return low, high
}

// widthOf is the bits for what lies from least to most. More than maxWidth are a word.
func widthOf(least, most int64) int {
	return min(bits.Len64(uint64(most)-uint64(least)), maxWidth+1)
}

// readColumn reads a column that varies.
func readColumn(r *wire.Reader, x []int64) {
	form, base, unit := r.Byte(), r.Int(), int64(r.Uint())
	if form&formSteps == 0 {
		unpack(r, form, x, base, unit)
		return
	}
	low := r.Int()
	unpack(r, form, x[1:], low*unit, unit)
	x[0] = base
	for i, step := range x[1:] {
		base += step
		x[i+1] = base
	}
}
