package joins

import (
	"math/big"
	"math/bits"
)

// uint128 is an unsigned 128-bit sum. Degree-minutes and the sum behind the mean kinetic temperature are kept in it, so that both are
// exact and do not depend on the order of addition.
type uint128 struct{ hi, lo uint64 }

// addMul adds a*b.
func (u *uint128) addMul(a, b uint64) {
	hi, lo := bits.Mul64(a, b)
	var carry uint64
	u.lo, carry = bits.Add64(u.lo, lo, 0)
	u.hi, _ = bits.Add64(u.hi, hi, carry)
}

// float returns the nearest float64.
func (u uint128) float() float64 { return float64(u.hi)*(1<<64) + float64(u.lo) }

// div returns u / d, truncated; ok is false if the quotient needs more than 63 bits.
func (u uint128) div(d uint64) (q int64, ok bool) {
	if u.hi >= d {
		return 0, false
	}
	quo, _ := bits.Div64(u.hi, u.lo, d)
	return int64(quo), quo>>63 == 0
}

// big returns u as a big integer.
func (u uint128) big() *big.Int {
	b := new(big.Int).SetUint64(u.hi)
	return b.Lsh(b, 64).Add(b, new(big.Int).SetUint64(u.lo))
}

// mulLess reports a*b < c*d for non-negative operands, exactly.
func mulLess(a, b, c, d int64) bool {
	h1, l1 := bits.Mul64(uint64(a), uint64(b))
	h2, l2 := bits.Mul64(uint64(c), uint64(d))
	return h1 < h2 || h1 == h2 && l1 < l2
}

// mulDiv returns a*b/c truncated, for 0 <= a <= c, c > 0 and b small enough that the quotient fits.
func mulDiv(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(q)
}
