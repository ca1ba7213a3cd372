package judge

import (
	"math/big"
	"math/bits"

	"coldchain/joins/internal/jsontext"
)

// uint128 is an unsigned 128-bit sum. Degree-minutes and the sum behind the mean kinetic
// temperature are kept in it, so that both are exact and do not depend on the order of addition.
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

// Coverage is the observed share of the judged time in millionths, truncated.
func (g *Figures) Coverage() int64 {
	if g.ObservedMs >= g.JudgedMs {
		return 1_000_000
	}
	hi, lo := bits.Mul64(uint64(g.ObservedMs), 1_000_000)
	q, _ := bits.Div64(hi, lo, uint64(g.JudgedMs))
	return int64(q)
}

// AppendDegreeMinutes writes the sum of |value - bound| x duration in degree-minutes (of other
// metrics: their unit times minutes), truncated to thousandths.
func (e *Excursion) AppendDegreeMinutes(b []byte) []byte {
	const minute = 60_000
	if q, ok := e.beyond.div(minute); ok {
		return jsontext.AppendMilli(b, q)
	}
	thousandths := new(big.Int).Quo(e.beyond.big(), big.NewInt(minute))
	whole, rest := new(big.Int).QuoRem(thousandths, big.NewInt(1000), new(big.Int))
	b = append(b, whole.String()...)
	return append(b, jsontext.AppendMilli(nil, rest.Int64())[1:]...)
}
