package rule

import (
	"testing"

	"coldchain/joins/measure"
)

func TestBoundOf(t *testing.T) {
	f := func(b Bound, setPoint, want int64, ok bool) {
		t.Helper()
		var r measure.Reading
		r.Set(measure.SetPoint, setPoint)
		l := Limit{Metric: measure.Temperature, Bound: b, Value: 1500}
		if got, there := l.BoundOf(&r); there != ok || ok && got != want {
			t.Errorf("%s at set point %d: %d, %v, want %d, %v", b, setPoint, got, there, want, ok)
		}
	}
	const faulty = 80_001
	f(Above, -18_000, 1500, true)
	f(AtOrBelow, -18_000, 1500, true)
	f(Below, faulty, 1500, true)
	f(AboveSetPoint, -18_000, -16_500, true)
	f(BelowSetPoint, -18_000, -19_500, true)
	f(AboveSetPoint, 0, 1500, true)
	f(AboveSetPoint, faulty, 0, false)
	f(BelowSetPoint, faulty, 0, false)

	l := Limit{Metric: measure.Temperature, Bound: AboveSetPoint, Value: 1500}
	if _, ok := l.BoundOf(&measure.Reading{}); ok {
		t.Error("a reading without a set point has a bound")
	}
}

func TestExceeded(t *testing.T) {
	f := func(allowed int64, inclusive bool, ms int64, want bool) {
		t.Helper()
		single := Limit{Single: allowed, Cumulative: Unset, Inclusive: inclusive}
		total := Limit{Single: Unset, Cumulative: allowed, Inclusive: inclusive}
		if single.SingleExceeded(ms) != want || total.CumulativeExceeded(ms) != want {
			t.Errorf("%d ms of %d, inclusive %v: want %v", ms, allowed, inclusive, want)
		}
		if single.CumulativeExceeded(ms) || total.SingleExceeded(ms) {
			t.Errorf("%d ms exceed what is not set", ms)
		}
	}
	f(1000, false, 999, false)
	f(1000, false, 1000, false)
	f(1000, false, 1001, true)
	f(1000, true, 999, false)
	f(1000, true, 1000, true)
	f(1000, true, 1001, true)
	f(0, false, 0, false)
	f(0, false, 1, true)
	f(0, true, 0, false) // no time at all is never too long
	f(0, true, 1, true)
	f(Unset, false, 1<<60, false)
	f(Unset, true, 0, false)
}
