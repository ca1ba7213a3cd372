package joins

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"coldchain/joins/event"
)

// ends counts the cycles of a stage until nothing is left that was due, of which the first is told
// c. Each but the first, which has records, is aborted once before.
func (r *ring) ends(stage int, c Cycle) (cycles int) {
	r.t.Helper()
	for more := true; more; cycles++ {
		if cycles > 10_000 {
			r.t.Fatal("the cycles never end")
		}
		for _, abort := range []bool{true, false} {
			if abort && cycles == 0 {
				continue
			}
			var err error
			more, err = r.stages[stage].EndCycle(c, r.emit)
			r.must("", err)
			if abort {
				r.states[stage].Rollback()
				r.must("", r.stages[stage].Reset())
				continue
			}
			r.states[stage].Commit()
			c = Cycle{Behind: c.Behind} // the visit is remembered
		}
	}
	return cycles
}

// seen counts the records that are sent, by topic and key.
func (r *ring) seen() map[string]int {
	seen := map[string]int{}
	r.tap = func(to Topic, key, _ []byte) { seen[fmt.Sprint(to, " ", string(key))]++ }
	return seen
}

// A release of many orders, and a visit of what progressed, go over many cycles, some of them
// aborted, and leave nothing out.
func TestOrdersAreSentInParts(t *testing.T) {
	CutCyclesShort(t, 3)
	r := newRing(t, sampleBook)
	r.ends(0, Cycle{})
	for i := range 100 {
		r.must(r.add(event.Orders, fmt.Sprint("O-", i), genesis,
			`"OrderCreated","productID":"fresh-salmon"`), nil)
	}
	seen := r.seen()
	more, err := r.stages[0].EndCycle(Cycle{Behind: true}, r.emit)
	if r.must("", err); more || len(seen) > 0 {
		t.Fatalf("more %v, sent %v of what is held", more, seen)
	}
	r.states[0].Commit()
	if n := r.ends(0, Cycle{Behind: true, Release: true}); n != 101 {
		// a quarter of three, one order at least, and a last one that finds nothing left
		t.Errorf("released in %d cycles, want 101", n)
	}
	if len(seen) != 100 {
		t.Errorf("%d orders were published", len(seen))
	}
	for i := range 100 { // once more the same: nothing material
		r.must(r.add(event.Orders, fmt.Sprint("O-", i), genesis, `"OrderUpdated"`), nil)
	}
	seen = r.seen()
	if more, err := r.stages[0].EndCycle(Cycle{}, r.emit); more || err != nil || len(seen) > 0 {
		t.Fatalf("more %v, %v, sent %v of what progressed", more, err, seen)
	}
	r.states[0].Commit()
	if n := r.ends(0, Cycle{Interval: true}); n != 34 || len(seen) != 100 {
		t.Errorf("%d orders were published in %d cycles", len(seen), n)
	}
	if b := r.states[0]; b.count(heldSpace)+b.count(pendingSpace) > 0 {
		t.Error("something still waits")
	}
}

// count is how many keys a space has.
func (s *countedState) count(space byte) (n int) {
	err := s.Memory.Scan([]byte{space}, []byte{space + 1}, func(_, _ []byte) error {
		n++
		return nil
	})
	if err != nil {
		return -1
	}
	return n
}

// A new rule book is told to all orders in parts, and goes on where it was after an abort, or from
// the beginning after a restart.
func TestRuleBookIsTakenInParts(t *testing.T) {
	r := newRing(t, sampleBook)
	for i := range 50 {
		r.must(r.add(event.Orders, fmt.Sprintf("O-%02d", i), genesis,
			`"ContainerAllocated","containerID":"C"`), nil)
	}
	r.ends(0, Cycle{})
	CutCyclesShort(t, 4)
	r.settings.Book = bookOf(t, `{"default":{"maxGap":"5h","limits":[
		{"id":"w","metric":"temperature","above":8,"single":"0s"}]}}`)
	r.start(0)
	var sent []string
	r.tap = func(to Topic, key, value []byte) {
		if to == LegsByContainer {
			x, err := decodeTerms(value[1:])
			r.must("", err)
			sent = append(sent, x.orderID)
		}
	}
	more, err := r.stages[0].EndCycle(Cycle{}, r.emit)
	if r.must("", err); !more || len(sent) > 4 {
		t.Fatalf("more %v, sent %v", more, sent)
	}
	r.states[0].Commit()
	r.start(0)
	sent = nil
	if n := r.ends(0, Cycle{}); n < 13 {
		t.Errorf("taken over in %d cycles", n)
	}
	slices.Sort(sent)
	if sent = slices.Compact(sent); len(sent) != 50 {
		t.Errorf("%d orders heard of it", len(sent))
	}
	r.start(0)
	sent = nil
	if r.ends(0, Cycle{}); len(sent) > 0 {
		t.Errorf("%v heard of it again", sent)
	}
}

