// Package rule is what a product has to keep: rule books, the rules in them, and their limits.
//
// A rule is read from a rule book (YAML or JSON) or from an order event (JSON), and is written as
// projections show it. Three tables say what there is: bounds (bound.go), the keys of an entry and
// those of a limit (key.go). Parsing, judging, wording and the documents read them.
//
// The package is pure. A Rule and a Book never change once they were parsed, so any goroutine may
// read them; nobody may write to them.
package rule

import (
	"time"

	"coldchain/joins/measure"
)

// Unset stands for a duration that was not given.
const Unset = -1

// DefaultID is the id of a rule book's default.
const DefaultID = "default"

// What a rule says where its text leaves it out, in ms.
const (
	DefaultSettle     = int64(24 * time.Hour / time.Millisecond)
	DefaultDefrostMax = int64(time.Hour / time.Millisecond)
)

// Limit is one bound of a metric, and for how long it may be broken. Durations are in ms.
type Limit struct {
	ID     string
	Metric measure.Metric
	Sensor string // whose readings it looks at
	Bound  Bound
	Value  int64 // thousandths of the metric's unit; not negative where the bound is relative

	// Single is the longest allowed excursion, Cumulative the longest allowed total over the
	// custody; Unset where there is none. At least one of them is set. Inclusive says that
	// as long as that is too long already.
	Single, Cumulative int64
	Inclusive          bool

	// ExemptDuringDefrost excuses readings in defrost, and for DefrostGrace behind it, but none
	// that is DefrostMax or more behind the first of its stretch. Both are 0 without it.
	ExemptDuringDefrost      bool
	DefrostGrace, DefrostMax int64
}

// SingleExceeded says whether an excursion of so many ms is too long.
func (l *Limit) SingleExceeded(ms int64) bool { return l.exceeded(l.Single, ms) }

// CumulativeExceeded says whether excursions of so many ms in total are too long.
func (l *Limit) CumulativeExceeded(ms int64) bool { return l.exceeded(l.Cumulative, ms) }

func (l *Limit) exceeded(allowed, ms int64) bool {
	if allowed == Unset {
		return false
	}
	return ms > allowed || l.Inclusive && ms == allowed && ms > 0
}

// PullDown is for goods that are loaded warm: upper temperature limits count from when the
// temperature To (thousandths) was reached, which must be Within so many ms.
type PullDown struct{ Within, To int64 }

// Rule is what a product has to keep. Durations are in ms.
type Rule struct {
	ID      string // the productID, DefaultID, or what the order says
	Version *int64 // of the rule book; nil for an order's own rule
	Sensor  string // whose temperature is shown, and the sensor of limits that name none

	MaxGap      int64     // > 0: a reading speaks for at most this long
	MinCoverage int64     // millionths, 0 to 1,000,000
	MaxBlind    int64     // Unset: no limit
	StuckAfter  int64     // > 0, or Unset: a sensor may repeat itself for ever
	PullDown    *PullDown // nil: loaded cold
	Settle      int64     // after the window's end, until the answer is final
	MKTMax      *int64    // thousandths of a degree; nil: no limit

	// Limits in the order in which they were written. Without any the rule counts as none, and no
	// other is looked for.
	Limits []Limit
}

// NeedsTemperature says that the rule can't judge without the temperature of its sensor, also where
// no limit looks at it.
func (r *Rule) NeedsTemperature() bool {
	return r.MinCoverage > 0 || r.MaxBlind != Unset || r.MKTMax != nil || r.StuckAfter != Unset ||
		r.PullDown != nil
}
