package joins

import (
	"bytes"
	"strings"
	"testing"

	"coldchain/joins/event"
	"coldchain/joins/internal/wire"
)

// A value that changed twice, as the next one that changes will be written: version 1 of a boarding
// held the time of loading alone, version 2 made a register of it, version 3 is what this program
// reads. The state of a task that was written by the first program is read and goes on, and what
// was not written then is not known.
func TestMigration(t *testing.T) {
	now := boardingFormat
	t.Cleanup(func() { boardingFormat = now })
	boardingFormat = wire.Format{Name: now.Name, Version: 3,
		Upgrade: []func([]byte) ([]byte, error){
			func(old []byte) ([]byte, error) {
				r := wire.Read(old)
				loaded := register[int64]{value: r.Int(), stamp: stamp{time: genesis},
					written: true}
				return appendRegister(nil, &loaded, wire.AppendInt), r.Close("boarding of format 1")
			},
			func(old []byte) ([]byte, error) {
				return appendRegister(old, &register[int64]{}, wire.AppendInt), nil
			},
		}}
	one := wire.AppendInt([]byte{1}, genesis+5)
	loaded := register[int64]{value: genesis + 5, stamp: stamp{time: genesis}, written: true}
	two := appendRegister([]byte{2}, &loaded, wire.AppendInt)
	three := (&boarding{loaded: loaded}).append(nil)
	if three[0] != 3 {
		t.Fatalf("%x", three)
	}
	for _, b := range [][]byte{one, two, three} {
		again, err := decoders["boarding"](b)
		if err != nil {
			t.Fatalf("%x: %v", b, err)
		}
		if !bytes.Equal(again, three) {
			t.Errorf("%x is written as %x, want %x", b, again, three)
		}
		goesOn(t, b)
	}
	for _, b := range [][]byte{{1}, {1, 2, 3}, {2}, append([]byte{2}, 7), {0, 2}} {
		if err := new(boarding).decode(b); err == nil {
			t.Errorf("%x was read", b)
		}
	}
	// the programs of before refuse what this one writes
	boardingFormat = now
	if err := new(boarding).decode(three); err == nil || !strings.Contains(err.Error(),
		"use a newer program") {
		t.Errorf("the program of before: %v", err)
	}
}

// goesOn lets a stage that restored a boarding tell a leg of it, and take the next event.
func goesOn(t *testing.T, boarding []byte) {
	t.Helper()
	r := newRing(t, sampleBook)
	r.states[1].Put(key(nil, boardingSpace, "V", "C"), boarding)
	r.order(`"ContainerAllocated","containerID":"C"`)
	r.order(`"VoyageAssigned","voyageID":"V"`)
	r.must(r.add(event.Voyages, "V", genesis, `"VoyageDeparted"`), nil)
	says := func(want string) {
		t.Helper()
		r.turn(Cycle{Exhausted: true})
		if p := string(r.projections["O"]); !strings.Contains(p, want) {
			t.Errorf("%s\nlacks %s", p, want)
		}
	}
	says(`"start":"2026-03-01T00:00:00.005Z","startBasis":"loaded","endBasis":"open"`)
	r.must(r.add(event.Voyages, "V", genesis,
		`"ContainerDischarged","containerID":"C","at":"2026-03-02T00:00:00Z"`), nil)
	says(`"startBasis":"loaded","end":"2026-03-02T00:00:00Z","endBasis":"discharged"`)
}
