package measure

import (
	"math"
	"strings"
)

// Decimal is a number as it is written, to the thousandth.
type Decimal struct {
	Thousandths int64 // rounded half away from zero; OutOfRange or -OutOfRange if that does not fit
	Exact       bool  // nothing was rounded off
	Positive    bool  // the number is > 0, be it rounded to 0
}

// OutOfRange stands for everything that is too great to be counted in
// thousandths. Nothing that is read with decimals comes near it.
const OutOfRange = math.MaxInt64

// Whole is the number if it is an integer.
func (n Decimal) Whole() (i int64, ok bool) {
	if !n.Exact || n.Thousandths%1000 != 0 {
		return 0, false
	}
	return n.Thousandths / 1000, n.Thousandths > -OutOfRange && n.Thousandths < OutOfRange
}

var pow10 = [...]int64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
	1e14, 1e15, 1e16, 1e17, 1e18}

// ParseDecimal reads an optional sign, digits with an optional point among or
// beside them, and an optional exponent. It is not ok if that is not what b is
// or if it is beyond 64-bit floating point. It takes time for the digits that
// are written, whatever the exponent.
func ParseDecimal(b []byte) (n Decimal, ok bool) {
	i, negative := 0, false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		i, negative = 1, b[0] == '-'
	}
	start, point := i, -1
	mantissa := int64(0) // of no meaning beyond 18 digits
	for ; i < len(b); i++ {
		if c := b[i] - '0'; c <= 9 {
			mantissa = mantissa*10 + int64(c)
		} else if b[i] == '.' && point < 0 {
			point = i
		} else {
			break
		}
	}
	text := b[start:i]
	digits, fraction := len(text), 0
	if point >= 0 {
		digits--
		fraction = i - point - 1
	}
	if digits == 0 {
		return Decimal{}, false
	}
	exp := int64(0)
	if i < len(b) {
		if exp, ok = parseExponent(b[i:]); !ok {
			return Decimal{}, false
		}
	}
	switch {
	case exp != 0 || digits > 18 || fraction < 3 && digits > 15:
		if n, ok = scaleDigits(text, int64(digits-fraction)+exp); !ok {
			return Decimal{}, false
		}
	case fraction <= 3:
		n = Decimal{Thousandths: mantissa * pow10[3-fraction], Exact: true, Positive: mantissa > 0}
	default:
		unit := pow10[fraction-3]
		n.Thousandths = mantissa / unit
		rest := mantissa % unit
		if rest >= unit-rest {
			n.Thousandths++
		}
		n.Exact, n.Positive = rest == 0, mantissa > 0
	}
	if negative {
		n.Thousandths, n.Positive = -n.Thousandths, false
	}
	return n, true
}

// maxDecimalExponent bounds what an exponent counts: no record has so many digits
// that a greater one could be made good by them.
const maxDecimalExponent = 1 << 40

// parseExponent reads e, an optional sign, and digits.
func parseExponent(b []byte) (exp int64, ok bool) {
	if b[0]|0x20 != 'e' {
		return 0, false
	}
	b = b[1:]
	negative := false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		negative = b[0] == '-'
		b = b[1:]
	}
	if len(b) == 0 {
		return 0, false
	}
	for _, c := range b {
		if c -= '0'; c > 9 {
			return 0, false
		}
		exp = min(exp*10+int64(c), maxDecimalExponent)
	}
	if negative {
		exp = -exp
	}
	return exp, true
}

// scaleDigits gives 0.DIGITS x 10^scale; text is the digits and at most one
// point, which counts for nothing here.
func scaleDigits(text []byte, scale int64) (n Decimal, ok bool) {
	keep := scale + 3    // so many digits are left of the point of the result
	position := int64(0) // of a digit
	up := false
	n.Exact = true
	for i, c := range text {
		if c == '.' {
			continue
		}
		c -= '0'
		if c != 0 && !n.Positive {
			n.Positive = true
			if !withinFloat64(text[i:], scale-position) {
				return Decimal{}, false
			}
		}
		if position < keep {
			n.Thousandths = timesTenPlus(n.Thousandths, c)
		} else {
			n.Exact = n.Exact && c == 0
			up = up || position == keep && c >= 5
		}
		position++
	}
	for n.Thousandths != 0 && n.Thousandths != OutOfRange && position < keep {
		n.Thousandths = timesTenPlus(n.Thousandths, 0)
		position++
	}
	if up && n.Thousandths != OutOfRange {
		n.Thousandths++
	}
	return n, true
}

func timesTenPlus(n int64, digit byte) int64 {
	if n > (OutOfRange-9)/10 {
		return OutOfRange
	}
	return n*10 + int64(digit)
}

// beyondFloat64 is the least integer that 64-bit floating point rounds to
// infinity, 2^1024 - 2^970: half a unit more than the greatest finite number.
const beyondFloat64 = "" +
	"179769313486231580793728971405303415079934132710037826936173778980444968292764" +
	"750946649017977587207096330286416692887910946555547851940402630657488671505820" +
	"681908902000708383676273854845817711531764475730270069855571366959622842914819" +
	"860834936475292719074168444365510704342711559699508093042880177904174497792"

// withinFloat64 says whether 0.DIGITS x 10^magnitude is a finite 64-bit
// floating point number after rounding. The first digit is not 0; a point
// among the digits counts for nothing.
func withinFloat64(text []byte, magnitude int64) bool {
	if magnitude != int64(len(beyondFloat64)) {
		return magnitude < int64(len(beyondFloat64))
	}
	i := 0
	for _, c := range text {
		if c == '.' {
			continue
		}
		if i == len(beyondFloat64) {
			return false
		}
		if c != beyondFloat64[i] {
			return c < beyondFloat64[i]
		}
		i++
	}
	return i < len(beyondFloat64) && strings.Trim(beyondFloat64[i:], "0") != ""
}
