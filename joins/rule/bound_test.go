package rule

import (
	"slices"
	"testing"
)

// TestBeyond holds the table of bounds against the specification, a row each: what a value just
// below, at, and just above a bound of 5.000 does.
func TestBeyond(t *testing.T) {
	f := func(b Bound, name string, relative bool, below, at, above bool) {
		t.Helper()
		row := []any{b.String(), b.Relative(), b.Upward(), b.Inclusive()}
		if want := []any{name, relative, above, at}; !slices.Equal(row, want) {
			t.Errorf("name, relative, upward, inclusive: got %v, want %v", row, want)
		}
		for value, want := range map[int64]bool{
			0: below, 4999: below, 5000: at, 5001: above, 9000: above,
		} {
			distance, breaks := b.Beyond(value, 5000)
			wantDistance := value - 5000
			if !above {
				wantDistance = -wantDistance
			}
			if breaks != want || breaks && distance != wantDistance {
				t.Errorf("%s: %d is %d beyond, %v, want %v", b, value, distance, breaks, want)
			}
		}
	}
	f(Above, "above", false, false, false, true)
	f(Below, "below", false, true, false, false)
	f(AtOrAbove, "atOrAbove", false, false, true, true)
	f(AtOrBelow, "atOrBelow", false, true, true, false)
	f(AboveSetPoint, "aboveSetPoint", true, false, false, true)
	f(BelowSetPoint, "belowSetPoint", true, true, false, false)
	if len(Bounds()) != 6 {
		t.Errorf("%v: this test does not know them all", Bounds())
	}
}

func TestBoundsAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for i, b := range Bounds() {
		if int(b) != i || b.String() == "" || seen[b.String()] {
			t.Errorf("bound %d is %d, %q", i, b, b)
		}
		seen[b.String()] = true
	}
	if numBounds.String() != "bound?" {
		t.Errorf("what is no bound is called %s", numBounds)
	}
}
