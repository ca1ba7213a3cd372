package judge

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"coldchain/joins/internal/wire"
)

// stored is a fold as it comes back from where it was written.
func stored(t testing.TB, c *Case, f *Fold) Fold {
	t.Helper()
	r := wire.Read(f.Append(nil))
	var x Fold
	x.Read(r, c)
	if err := r.Close("fold"); err != nil {
		t.Fatal(err)
	}
	return x
}

// randomFold is a case with a fold of some of its readings.
func randomFold(seed uint64) (*Case, Fold) {
	r := rand.New(rand.NewPCG(seed, 12))
	c := randomCase(r)
	return c, fold(c, randomReadings(r, c), c.Window.Start+r.Int64N(130))
}

// A fold that is stored is the same, and a part of it is refused.
func TestFoldRoundTrip(t *testing.T) {
	for seed := range uint64(300) {
		c, f := randomFold(seed)
		once := f.Append(nil)
		again := stored(t, c, &f)
		if twice := again.Append(nil); !bytes.Equal(once, twice) {
			t.Fatalf("seed %d: written as %x, then as %x", seed, once, twice)
		}
		for range 10 {
			n := int(seed) % len(once)
			r := wire.Read(once[:n])
			new(Fold).Read(r, c)
			if r.Close("fold") == nil {
				t.Fatalf("seed %d: the first %d of %d bytes were read", seed, n, len(once))
			}
			seed = seed*7 + 1
		}
		r := wire.Read(append(once, 0))
		new(Fold).Read(r, c)
		if r.Close("fold") == nil {
			t.Fatalf("seed %d: a byte too many was read", seed)
		}
	}
}

// A fold belongs to its case: that of another shape is refused.
func TestFoldOfAnotherShape(t *testing.T) {
	const facts = "stuffed 90; 1: 100 departed - 200 arrived"
	f := NewFold(caseOf(t, ruleOf(t, "", warm), facts))
	for _, c := range []*Case{
		caseOf(t, ruleOf(t, "", warm), "1: 100 departed - 200 arrived"), // fewer segments
		caseOf(t, ruleOf(t, "", warm), facts+"; stripped 300"),          // more
		caseOf(t, ruleOf(t, "", warm, `{"id":"x","metric":"power","above":5,"single":"10m"}`),
			facts),
	} {
		r := wire.Read(f.Append(nil))
		new(Fold).Read(r, c)
		if r.Close("fold") == nil {
			t.Errorf("it was read for %d segments and %d limits", len(c.Segments),
				len(c.Rule.Limits))
		}
	}
}

// A fold that observed more than there was time is nothing that a program writes.
func TestFoldThatObservedTooMuch(t *testing.T) {
	for _, damage := range []func(s *seriesFold, start int64){
		func(s *seriesFold, start int64) { s.observed, s.covered = 11, start+10 },
		func(s *seriesFold, _ int64) { s.observed = -1 },
		func(s *seriesFold, start int64) { s.covered = start - 1 },
	} {
		c, f := randomFold(1)
		damage(&f.series[0], c.Window.Start)
		r := wire.Read(f.Append(nil))
		new(Fold).Read(r, c)
		if r.Close("fold") == nil {
			t.Errorf("observed %d ms until %d was read", f.series[0].observed, f.series[0].covered)
		}
	}
}

// Whatever bytes there are, they are refused, or read as a fold that is written and read as the
// same.
func FuzzFold(f *testing.F) {
	for seed := range uint64(8) {
		_, x := randomFold(seed)
		f.Add(seed, x.Append(nil))
	}
	f.Fuzz(func(t *testing.T, seed uint64, b []byte) {
		c, _ := randomFold(seed)
		r := wire.Read(b)
		var x Fold
		x.Read(r, c)
		if r.Close("fold") != nil {
			return
		}
		once := x.Append(nil)
		y := stored(t, c, &x)
		if twice := y.Append(nil); !bytes.Equal(once, twice) {
			t.Fatalf("written as %x, then as %x", once, twice)
		}
	})
}
