package rule

import (
	"strings"
	"testing"

	"coldchain/joins/measure"
)

// TestBeyond holds the table of bounds against the specification, a row each: what a value does
// that is just below, at, and just above a bound of 5.000; the set point is -18 where it is
// relative.
func TestBeyond(t *testing.T) {
	f := func(b Bound, name string, relative bool, below, at, above Side) {
		t.Helper()
		if b.String() != name || b.Relative() != relative || b.Inclusive() != (at != Kept) ||
			b.Upward() != (above == TooHigh) || b.Downward() != (below == TooLow) {
			t.Errorf("%s: %+v", name, bounds[b])
		}
		l, bound := Limit{Bound: b, Value: 5000}, int64(5000)
		var r measure.Reading
		if relative {
			if _, side := l.Beyond(1<<40, &r); side != Kept {
				t.Errorf("%s: broken without a set point", name)
			}
			r.Set(measure.SetPoint, -18_000)
			bound = -13_000
			if b.Downward() {
				bound = -23_000
			}
		}
		for offset, want := range map[int64]Side{
			-5000: below, -1: below, 0: at, 1: above, 4000: above,
		} {
			distance, side := l.Beyond(bound+offset, &r)
			if side != want || side != Kept && distance != max(offset, -offset) {
				t.Errorf("%s: %d from it is %d beyond, %d, want %d", b, offset, distance,
					side, want)
			}
		}
	}
	f(Above, "above", false, Kept, Kept, TooHigh)
	f(Below, "below", false, TooLow, Kept, Kept)
	f(AtOrAbove, "atOrAbove", false, Kept, TooHigh, TooHigh)
	f(AtOrBelow, "atOrBelow", false, TooLow, TooLow, Kept)
	f(AboveSetPoint, "aboveSetPoint", true, Kept, Kept, TooHigh)
	f(BelowSetPoint, "belowSetPoint", true, TooLow, Kept, Kept)
	if len(Bounds()) != 6 {
		t.Errorf("%v: this test does not know them all", Bounds())
	}
}

// TestRank: of a limit above the greatest value is the worst, of one below the least, whatever the
// set point was.
func TestRank(t *testing.T) {
	for _, b := range Bounds() {
		if up := b.Rank(2, 1) > b.Rank(1, 2); up != (b.Upward() && !b.Downward()) {
			t.Errorf("%s: of 1 and 2 the greater is the worse: %v", b, up)
		}
	}
}

func TestBoundsAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for i, b := range Bounds() {
		said := b.Phrase("5 °C")
		if int(b) != i || b.String() == "" || seen[b.String()] || !strings.Contains(said, "5 °C") {
			t.Errorf("bound %d is %d, %q, %q", i, b, b, said)
		}
		seen[b.String()] = true
	}
	if numBounds.String() != "bound?" {
		t.Errorf("what is no bound is called %s", numBounds)
	}
}
