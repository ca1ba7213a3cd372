package joins

import "testing"

// TestReadingThatEndsSilenceIsToldAtOnce has a leg whose window is over, with nothing observed at its end, and a reading that fills the gap from
// the very moment where it began: nothing begins or ends by it that the fold could see, and no time passes.
func TestReadingThatEndsSilenceIsToldAtOnce(t *testing.T) {
	const hour = 60 * minute
	for _, later := range []bool{false, true} { // whether another reading comes in the same cycle, behind the window
		k := newKeeper(t)
		k.assign("O", 1, 0, 1, keeperRule)
		for h := range int64(11) {
			k.read(2*h*hour, 4)
		}
		k.stage.advance(5 * day) // other containers were read further
		k.end(Cycle{})
		k.says("O", "final respected 22h 11 readings by keep")
		k.read(22*hour, 4)
		if later {
			k.read(30*hour, 4)
		}
		k.end(Cycle{})
		k.says("O", "final respected 24h 12 readings by keep")
	}
}

// TestEpochsSettleWhatCameByDifferentWays lets the words on a leg that moved from one voyage to another come in every order.
func TestEpochsSettleWhatCameByDifferentWays(t *testing.T) {
	word := func(voyage string, epoch int64, withdrawn bool) voyageLeg {
		return voyageLeg{assignment: assignment{legID: legID{"O", "C", 1}, voyageID: voyage, epoch: epoch, withdrawn: withdrawn}}
	}
	// V-1, then V-2, then V-1 again; what comes by one voyage comes in its order
	one := []voyageLeg{word("V-1", 1, false), word("V-1", 5, true), word("V-1", 9, false)}
	two := []voyageLeg{word("V-2", 5, false), word("V-2", 9, true)}
	orders := 0
	var interleave func(a, b, done []voyageLeg)
	interleave = func(a, b, done []voyageLeg) {
		if len(a) > 0 {
			interleave(a[1:], b, append(done[:len(done):len(done)], a[0]))
		}
		if len(b) > 0 {
			interleave(a, b[1:], append(done[:len(done):len(done)], b[0]))
		}
		if len(a)+len(b) > 0 {
			return
		}
		orders++
		mem := &Memory{}
		s, err := NewContainers(Decoder{}, 0, mem)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range done {
			if _, err := s.Fold(1, &Record{Key: []byte("C"), Value: w.append(nil)}, nil); err != nil {
				t.Fatal(err)
			}
		}
		endCycle(t, s, mem)
		c := stored(t, mem, "C")
		if len(c.legs) != 1 || c.legs[0].voyageID != "V-1" || c.legs[0].epoch != 9 {
			t.Errorf("%+v leave %+v", done, c.legs)
		}
	}
	interleave(one, two, nil)
	if orders != 10 {
		t.Errorf("%d orders were tried", orders)
	}
}
