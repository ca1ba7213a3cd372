package joins

import (
	"math/rand/v2"
	"testing"
)

func TestWindowOf(t *testing.T) {
	const loaded, departed, plannedDeparture, discharged, arrived, plannedArrival = 1, 2, 3, 14, 15, 16
	f := func(known []int64, want Window) {
		t.Helper()
		at := map[int64]*int64{}
		for _, v := range known {
			at[v] = &v
		}
		got := windowOf(at[loaded], at[departed], at[plannedDeparture], at[discharged], at[arrived], at[plannedArrival])
		if got != want {
			t.Errorf("%v: got %+v, want %+v", known, got, want)
		}
	}
	all := []int64{loaded, departed, plannedDeparture, discharged, arrived, plannedArrival}
	f(all, Window{loaded, discharged, Loaded, Discharged})
	f(all[1:], Window{departed, discharged, Departed, Discharged})
	f(all[2:], Window{plannedDeparture, discharged, Planned, Discharged})
	f([]int64{loaded, arrived, plannedArrival}, Window{loaded, arrived, Loaded, Arrived})
	f([]int64{loaded, plannedArrival}, Window{loaded, plannedArrival, Loaded, Planned})
	f([]int64{departed}, Window{departed, openEnd, Departed, OpenEnd})
	f([]int64{discharged, arrived, plannedArrival}, Window{})
	f(nil, Window{})
	for _, x := range []struct {
		w            Window
		known, valid bool
	}{{Window{}, false, false}, {Window{5, 5, Loaded, Arrived}, true, false}, {Window{6, 5, Loaded, Arrived}, true, false}, {Window{5, 6, Loaded, Arrived}, true, true}} {
		if x.w.known() != x.known || x.w.valid() != x.valid {
			t.Errorf("%+v: known %v, valid %v", x.w, x.w.known(), x.w.valid())
		}
	}
}

// TestRegisterKeepsTheGreatestStamp writes a register in every order.
func TestRegisterKeepsTheGreatestStamp(t *testing.T) {
	stamps := []stamp{{-5, 9, 9}, {1, 3, 0}, {1, 3, 2}, {1, 4, 0}, {7, 0, 0}} // ascending
	for i, s := range stamps {
		if s.after(s) || i > 0 && (!s.after(stamps[i-1]) || stamps[i-1].after(s)) {
			t.Errorf("%v is not after what is before it", s)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		var x register[int]
		best := -1
		for _, i := range r.Perm(len(stamps))[:1+r.IntN(len(stamps))] {
			x.write(i, stamps[i])
			x.write(-1, stamps[0]) // older than all, but where it is the first and only: the same write again
			best = max(best, i)
		}
		if best > 0 && (x.value != best || x.stamp != stamps[best]) {
			t.Fatalf("register holds %d, want %d", x.value, best)
		}
		b := appendRegister(nil, &x, func(b []byte, v int) []byte { return appendInt(b, int64(v)) })
		var y register[int]
		w := &wire{b: b}
		readRegister(w, &y, func(w *wire) int { return int(w.int()) })
		if err := w.close("register"); err != nil || y != x {
			t.Fatalf("%+v came back as %+v: %v", x, y, err)
		}
	}
}
