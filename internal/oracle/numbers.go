package oracle

import (
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strings"
)

var (
	textNumber = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
	textWhole  = regexp.MustCompile(`^[+-]?[0-9]+$`)
)

var errNumber = errors.New("not a number that fits")

// beyondFloats is the least magnitude that 64-bit floating point rounds to infinity: 2^1024 -
// 2^970.
var beyondFloats = new(big.Rat).SetInt(new(big.Int).Sub(power(2, 1024), power(2, 970)))

// parseNumber gives the number that is written, exactly. It must be within 64-bit floating point.
func parseNumber(s string) (*big.Rat, error) {
	if !textNumber.MatchString(s) {
		return nil, errNumber
	}
	digits, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	if strings.Trim(digits, "+-.0") == "" {
		return new(big.Rat), nil
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok { // an exponent beyond a million, which no record has the digits to make up for
		if !strings.HasPrefix(exponent, "-") {
			return nil, errNumber
		}
		r = new(big.Rat).SetFrac(big.NewInt(1), power(10, 400))
		if strings.HasPrefix(s, "-") {
			r.Neg(r)
		}
	}
	if new(big.Rat).Abs(r).Cmp(beyondFloats) >= 0 {
		return nil, errNumber
	}
	return r, nil
}

// numberOf reads a number of an event: a JSON number, or a text of one.
func numberOf(v *value) (*big.Rat, error) {
	if v.kind != isNumber && v.kind != isText {
		return nil, errNumber
	}
	return parseNumber(v.text)
}

// rounded gives the number times 10^places, rounded half away from zero.
func rounded(r *big.Rat, places int64) *big.Int {
	doubled := new(big.Int).Mul(new(big.Int).Abs(r.Num()), power(10, places))
	doubled.Lsh(doubled, 1)
	n := doubled.Quo(doubled.Add(doubled, r.Denom()), new(big.Int).Lsh(r.Denom(), 1))
	if r.Sign() < 0 {
		n.Neg(n)
	}
	return n
}

// thousandths rounds a number of at most 10^12 either way.
func thousandths(r *big.Rat) (int64, error) {
	n := rounded(r, 3)
	if n.CmpAbs(power(10, 15)) > 0 {
		return 0, errNumber
	}
	return n.Int64(), nil
}

func power(base, exponent int64) *big.Int {
	return new(big.Int).Exp(big.NewInt(base), big.NewInt(exponent), nil)
}

// number writes n x 10^-places with no more decimals than are needed.
func number(n int64, places int) json.Number { return bigNumber(big.NewInt(n), places) }

func bigNumber(n *big.Int, places int) json.Number {
	r := new(big.Rat).SetFrac(n, power(10, int64(places)))
	s := r.FloatString(places)
	if places > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return json.Number(s)
}
