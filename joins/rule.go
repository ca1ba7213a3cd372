package joins

import "time"

// Bound says on which side of a limit's value a reading breaks the limit.
type Bound uint8

// The bounds. Above and Below are strict; the last two compare with the set
// point of the same reading, moved by the limit's value.
const (
	Above Bound = iota
	Below
	AtOrAbove
	AtOrBelow
	AboveSetPoint
	BelowSetPoint
	numBounds
)

// boundNames are the keys of a limit that give its bound.
var boundNames = [numBounds]string{"above", "below", "atOrAbove", "atOrBelow", "aboveSetPoint", "belowSetPoint"}

// String is the key that gives the bound in a rule book.
func (b Bound) String() string {
	if b < numBounds {
		return boundNames[b]
	}
	return "bound?"
}

// Relative says whether the bound is measured from the set point.
func (b Bound) Relative() bool { return b == AboveSetPoint || b == BelowSetPoint }

// metricNames are the names by which metrics appear in input and in rules.
var metricNames = [NumMetrics]string{"temperature", "setPoint", "humidity", "co2", "o2", "power", "latitude", "longitude"}

// String is the name of the metric in input and in rules.
func (m Metric) String() string {
	if m < NumMetrics {
		return metricNames[m]
	}
	return "metric?"
}

// limitMetrics are the metrics that a limit may name.
var limitMetrics = [...]Metric{Temperature, Humidity, CO2, O2}

// Unset stands for a duration of a rule that was not given.
const Unset = -1

// What a rule says where the book leaves it out.
const (
	DefaultSensor = "main"
	DefaultSettle = int64(24 * time.Hour / time.Millisecond)
)

// DefaultRuleID is the id of the rule book's default.
const DefaultRuleID = "default"

// Limit is one bound of a metric, and for how long it may be broken.
type Limit struct {
	ID     string
	Metric Metric
	Bound  Bound
	Value  int64 // thousandths of the metric's unit; not negative where the bound is relative

	// Single is the longest allowed excursion, Cumulative the longest allowed
	// total, in ms; Unset where there is none. At least one of them is set.
	Single, Cumulative int64

	// ExemptDuringDefrost keeps readings that say defrost from breaking it.
	ExemptDuringDefrost bool
}

// Rule is what a product has to keep to. A rule is never changed once it was
// parsed: orders, legs and the rule book share it.
type Rule struct {
	ID      string // any text: the productID, DefaultRuleID, or what the order says
	Version *int64 // of the rule book; nil for an order's own rule
	Sensor  string // whose readings judge

	MaxGap      int64  // ms, > 0: a reading speaks for at most this long
	MinCoverage int64  // millionths, 0 to 1,000,000
	MaxBlind    int64  // ms, Unset: no limit
	Settle      int64  // ms after the window's end until the answer is final
	MKTMax      *int64 // thousandths of a degree; nil: no limit

	// Limits in the order in which they were written. Without any the rule
	// counts as none, and no other is looked for.
	Limits []Limit
}
