package joins

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"coldchain/joins/event"
	"coldchain/joins/internal/wire"
)

// A register keeps the write of the greatest stamp, in whatever order they come.
func TestRegisterKeepsTheGreatestStamp(t *testing.T) {
	stamps := []stamp{{-5, 9, 9}, {1, 3, 0}, {1, 3, 2}, {1, 4, 0}, {7, 0, 0}} // ascending
	for i, s := range stamps {
		if s.after(s) || i > 0 && (!s.after(stamps[i-1]) || stamps[i-1].after(s)) {
			t.Errorf("%v is not after what is before it", s)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		var x register[int64]
		best := -1
		for _, i := range r.Perm(len(stamps))[:1+r.IntN(len(stamps))] {
			x.write(int64(i), stamps[i])
			// older than all, but where it is the first and only: the same write again
			x.write(-1, stamps[0])
			best = max(best, i)
		}
		if best > 0 && (x.value != int64(best) || x.stamp != stamps[best]) {
			t.Fatalf("register holds %d, want %d", x.value, best)
		}
		in := wire.Read(appendRegister(nil, &x, wire.AppendInt))
		var y register[int64]
		readRegister(in, &y, readIntValue)
		if err := in.Close("register"); err != nil || y != x {
			t.Fatalf("%+v came back as %+v: %v", x, y, err)
		}
	}
}

// The last fifty claims are shown in their order, all are counted, repeats once; so are decisions.
func TestClaimsAndDecisions(t *testing.T) {
	r := newRing(t, sampleBook)
	var want []string
	rnd := rand.New(rand.NewPCG(2, 1))
	for _, i := range rnd.Perm(120) {
		for range 1 + i%3 {
			r.order(`"OrderSpoilt","time":%d,"reason":"r%03d"`, genesis+int64(i), i)
			r.order(`"QualityDecision","time":%d,"decision":"hold","by":"b%03d"`,
				genesis+int64(i), i)
		}
		if i%10 == 0 {
			r.turn(Cycle{})
		}
		if i >= 70 {
			want = append(want, fmt.Sprintf("%03d", i))
		}
	}
	r.turn(Cycle{Exhausted: true})
	slices.Sort(want)
	p := string(r.projections["O"])
	for _, count := range []string{`"claimCount":120,`, `"decisionCount":120,`} {
		if !strings.Contains(p, count) {
			t.Errorf("%s\nlacks %s", p, count)
		}
	}
	for _, name := range []string{`"reason":"r`, `"by":"b`} {
		var got []string
		for _, part := range strings.Split(p, name)[1:] {
			got = append(got, part[:3])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s of %v, want %v", name, got, want)
		}
	}
}

// A claim that is told again is none, also after a restart, and an aborted cycle does not remember
// it.
func TestRepeatedClaimsAndAbortedCycles(t *testing.T) {
	r := newRing(t, sampleBook)
	says := func(count int) {
		t.Helper()
		r.turn(Cycle{Exhausted: true})
		if p := string(r.projections["O"]); !strings.Contains(p,
			fmt.Sprintf(`"claimCount":%d,`, count)) {
			t.Errorf("%s\nwant %d claims", p, count)
		}
	}
	claim := func(id string) {
		t.Helper()
		r.must(r.add(event.Orders, "O", genesis, `"OrderSpoilt","reason":"`+id+`"`), nil)
	}
	claim("a")
	says(1)
	r.start(0)
	claim("a")
	says(1)
	claim("b")
	r.states[0].Rollback()
	r.must("", r.stages[0].Reset())
	claim("b")
	says(2)
	claim("b")
	says(2)
}
