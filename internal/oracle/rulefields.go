package oracle

import (
	"fmt"
	"math/big"
	"slices"
)

// ruleFields is an object of a rule book in which no key is repeated.
type ruleFields struct{ v *value }

// openAny takes an object with any keys, none of them twice.
func openAny(v *value) (ruleFields, error) {
	if v.kind != isObject {
		return ruleFields{}, fmt.Errorf("line %d: an object is expected", v.line)
	}
	if v.repeats(func(string) bool { return true }) {
		return ruleFields{}, fmt.Errorf("line %d: a key twice", v.line)
	}
	return ruleFields{v}, nil
}

// open refuses keys that are not among the known ones, also where they are null.
func open(v *value, known ...string) (ruleFields, error) {
	f, err := openAny(v)
	if err != nil {
		return f, err
	}
	for _, m := range v.members {
		if !slices.Contains(known, m.name) {
			return f, fmt.Errorf("line %d: unknown key %q", m.value.line, m.name)
		}
	}
	return f, nil
}

func (f ruleFields) wrong(key, what string) error {
	return fmt.Errorf("line %d: %s is not %s", f.v.get(key).line, key, what)
}

// text gives a text that must be there.
func (f ruleFields) text(key string) (string, error) {
	v := f.v.get(key)
	if v == nil {
		return "", fmt.Errorf("line %d: %s is required", f.v.line, key)
	}
	if v.kind != isText {
		return "", f.wrong(key, "a text")
	}
	return v.text, nil
}

func (f ruleFields) sensor(standard string) (string, error) {
	v := f.v.get("sensor")
	if v == nil {
		return standard, nil
	}
	if v.kind != isText || !validID(v.text) {
		return "", f.wrong("sensor", "an id")
	}
	return v.text, nil
}

func (f ruleFields) flag(key string) (bool, error) {
	v := f.v.get(key)
	if v == nil {
		return false, nil
	}
	if v.kind != isBool {
		return false, f.wrong(key, "true or false")
	}
	return v.text == "true", nil
}

// exact gives a number of at most 10^12 either way, and its thousandths; nil if it is absent.
func (f ruleFields) exact(key string) (*big.Rat, int64, error) {
	v := f.v.get(key)
	if v == nil {
		return nil, 0, nil
	}
	if v.kind != isNumber {
		return nil, 0, f.wrong(key, "a number")
	}
	r, err := parseNumber(v.text)
	if err != nil {
		return nil, 0, f.wrong(key, "a finite number")
	}
	n, err := thousandths(r)
	if err != nil {
		return nil, 0, f.wrong(key, "at most 10^12")
	}
	return r, n, nil
}

// number gives thousandths, rounded; nil if it is absent.
func (f ruleFields) number(key string) (*int64, error) {
	r, n, err := f.exact(key)
	if r == nil {
		return nil, err
	}
	return &n, nil
}

// whole gives an integer; nil if it is absent.
func (f ruleFields) whole(key string) (*int64, error) {
	r, n, err := f.exact(key)
	if r == nil {
		return nil, err
	}
	if !r.IsInt() {
		return nil, f.wrong(key, "an integer")
	}
	n /= 1000
	return &n, nil
}

// share gives millionths of a number from 0 to 1 with at most six decimals; 0 if it is absent.
func (f ruleFields) share(key string) (int64, error) {
	r, _, err := f.exact(key)
	if r == nil {
		return 0, err
	}
	millionths := new(big.Rat).Mul(r, big.NewRat(1_000_000, 1))
	if !millionths.IsInt() || r.Sign() < 0 || r.Cmp(big.NewRat(1, 1)) > 0 {
		return 0, f.wrong(key, "from 0 to 1 with at most six decimals")
	}
	return millionths.Num().Int64(), nil
}

// duration gives milliseconds; nil if it is absent. The number 0 is the duration 0.
func (f ruleFields) duration(key string) (*int64, error) {
	v := f.v.get(key)
	if v == nil {
		return nil, nil
	}
	if v.kind != isText && (v.kind != isNumber || v.text != "0") {
		return nil, f.wrong(key, "a duration")
	}
	n, err := parseDuration(v.text)
	if err != nil {
		return nil, fmt.Errorf("line %d: %s: %w", v.line, key, err)
	}
	return &n, nil
}

// positive gives a duration that is longer than 0.
func (f ruleFields) positive(key string) (*int64, error) {
	n, err := f.duration(key)
	if n != nil && *n == 0 {
		return nil, f.wrong(key, "longer than 0")
	}
	return n, err
}
