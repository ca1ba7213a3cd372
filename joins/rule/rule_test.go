package rule

import "testing"

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
