package joins

import (
	"coldchain/joins/inbox"
	"testing"

	"coldchain/joins/judge"
)

const anHour = 60 * minute

// A reading that fills a gap from the very moment where it began is told at once, though nothing
// begins or ends by it that the fold could see, and no time passes: the window is over.
func TestReadingThatEndsSilenceIsToldAtOnce(t *testing.T) {
	for _, later := range []bool{false, true} { // whether another reading comes in the same cycle
		k := newKeeper(t)
		k.tell("O", 1, 0, 1, keeperRule)
		for h := range int64(11) {
			k.read("main", 2*h*anHour, 4)
		}
		k.pass(5 * day)
		k.end(Cycle{})
		k.says("O", "final respected 22h 11 readings by default")
		k.read("main", 22*anHour, 4)
		if later {
			k.read("main", 30*anHour, 4)
		}
		k.end(Cycle{})
		k.says("O", "final respected 24h 12 readings by default")
	}
}

// An excursion that lasts until the window's end is told whole, so it is told anew when it gets
// worse.
func TestExcursionThatReachesTheEndIsToldAtOnce(t *testing.T) {
	for _, later := range []bool{false, true} {
		k := newKeeper(t)
		k.tell("O", 1, 0, 1, keeperRule)
		for h := range int64(12) {
			k.read("main", 2*h*anHour, 6)
		}
		k.pass(5 * day)
		k.end(Cycle{})
		before := k.sent
		k.read("main", 23*anHour, 7)
		if later {
			k.read("main", 24*anHour, 7)
		}
		k.end(Cycle{})
		if k.sent != before+1 {
			t.Errorf("%d results were sent", k.sent-before)
		}
		k.says("O", "final violated 24h 13 readings by default")
	}
}

// What is held back and was folded already, because there was much of it, is told after a crash
// though nothing more comes.
func TestHeldCustodyOutlivesACrash(t *testing.T) {
	k := newKeeper(t)
	k.tell("O", 1, 0, 0, keeperRule)
	for h := range int64(300) {
		k.read("main", h*anHour, 4)
	}
	k.end(Cycle{Behind: true})
	if k.sent != 0 || k.stage.inbox.Full().Len() != 0 {
		t.Fatalf("%d results were sent, %d containers are to be folded", k.sent,
			k.stage.inbox.Full().Len())
	}
	k.restart(0)
	k.end(Cycle{})
	k.says("O", "in_transit respected 299h 299 readings by default")
}

// Silence before a reading that is ahead of the stream time is told when it begins, not when that
// reading is passed.
func TestSilenceBeforeAReadingAhead(t *testing.T) {
	k := newKeeper(t)
	k.tell("O", 1, 0, 0, keeperRule)
	k.read("main", 0, 4)
	k.readAs("main", genesis+10*anHour, genesis+anHour, 4)
	k.end(Cycle{})
	if n := len(k.results["O"].Gaps); n != 0 {
		t.Fatalf("%d gaps", n)
	}
	k.pass(3 * anHour)
	k.end(Cycle{})
	if n := len(k.results["O"].Gaps); n != 1 {
		t.Errorf("%d gaps, want that from the third hour on", n)
	}
}

// A reading ahead of the stream time is stored, and judged when the stream time has passed it.
func TestReadingsAheadOfTheStreamTime(t *testing.T) {
	for _, restart := range []bool{false, true} {
		k := newKeeper(t)
		k.tell("O", 1, 0, 0, keeperRule)
		k.read("main", 0, 4)
		for h := int64(1); h < 6; h++ { // the clock of the device is hours ahead
			k.readAs("main", genesis+h*anHour, genesis+anHour, 9)
		}
		k.end(Cycle{})
		if s := k.stage.stream(); s != genesis+anHour+DefaultLead {
			t.Fatalf("stream time %d", s-genesis)
		}
		k.says("O", "in_transit violated 1h 2 readings by default")
		f := func(to, count int64) {
			t.Helper()
			if restart {
				k.restart(0)
			}
			k.pass(to)
			k.progress()
			if n := k.results["O"].Readings.Count; n != count {
				t.Errorf("at %d h: %d readings, want %d", to/anHour, n, count)
			}
		}
		f(2*anHour, 2) // not passed yet
		f(2*anHour+1, 3)
		f(4*anHour+1, 5)
		f(9*anHour, 6)
	}
}

