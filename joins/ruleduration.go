package joins

import (
	"errors"
	"math"
	"math/big"
	"math/bits"
	"strings"
	"time"
)

// maxDurationText is the longest text that is read as a duration.
const maxDurationText = 1000

// durationUnits are Go's, with their length in ns. A unit that another one
// starts with comes after it.
var durationUnits = []struct {
	name string
	ns   uint64
}{
	{"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"μs", 1e3}, {"ms", 1e6},
	{"s", 1e9}, {"m", 60e9}, {"h", 3600e9},
}

var (
	errDurationForm  = errors.New(`is not a duration: write it as "90s", "1h30m" or "0"`)
	errDurationWhole = errors.New("is not a whole number of milliseconds")
	errDurationLong  = errors.New("is too long for a duration: at most 2562047h47m16.854s")
)

// parseDuration reads an unsigned duration in Go's notation, and 0 without a
// unit, in ms. Unlike time.ParseDuration it loses nothing below a nanosecond:
// the sum of what is written must be whole milliseconds.
func parseDuration(s string) (ms int64, err error) {
	if s == "0" {
		return 0, nil
	}
	if s == "" || len(s) > maxDurationText {
		return 0, errDurationForm
	}
	var total uint64   // ns
	var below *big.Rat // what is written below the nanosecond
	for s != "" {
		end := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if end <= 0 {
			return 0, errDurationForm
		}
		whole, fraction, _ := strings.Cut(s[:end], ".")
		if whole+fraction == "" || strings.Contains(fraction, ".") {
			return 0, errDurationForm
		}
		unit, rest := cutUnit(s[end:])
		if unit == 0 {
			return 0, errDurationForm
		}
		s = rest
		n, rem, ok := scaleDuration(whole, fraction, unit)
		if !ok || n > math.MaxInt64-total {
			return 0, errDurationLong
		}
		total += n
		if rem != nil {
			if below == nil {
				below = new(big.Rat)
			}
			below.Add(below, rem)
		}
	}
	if below != nil {
		if !below.IsInt() {
			return 0, errDurationWhole
		}
		// Each part is below one, so the sum is no more than their number.
		n := below.Num().Uint64()
		if n > math.MaxInt64-total {
			return 0, errDurationLong
		}
		total += n
	}
	if total%uint64(time.Millisecond) != 0 {
		return 0, errDurationWhole
	}
	return int64(total / uint64(time.Millisecond)), nil
}

// cutUnit takes the unit off the start of s: its length in ns, 0 if there is
// none.
func cutUnit(s string) (ns uint64, rest string) {
	for _, u := range durationUnits {
		if r, ok := strings.CutPrefix(s, u.name); ok {
			return u.ns, r
		}
	}
	return 0, s
}

// scaleDuration is whole.fraction x unit: the whole nanoseconds, and what is
// left below one, nil for nothing. ok is false beyond 64 bits.
func scaleDuration(whole, fraction string, unit uint64) (ns uint64, below *big.Rat, ok bool) {
	var n uint64
	for i := range len(whole) {
		hi, lo := bits.Mul64(n, 10)
		n = lo + uint64(whole[i]-'0')
		if hi != 0 || n < lo {
			return 0, nil, false
		}
	}
	hi, ns := bits.Mul64(n, unit)
	if hi != 0 {
		return 0, nil, false
	}
	fraction = strings.TrimRight(fraction, "0")
	left := unit // the length of one of the last digit that was read
	for i := range len(fraction) {
		if left%10 != 0 {
			// A digit below what divides the unit: the rest as a fraction.
			rest, _ := new(big.Rat).SetString("0." + fraction[i:])
			rest.Mul(rest, new(big.Rat).SetInt(new(big.Int).SetUint64(left)))
			q := new(big.Int).Quo(rest.Num(), rest.Denom())
			below = rest.Sub(rest, new(big.Rat).SetInt(q))
			sum, carry := bits.Add64(ns, q.Uint64(), 0)
			return sum, below, carry == 0
		}
		left /= 10
		sum, carry := bits.Add64(ns, left*uint64(fraction[i]-'0'), 0)
		if carry != 0 {
			return 0, nil, false
		}
		ns = sum
	}
	return ns, nil, true
}

// formatDuration is the inverse of parseDuration, in Go's notation.
func formatDuration(ms int64) string {
	return (time.Duration(ms) * time.Millisecond).String()
}
