package joins

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"coldchain/joins/judge"
)

// Timers are set, removed and taken at random: what is due is taken once, and in its order.
func TestTimersAgainstAMap(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 3))
		var x timers
		x.reset()
		model := map[string]int64{}
		stream := int64(-50)
		for range 400 {
			id := fmt.Sprint(r.IntN(12))
			switch r.IntN(4) {
			case 0, 1:
				at := stream + int64(r.IntN(60)) - 10
				if r.IntN(8) == 0 {
					at = judge.OpenEnd
				}
				x.set(id, at)
				model[id] = at
			case 2:
				x.remove(id)
				delete(model, id)
			default:
				stream += int64(r.IntN(20))
				var got, want []string
				for id, due := x.due(stream); due; id, due = x.due(stream) {
					got = append(got, id)
				}
				for id, at := range model {
					if at <= stream {
						want = append(want, id)
						model[id] = judge.OpenEnd // taken
					}
				}
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Fatalf("seed %d: due at %d: %v, want %v", seed, stream, got, want)
				}
			}
		}
	}
}

// What is due at once is taken in the order of the ids, however it was set.
func TestTimersOfOneInstant(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	for range 50 {
		var x timers
		x.reset()
		var want, got []string
		for _, i := range r.Perm(20) {
			id := fmt.Sprintf("%02d", i)
			x.set(id, 7)
			want = append(want, id)
		}
		slices.Sort(want)
		for id, due := x.due(7); due; id, due = x.due(7) {
			got = append(got, id)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v", got)
		}
	}
}

// This is what a fleet does that reports on time: every reading puts the timer off.
func TestTimersThatArePutOffTakeNoSpace(t *testing.T) {
	var x timers
	x.reset()
	for now := range int64(10_000) {
		x.set("C", now+360)
		if id, due := x.due(now); due {
			t.Fatalf("%s is due at %d", id, now)
		}
	}
	if len(x.heap) > 1 {
		t.Errorf("%d entries for one container", len(x.heap))
	}
	if id, due := x.due(10_359); !due || id != "C" {
		t.Errorf("due: %q, %v", id, due)
	}
	if len(x.heap) > 0 || len(x.of) != 1 {
		t.Errorf("%d entries are left of %d", len(x.heap), len(x.of))
	}
}
