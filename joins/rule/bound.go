package rule

// Bound says on which side of a limit's value a reading breaks the limit.
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
	relative  bool   // the value is a distance from the set point of the same reading
	inclusive bool   // a reading at the bound breaks the limit
	upward    bool   // what is greater breaks it
}{
	Above:         {name: "above", upward: true},
	Below:         {name: "below"},
	AtOrAbove:     {name: "atOrAbove", upward: true, inclusive: true},
	AtOrBelow:     {name: "atOrBelow", inclusive: true},
	AboveSetPoint: {name: "aboveSetPoint", upward: true, relative: true},
	BelowSetPoint: {name: "belowSetPoint", relative: true},
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

// Relative says whether the limit's value is a distance from the set point. Such a bound is for
// temperature only.
func (b Bound) Relative() bool { return bounds[b].relative }

// Inclusive says whether a reading at the bound breaks the limit.
func (b Bound) Inclusive() bool { return bounds[b].inclusive }

// Upward says whether greater values break the limit, and not smaller ones.
func (b Bound) Upward() bool { return bounds[b].upward }

// Beyond says whether a value breaks a limit with this bound, and how far the value is past the
// bound: at least 0 where it breaks the limit.
func (b Bound) Beyond(value, bound int64) (distance int64, breaks bool) {
	row := &bounds[b]
	distance = bound - value
	if row.upward {
		distance = -distance
	}
	return distance, distance > 0 || row.inclusive && distance == 0
}

// boundNames are the keys of a limit that give a bound.
func boundNames() (list []string) {
	for _, b := range Bounds() {
		list = append(list, b.String())
	}
	return list
}