// Terms and the words of voyages come by ways of their own: whatever comes first, the leg of the
// greatest epoch holds, and a word on a leg that took another way since is ignored.
func TestEpochsSettleWhatCameByDifferentWays(t *testing.T) {
	term := func(epoch int64, legs ...route) []byte {
		x := terms{orderID: "O", born: 1, epoch: epoch, legs: legs}
		return x.append([]byte{termsKind})
	}
	word := func(epoch, start int64) []byte {
		l := voyageLeg{legID: legID{"O", "C", 1}, epoch: epoch}
		l.voyage.window = judge.Window{Start: start, End: judge.OpenEnd, StartBasis: judge.Departed,
			EndBasis: judge.Open}
		return l.append([]byte{voyageLegKind})
	}
	// V-1, then V-2, then V-1 again. Terms come in their order, and before the words that rest on
	// them.
	one, two := term(1, route{1, "V-1", 1}), term(5, route{1, "V-2", 5})
	three := term(9, route{1, "V-1", 9})
	plans := [][][]byte{
		{one, word(1, 10), two, word(5, 20), three, word(9, 30)},
		{one, two, word(5, 20), word(1, 10), three, word(9, 30)},
		{one, two, three, word(9, 30), word(1, 10), word(5, 20)},
		{one, two, three, word(5, 20), word(9, 30), word(1, 10)},
		{three, one, word(1, 10), two, word(5, 20), word(9, 30)}, // as a restore could replay them
		{one, word(1, 10), two, three, word(9, 30), word(9, 30), two, one},
	}
	for i, plan := range plans {
		k := newKeeper(t)
		for _, message := range plan {
			k.hear(message)
		}
		k.end(Cycle{})
		c := k.container()
		if len(c.custodies) != 1 {
			t.Fatalf("plan %d: %d custodies", i, len(c.custodies))
		}
		u := c.custodies[0]
		if u.epoch != 9 || len(u.legs) != 1 || u.legs[0].route != (route{1, "V-1", 9}) ||
			!u.legs[0].heard || u.by.Window.Start != 30 {
			t.Errorf("plan %d leaves %+v from %d", i, u.legs, u.by.Window.Start)
		}
	}
}

// A custody is silent until the voyages of all its legs were heard, and then says all at once.
func TestCustodyIsSilentUntilItsVoyagesWereHeard(t *testing.T) {
	k := newKeeper(t)
	stuffed := genesis
	x := terms{orderID: "O", born: 1, epoch: 1, stuffed: &stuffed,
		legs: []route{{1, "V", 1}, {2, "V-2", 1}}}
	k.hear(x.append([]byte{termsKind}))
	k.read("main", 0, 4)
	k.read("main", anHour, 4)
	k.progress()
	k.voyage("O", 1, 0)
	k.progress()
	if k.sent > 0 {
		t.Fatal("a result was sent")
	}
	l := voyageLeg{legID: legID{"O", "C", 2}, epoch: 1}
	k.hear(l.append([]byte{voyageLegKind}))
	k.end(Cycle{})
	k.says("O", "awaiting_voyage undetermined 0h 0 readings by ")
}

// Withdrawn terms end a custody, and those of another birth begin another one; older ones do
// neither.
func TestWithdrawnTerms(t *testing.T) {
	k := newKeeper(t)
	k.tell("O", 4, 1, 2, keeperRule)
	withdraw := func(born, epoch int64) {
		x := terms{orderID: "O", born: born, epoch: epoch, withdrawn: true}
		k.hear(x.append([]byte{termsKind}))
	}
	withdraw(1, 3)
	if len(k.container().custodies) != 1 {
		t.Error("older terms ended it")
	}
	withdraw(1, 5)
	if len(k.container().custodies) != 0 {
		t.Error("it did not end")
	}
	withdraw(1, 6) // once more
	k.voyage("O", 1, 3)
	k.progress()
	if len(k.container().custodies) != 0 || k.sent > 0 || k.stage.inbox.Is(0, inbox.Live|inbox.Fresh) {
		t.Errorf("%d results of no custody", k.sent)
	}
}
