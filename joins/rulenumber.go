package joins

import "strings"

// ruleNumber is a number of a rule exactly as it is written: no step goes
// through binary floating point. Its value is digits x 10^exp.
type ruleNumber struct {
	negative bool
	digits   string // without zeros at either end; empty for 0
	exp      int
}

// maxRuleExponent bounds the exponents that are told apart. No number of a rule
// comes near it.
const maxRuleExponent = 1_000_000_000

// parseRuleNumber reads an optional sign, digits with an optional point among
// or beside them, and an optional exponent.
func parseRuleNumber(s string) (n ruleNumber, ok bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		n.negative = s[0] == '-'
		s = s[1:]
	}
	mantissa, exponent, hasExponent := s, "", false
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, exponent, hasExponent = s[:i], s[i+1:], true
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole+fraction == "" || !allDigits(whole) || !allDigits(fraction) {
		return ruleNumber{}, false
	}
	if hasExponent {
		if n.exp, ok = parseRuleExponent(exponent); !ok {
			return ruleNumber{}, false
		}
	}
	n.exp -= len(fraction)
	n.digits = strings.TrimLeft(whole+fraction, "0")
	trimmed := strings.TrimRight(n.digits, "0")
	n.exp += len(n.digits) - len(trimmed)
	n.digits = trimmed
	if n.digits == "" {
		return ruleNumber{}, true // -0 is 0, whatever its exponent
	}
	return n, true
}

// parseRuleExponent reads an optional sign and digits, and stops counting at
// maxRuleExponent.
func parseRuleExponent(s string) (int, bool) {
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	if s == "" || !allDigits(s) {
		return 0, false
	}
	e := 0
	for i := 0; i < len(s) && e < maxRuleExponent; i++ {
		e = e*10 + int(s[i]-'0')
	}
	if e = min(e, maxRuleExponent); negative {
		return -e, true
	}
	return e, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// tooBig says whether the number is beyond 10^12 either way.
func (n ruleNumber) tooBig() bool {
	switch top := len(n.digits) + n.exp; {
	case n.digits == "" || top < 13:
		return false
	case top == 13:
		return n.digits != "1"
	default:
		return true
	}
}

// decimals is how many digits the number has behind the point.
func (n ruleNumber) decimals() int { return max(0, -n.exp) }

// scaled is the number times 10^places, rounded half away from zero. The number
// is not too big, and places is at most 6, so the result fits.
func (n ruleNumber) scaled(places int) int64 {
	if n.digits == "" {
		return 0
	}
	keep := len(n.digits) + n.exp + places // how many digits stand before the cut
	var v int64
	for i := range max(0, keep) {
		v *= 10
		if i < len(n.digits) {
			v += int64(n.digits[i] - '0')
		}
	}
	if keep >= 0 && keep < len(n.digits) && n.digits[keep] >= '5' {
		v++
	}
	if n.negative {
		return -v
	}
	return v
}
