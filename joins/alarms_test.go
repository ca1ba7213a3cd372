package joins

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestAlarmsAgainstAMap sets, removes and takes alarms at random.
func TestAlarmsAgainstAMap(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 3))
		var a alarms
		a.reset()
		model := map[string]int64{}
		stream := int64(-50)
		for range 400 {
			id := fmt.Sprint(r.IntN(12))
			switch r.IntN(4) {
			case 0, 1:
				at := stream + int64(r.IntN(60)) - 10
				if r.IntN(8) == 0 {
					at = openEnd
				}
				a.set(id, at)
				model[id] = at
			case 2:
				a.remove(id)
				delete(model, id)
			default:
				stream += int64(r.IntN(20))
				var got, want []string
				for id, due := a.due(stream); due; id, due = a.due(stream) {
					got = append(got, id)
				}
				for id, at := range model {
					if at <= stream {
						want = append(want, id)
						model[id] = openEnd // taken
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

// TestAlarmsThatArePutOffTakeNoSpace is what a fleet does that reports on time: every reading puts the alarm off.
func TestAlarmsThatArePutOffTakeNoSpace(t *testing.T) {
	var a alarms
	a.reset()
	for now := range int64(10_000) {
		a.set("C", now+360)
		if id, due := a.due(now); due {
			t.Fatalf("%s is due at %d", id, now)
		}
	}
	if len(a.heap) > 1 {
		t.Errorf("%d entries for one container", len(a.heap))
	}
	if id, due := a.due(10_359); !due || id != "C" {
		t.Errorf("due: %q, %v", id, due)
	}
}
