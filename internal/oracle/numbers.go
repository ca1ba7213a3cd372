package oracle

import (
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

var (
	jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`)
	textNumber = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
	textWhole  = regexp.MustCompile(`^[+-]?[0-9]+$`)
)

// decimal is the number that is written: digits x 10^exp, without zeros at either end of the digits; zero
// has no digits. The exponent of what is beyond any use is cut at a thousand million.
type decimal struct {
	negative bool
	digits   string
	exp      int
}

// parseDecimal reads what textNumber matches.
func parseDecimal(s string) (decimal, error) {
	if !textNumber.MatchString(s) {
		return decimal{}, errors.New("not a number")
	}
	d := decimal{negative: s[0] == '-'}
	s = strings.TrimLeft(s, "+-")
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, _ := new(big.Int).SetString(strings.TrimPrefix(s[i+1:], "+"), 10)
		const beyond = 1_000_000_000
		switch {
		case e.Cmp(big.NewInt(beyond)) > 0:
			d.exp = beyond
		case e.Cmp(big.NewInt(-beyond)) < 0:
			d.exp = -beyond
		default:
			d.exp = int(e.Int64())
		}
		s = s[:i]
	}
	before, after, _ := strings.Cut(s, ".")
	d.exp -= len(after)
	d.digits = strings.TrimLeft(before+after, "0")
	trimmed := strings.TrimRight(d.digits, "0")
	d.exp += len(d.digits) - len(trimmed)
	d.digits = trimmed
	if d.digits == "" {
		return decimal{}, nil
	}
	return d, nil
}

// huge says that the number is at least 10^400 in magnitude, more than anything here is compared with.
func (d decimal) huge() bool { return d.digits != "" && len(d.digits)+d.exp > 400 }

func (d decimal) whole() bool { return d.exp >= 0 }

// scaled gives the number times 10^places, rounded half away from zero. It must not be huge.
func (d decimal) scaled(places int) *big.Int {
	exp := d.exp + places
	if d.digits == "" || len(d.digits)+exp < 0 {
		return new(big.Int)
	}
	n, _ := new(big.Int).SetString(d.digits, 10)
	if exp >= 0 {
		n.Mul(n, pow10(exp))
	} else {
		half := new(big.Int).Quo(pow10(-exp), big.NewInt(2))
		n.Quo(n.Add(n, half), pow10(-exp))
	}
	if d.negative {
		n.Neg(n)
	}
	return n
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// finite reads a number of an event: a JSON number, or a text of one, within 64-bit floating point.
func finite(v *value) (decimal, error) {
	if v.kind != isNumber && v.kind != isText {
		return decimal{}, errors.New("neither a number nor a text")
	}
	d, err := parseDecimal(v.text)
	if err != nil {
		return decimal{}, err
	}
	if _, err := strconv.ParseFloat(v.text, 64); err != nil {
		return decimal{}, errors.New("not within 64-bit floating point")
	}
	return d, nil
}

// billion12 is 10^12 in thousandths, the greatest magnitude of a quantity and of a bound.
var billion12 = pow10(15)

// thousandths rounds a number of at most 10^12 either way.
func thousandths(d decimal) (int64, error) {
	if d.huge() || d.scaled(3).CmpAbs(billion12) > 0 {
		return 0, errors.New("more than 10^12")
	}
	return d.scaled(3).Int64(), nil
}

// number writes n x 10^-places with no more decimals than are needed.
func number(n int64, places int) json.Number {
	sign := ""
	digits := new(big.Int).Abs(big.NewInt(n)).String()
	if n < 0 {
		sign = "-"
	}
	for len(digits) <= places {
		digits = "0" + digits
	}
	before, after := digits[:len(digits)-places], strings.TrimRight(digits[len(digits)-places:], "0")
	if after != "" {
		after = "." + after
	}
	return json.Number(sign + before + after)
}