// A voyage with more legs than a cycle tells goes on in the next ones. What comes meanwhile is told
// to all legs in the end.
func TestVoyageIsToldInParts(t *testing.T) {
	r := newRing(t, sampleBook)
	for i := range 50 {
		x := leg{legID{"O", fmt.Sprintf("C-%02d", i), 1}, "V", 1, false}
		_, err := r.stages[1].Fold(1, &event.Record{Key: []byte("V"), Value: x.append(nil)}, r.emit)
		r.must("", err)
	}
	r.ends(1, Cycle{})
	CutCyclesShort(t, 3)
	latest, told := map[string]int64{}, 0
	r.tap = func(_ Topic, key, value []byte) {
		x, err := decodeVoyageLeg(value[1:])
		r.must("", err)
		latest[string(key)] = x.voyage.events
		told++
	}
	const events = 5
	for i := range events { // each while the legs are still being told of the ones before
		r.must(r.add(event.Voyages, "V", genesis+int64(i), `"VoyageUpdated"`), nil)
		more, err := r.stages[1].EndCycle(Cycle{}, r.emit)
		if r.must("", err); !more || told > 3*(i+1) {
			t.Fatalf("event %d: more %v, %d legs were told", i, more, told)
		}
		r.states[1].Commit()
	}
	r.must(r.add(event.Voyages, "V", genesis, `"ContainerLoaded","containerID":"C-00"`), nil)
	r.ends(1, Cycle{})
	r.ends(1, Cycle{Interval: true})
	for i := range 50 {
		if n := latest[fmt.Sprintf("C-%02d", i)]; n != events+1 {
			t.Errorf("C-%02d heard of %d events, want %d", i, n, events+1)
		}
	}
	if b := r.states[1]; b.count(heldSpace)+b.count(pendingSpace) > 0 {
		t.Error("something still waits")
	}
}

// After an abort a stage reads of what waits whether there is some, and no more.
func TestResetCostsNothing(t *testing.T) {
	r := newRing(t, sampleBook)
	for i := range 1000 {
		id := fmt.Sprint(i)
		r.must(r.add(event.Orders, id, genesis, `"OrderCreated"`), nil)
		r.must(r.add(event.Voyages, id, genesis, `"VoyageUpdated"`), nil)
	}
	for i := range 2 {
		_, err := r.stages[i].EndCycle(Cycle{Behind: true}, r.emit)
		r.must("", err)
		r.states[i].Commit()
		r.states[i].operations = 0
		r.must("", r.stages[i].Reset())
		if n := r.states[i].operations; n > 5 {
			t.Errorf("%s: %d operations", Stages[i].Name, n)
		}
	}
}

// A run of events of one order reads it once and writes it once.
func TestRunOfOneOrder(t *testing.T) {
	r := newRing(t, sampleBook)
	r.ends(0, Cycle{})
	r.states[0].operations = 0
	for range 100 {
		r.order(`"OrderUpdated","customerID":"x"`)
	}
	if n := r.states[0].operations; n > 1 {
		t.Errorf("%d operations for a run of events", n)
	}
	r.ends(0, Cycle{})
	if b, there, err := r.states[0].Get(key(nil, orderSpace, "O")); !there || err != nil {
		t.Errorf("the order was not written: %x, %v", b, err)
	}
}

// An error of the state ends the cycle.
func TestErrorsOfTheStateAreReturned(t *testing.T) {
	r := newRing(t, sampleBook)
	broken := &brokenState{}
	for i := range Stages {
		if _, err := Stages[i].New(&r.settings, broken); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", Stages[i].Name, err)
		}
	}
}

var errBroken = errors.New("broken")

// brokenState is a state that can't be read.
type brokenState struct{ Memory }

func (*brokenState) Get([]byte) ([]byte, bool, error) { return nil, false, errBroken }

func (*brokenState) Scan(_, _ []byte, _ func(key, value []byte) error) error { return errBroken }
