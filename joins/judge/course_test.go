package judge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// factsOf reads what a custody rests on:
//
//	stuffed 5; stripped 90; delivered 95; 1: 10 departed - 20 arrived; 2: 30 planned - open; 3: none
func factsOf(t testing.TB, text string) *CustodyFacts {
	t.Helper()
	basis := func(name string) Basis {
		for b := NoBasis + 1; b < basesEnd; b++ {
			if b.String() == name {
				return b
			}
		}
		t.Fatalf("%s: no basis %q", text, name)
		return NoBasis
	}
	f := &CustodyFacts{}
	for part := range strings.SplitSeq(text, "; ") {
		var at, number, start, end int64
		var from, to string
		scan := func(form string, to ...any) bool {
			n, err := fmt.Sscanf(part, form, to...)
			return err == nil && n == len(to)
		}
		switch {
		case part == "":
		case scan("stuffed %d", &at):
			f.Stuffed = &at
		case scan("stripped %d", &at):
			f.Stripped = &at
		case scan("delivered %d", &at):
			f.Delivered = &at
		case scan("%d: %d %s - %d %s", &number, &start, &from, &end, &to):
			f.Legs = append(f.Legs, Leg{number, Window{start, end, basis(from), basis(to)}})
		case scan("%d: %d %s - open", &number, &start, &from):
			f.Legs = append(f.Legs, Leg{number, Window{start, OpenEnd, basis(from), Open}})
		case scan("%d: none", &number):
			f.Legs = append(f.Legs, Leg{Number: number})
		default:
			t.Fatalf("%s: what is %q?", text, part)
		}
	}
	return f
}

func toldWindow(c *Course) string {
	w, s := c.Window, "none"
	if w.Known() {
		s = fmt.Sprintf("%d %v - ", w.Start, w.StartBasis)
		if w.End != OpenEnd {
			s += fmt.Sprint(w.End, " ")
		}
		s += w.EndBasis.String()
		if !w.Valid() {
			s += ", invalid"
		}
	}
	if c.Contradictory {
		s += ", contradictory"
	}
	if c.Awaiting {
		s += ", awaiting"
	}
	return s
}

