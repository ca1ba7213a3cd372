package rule

import (
	"fmt"

	"coldchain/joins/measure"
)

// Bound says which values break a limit.
type Bound uint8

// The bounds. Each has its row in the table below.
const (
	Above Bound = iota
	Below
	AtOrAbove
	AtOrBelow
	AboveSetPoint
	BelowSetPoint
	numBounds
)

// bounds is all that is known of a bound.
var bounds = [...]struct {
	name      string // the key that gives it
	upward    bool   // a value above the bound breaks the limit
	downward  bool   // a value below the bound breaks the limit
	inclusive bool   // a value at the bound breaks the limit
	relative  bool   // the limit's value is a distance from the set point of the same reading
	phrase    string // what a value is that breaks the limit; %s is the limit's value
}{
	Above:     {name: "above", upward: true, phrase: "above %s"},
	Below:     {name: "below", downward: true, phrase: "below %s"},
	AtOrAbove: {name: "atOrAbove", upward: true, inclusive: true, phrase: "at or above %s"},
	AtOrBelow: {name: "atOrBelow", downward: true, inclusive: true, phrase: "at or below %s"},
	AboveSetPoint: {
		name: "aboveSetPoint", upward: true, relative: true,
		phrase: "more than %s above the set point",
	},
	BelowSetPoint: {
		name: "belowSetPoint", downward: true, relative: true,
		phrase: "more than %s below the set point",
	},
}

// A bound without a row does not compile.
var _ = [1]struct{}{}[int(numBounds)-len(bounds)]

// Bounds are all bounds, in the order of the specification.
func Bounds() []Bound {
	list := make([]Bound, len(bounds))
	for i := range list {
		list[i] = Bound(i)
	}
	return list
}

// String is the key that gives the bound in a rule book.
func (b Bound) String() string {
	if b < numBounds {
		return bounds[b].name
	}
	return "bound?"
}

// Upward says whether values above the bound break the limit.
func (b Bound) Upward() bool { return bounds[b].upward }

// Downward says whether values below the bound break the limit.
func (b Bound) Downward() bool { return bounds[b].downward }

// Inclusive says whether a value at the bound breaks the limit.
func (b Bound) Inclusive() bool { return bounds[b].inclusive }

// Relative says whether the limit's value is a distance from the set point. Such a bound is for
// temperature only.
func (b Bound) Relative() bool { return bounds[b].relative }

// Phrase is what a value is that breaks a limit of the given value: "above 5 °C".
func (b Bound) Phrase(value string) string { return fmt.Sprintf(bounds[b].phrase, value) }

// Side says whether a value breaks a limit, and which way.
type Side uint8

// The sides.
const (
	Kept Side = iota // the value does not break the limit
	TooLow
	TooHigh
)

// Beyond holds a value of a reading, in thousandths, against the limit. distance is how far it is
// past the bound, at least 0. A relative bound is kept where the reading has no usable set point.
func (l *Limit) Beyond(value int64, r *measure.Reading) (distance int64, side Side) {
	row := &bounds[l.Bound]
	low, high := l.Value, l.Value
	if row.relative {
		setPoint, ok := r.Value(measure.SetPoint)
		if !ok {
			return 0, Kept
		}
		low, high = int64(setPoint)-l.Value, int64(setPoint)+l.Value
	}
	switch over, under := value-high, low-value; {
	case row.upward && (over > 0 || row.inclusive && over == 0):
		return over, TooHigh
	case row.downward && (under > 0 || row.inclusive && under == 0):
		return under, TooLow
	}
	return 0, Kept
}

// Rank orders values that break a limit and are so far past the bound: the greater, the worse.
func (b Bound) Rank(value, distance int64) int64 {
	switch row := &bounds[b]; {
	case !row.downward:
		return value
	case !row.upward:
		return -value
	}
	return distance
}

// boundNames are the keys of a limit that give a bound.
func boundNames() (list []string) {
	for _, b := range Bounds() {
		list = append(list, b.String())
	}
	return list
}