func toldSegments(c *Course) string {
	var list []string
	for _, s := range c.Segments {
		text := s.Kind.String()
		if s.Kind == OnLeg {
			text += fmt.Sprint(" ", s.Leg)
		}
		if text += fmt.Sprint(" ", s.Start, "-"); s.End != OpenEnd {
			text += fmt.Sprint(s.End)
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

// In whose hands a shipment was (SPECIFICATION 3.3).
func TestSegments(t *testing.T) {
	f := func(facts, want string) {
		t.Helper()
		c := factsOf(t, facts).Course()
		if got := toldSegments(&c); got != want {
			t.Errorf("%s:\n got %s\nwant %s", facts, got, want)
		}
	}
	f("", "")
	f("stuffed 10; stripped 5", "") // an invalid window has none
	f("stuffed 10", "origin 10-")
	f("stuffed 10; stripped 50", "origin 10-50")
	f("1: 10 departed - 20 arrived", "leg 1 10-20")
	f("1: 10 departed - open", "leg 1 10-")
	f("stuffed 5; stripped 30; 1: 10 departed - 20 arrived",
		"origin 5-10, leg 1 10-20, destination 20-30")
	f("1: 10 departed - 20 arrived; 2: 30 departed - 40 arrived; stripped 50",
		"leg 1 10-20, handover 20-30, leg 2 30-40, destination 40-50")
	f("2: 10 departed - 20 arrived; 1: 20 departed - 40 arrived", "leg 2 10-20, leg 1 20-40")

	// an open leg ends where the next begins, or the custody
	f("1: 10 departed - open; 2: 30 departed - 40 arrived", "leg 1 10-30, leg 2 30-40")
	f("1: 10 departed - open; 2: 30 departed - open; 3: 30 departed - open",
		"leg 1 10-30, leg 3 30-")
	f("1: 10 departed - open; delivered 25", "leg 1 10-25")
	// 2 lies behind
	f("1: 10 departed - open; 2: 30 departed - 90 planned; delivered 25", "leg 1 10-25")
	f("stuffed 15; 1: 10 departed - open; 2: 10 loaded - open; 3: 20 loaded - open; stripped 30",
		"leg 2 15-20, leg 3 20-30")

	// legs that overlap: what came first keeps its time
	f("1: 10 departed - 30 arrived; 2: 20 departed - 40 arrived", "leg 1 10-30, leg 2 30-40")
	f("1: 10 departed - 50 arrived; 2: 20 departed - 40 planned", "leg 1 10-50")
	f("1: 10 departed - 50 arrived; 2: 20 departed - 40 planned; 3: 60 departed - 70 arrived",
		"leg 1 10-50, handover 50-60, leg 3 60-70")
	f("1: 10 departed - 20 arrived; 2: 10 departed - 30 arrived", "leg 1 10-20, leg 2 20-30")
	f("2: 10 departed - 20 arrived; 1: 10 departed - 30 arrived", "leg 1 10-30")
	f("1: 10 departed - 60 planned; 2: 20 departed - open; 3: 40 departed - 70 arrived",
		"leg 1 10-60, leg 3 60-70") // the open one is over before it would begin

	// what the custody's ends cut off
	f("stuffed 15; 1: 10 departed - 20 arrived; stripped 18", "leg 1 15-18")
	f("stuffed 25; 1: 10 departed - 20 arrived; 2: 30 departed - 40 arrived; stripped 35",
		"origin 25-30, leg 2 30-35")
	// it touches the start only
	f("stuffed 20; 1: 10 departed - 20 arrived; stripped 30", "origin 20-30")
	f("stuffed 5; 1: 10 departed - 20 arrived; stripped 10", "origin 5-10")
	f("stuffed 5; 1: 10 departed - 20 arrived; delivered 8", "origin 5-8")
	f("1: 10 departed - 20 planned; 2: 15 departed - 50 planned; delivered 12", "leg 1 10-12")

	// contradictory legs, and legs without a window, carry nothing
	f("1: 20 departed - 10 arrived; 2: 30 departed - 40 arrived", "leg 2 30-40")
	f("stuffed 5; stripped 9; 1: 7 departed - 6 arrived", "origin 5-9")
	f("stuffed 5; stripped 50; 1: none; 2: 10 loaded - 20 arrived",
		"origin 5-10, leg 2 10-20, destination 20-50")
}

// Segments divide the window: none is empty, each begins where the one before ends, and the order
// in which legs are told makes no difference.
func TestSegmentsDivideTheWindow(t *testing.T) {
	for seed := range uint64(5000) {
		r := rand.New(rand.NewPCG(seed, 7))
		f := randomFacts(r)
		c := f.Course()
		at := c.Window.Start
		for i, s := range c.Segments {
			if s.Start != at || s.Start >= s.End || (s.Kind == OnLeg) != (s.Leg != 0) {
				t.Fatalf("seed %d: %s of %s", seed, toldSegments(&c), toldWindow(&c))
			}
			if i > 0 && (s.Kind == Origin || s.Kind == Handover && i == len(c.Segments)-1) {
				t.Fatalf("seed %d: %s", seed, toldSegments(&c))
			}
			at = s.End
		}
		if c.Window.Valid() != (len(c.Segments) > 0) || c.Window.Valid() && at != c.Window.End {
			t.Fatalf("seed %d: %s of %s", seed, toldSegments(&c), toldWindow(&c))
		}
		r.Shuffle(len(f.Legs), func(i, k int) { f.Legs[i], f.Legs[k] = f.Legs[k], f.Legs[i] })
		if d := f.Course(); toldWindow(&d) != toldWindow(&c) ||
			toldSegments(&d) != toldSegments(&c) {
			t.Fatalf("seed %d: %s, then %s", seed, toldSegments(&c), toldSegments(&d))
		}
	}
}

// randomFacts are of a custody of some legs, within 100 ms.
func randomFacts(r *rand.Rand) *CustodyFacts {
	f := &CustodyFacts{}
	maybe := func(one int) *int64 {
		at := r.Int64N(100)
		if r.IntN(one) > 0 {
			return nil
		}
		return &at
	}
	f.Stuffed, f.Stripped, f.Delivered = maybe(3), maybe(3), maybe(3)
	for n := range int64(r.IntN(5)) {
		facts := LegFacts{
			Loaded: maybe(3), Departed: maybe(2), PlannedDeparture: maybe(2),
			Discharged: maybe(4), Arrived: maybe(3), PlannedArrival: maybe(2),
		}
		f.Legs = append(f.Legs, Leg{n + 1, facts.Window()})
	}
	return f
}
