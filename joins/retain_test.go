package joins

import (
	"strings"
	"testing"
)

func TestReadingsGoBehindTheHorizonOnly(t *testing.T) {
	k := newKeeper(t)
	k.until(100)
	if d := k.oldest(); d > 90 || d < 75 { // whole chunks of 256 hours
		t.Errorf("with no custody the oldest reading is of day %d", d)
	}
	k = newKeeper(t)
	k.tell("open", 1, 20, 0, keeperRule)
	k.tell("late", 1, 40, 130, keeperRule)
	k.until(100)
	if d := k.oldest(); d > 19 {
		t.Errorf("a custody that is open needs day 19, the oldest reading is of day %d", d)
	}
	k.says("open", "in_transit respected 1919h 1919 readings by default")
	k.voyage("open", 20, 60)
	k.until(101)
	if d := k.oldest(); d > 39 || d < 24 {
		t.Errorf(
			"only the second custody is needed, from day 39 on; the oldest reading is of day %d", d)
	}
	k.says("open", "final respected 960h 960 readings archived by default")
	k.says("late", "in_transit respected 1463h 1463 readings by default")
}

// A final custody keeps its readings for the retention behind its window's end, and maxGap before
// its start.
func TestReadingsOfAFinalCustodyAreKeptForTheRetention(t *testing.T) {
	k := newKeeper(t)
	k.tell("O", 1, 12, 30, keeperRule)
	k.until(40)
	k.says("O", "final respected 432h 432 readings by default")
	if d := k.oldest(); d > 11 {
		t.Errorf("day 11 is needed, the oldest reading is of day %d", d)
	}
	k.until(42)
	k.says("O", "final respected 432h 432 readings archived by default")
}

func TestCustodiesThatNeedNothingHoldNothing(t *testing.T) {
	k := newKeeper(t)
	k.tell("invalid", 1, 30, 20, keeperRule)
	k.tell("unruled", 1, 10, 90, "")
	k.until(100)
	if d := k.oldest(); d < 75 {
		t.Errorf("the oldest reading is of day %d", d)
	}
	k.says("invalid", "in_transit undetermined 0h 0 readings by default")
	k.says("unruled", "final undetermined 0h 0 readings by ")
}

// A custody that is not final needs its readings, but not for longer than the greatest retention.
func TestRetentionMax(t *testing.T) {
	k := newKeeper(t)
	k.start(400)
	k.tell("O", 1, 5, 0, keeperRule)
	k.until(404)
	if d := k.oldest(); d > 4 {
		t.Errorf("399 days are kept, the oldest reading is of day %d", d)
	}
	k.says("O", "in_transit respected 9575h 9575 readings by default")
	k.until(420)
	if d := k.oldest(); d < 5 || d > 20 {
		t.Errorf("more than 400 days are kept: the oldest reading is of day %d", d)
	}
	// its figures go on, and say that they can't be proven any more
	k.says("O", "in_transit respected 9959h 9959 readings archived by default")
	if k.container().custodies[0].frozen != nil {
		t.Error("it is frozen before it is final")
	}
	k.until(421)
	k.says("O", "in_transit respected 9983h 9983 readings archived by default")
	// what changes the past can be judged by what is left only
	k.read("main", 100*day+30*minute, 4)
	k.progress()
	if s := k.results["O"]; !s.Archived || s.Readings.Count >= 9983 || s.Readings.Count < 400*24 {
		t.Errorf("%+v", s)
	}
}

// An answer that is archived when it is final keeps its figures, window and rule for good.
func TestArchivedAnswersKeepTheirFigures(t *testing.T) {
	const want = "final respected 240h 240 readings archived by default"
	k := newKeeper(t)
	k.tell("O", 1, 10, 20, keeperRule)
	k.until(25)
	k.says("O", strings.Replace(want, " archived", "", 1))
	k.until(60)
	k.says("O", want)
	f := func(what string, change func()) {
		t.Helper()
		change()
		k.progress()
		k.says("O", want)
		k.restart(0)
		k.progress()
		k.says("O", want)
		if t.Failed() {
			t.Fatal(what)
		}
	}
	strict := strings.Replace(keeperRule, `"above":5`, `"above":3`, 1)
	at := int64(1_000_000)
	f("a late reading that is far too warm", func() { k.read("main", 15*day+1, 30) })
	f("a contradiction of a reading that is gone", func() { k.read("main", 15*day, 30) })
	f("another rule", func() { k.tell("O", 2, 10, 20, strict) })
	f("no rule", func() { k.tell("O", 3, 10, 20, "") })
	f("another word on the arrival", func() { k.voyage("O", 10, 21) })
	f("another word on the departure", func() { k.voyage("O", 30, 59) })
	f("a window that is invalid", func() { k.voyage("O", 10, 9) })
	f("stuffing, stripping, delivery", func() {
		x := terms{orderID: "O", born: 1, epoch: 4, legs: []route{{1, "V", 1}}, stuffed: &at,
			stripped: &at, delivered: &at}
		k.hear(x.append([]byte{termsKind}))
	})
	f("another leg", func() {
		x := terms{orderID: "O", born: 1, epoch: 5, legs: []route{{1, "V", 1}, {2, "V-2", 5}}}
		k.hear(x.append([]byte{termsKind}))
		l := voyageLeg{legID: legID{"O", "C", 2}, epoch: 5}
		k.hear(l.append([]byte{voyageLegKind}))
	})
	f("no leg", func() {
		x := terms{orderID: "O", born: 1, epoch: 6}
		k.hear(x.append([]byte{termsKind}))
	})
	f("time", func() { k.until(70) })
	// taken out of the order and put in again, it is another custody, of which the readings are
	// gone
	k.tell("O", 7, 10, 20, keeperRule)
	again := terms{orderID: "O", born: 8, epoch: 8, rule: k.container().custodies[0].rule.text,
		legs: []route{{1, "V", 1}}}
	k.hear(again.append([]byte{termsKind}))
	k.voyage("O", 10, 20)
	k.progress()
	k.says("O", "final undetermined 0h 0 readings archived by default")
}

// A custody that becomes known when part of what it needs is gone says so.
func TestCustodyThatBecomesKnownTooLateSaysSo(t *testing.T) {
	k := newKeeper(t)
	k.until(60)
	k.tell("gone", 1, 10, 20, keeperRule)
	k.tell("half", 1, 40, 55, keeperRule)
	k.tell("whole", 1, 52, 0, keeperRule)
	k.until(61)
	k.says("gone", "final undetermined 0h 0 readings archived by default")
	if s := k.results["half"]; !s.Archived || s.Readings.Count == 0 || s.Readings.Count == 15*24 {
		t.Errorf("half: %+v", s)
	}
	k.says("whole", "in_transit respected 215h 215 readings by default")
	// so does one whose window is moved to where they are gone, and not when it is moved back
	k.voyage("whole", 12, 0)
	k.until(62)
	if s := k.results["whole"]; !s.Archived {
		t.Errorf("whole: %+v", s)
	}
	k.voyage("whole", 58, 0)
	k.until(63)
	k.says("whole", "in_transit respected 119h 119 readings by default")
}

// An archived custody that is on its way is not frozen where another sensor's readings go.
func TestOneSensorsRemovalFreezesNoCustody(t *testing.T) {
	k := newKeeper(t)
	k.until(60)
	k.tell("underway", 1, 30, 0, keeperRule) // became known when part of it was gone
	k.until(61)
	before := k.results["underway"].Readings.Count
	if !k.results["underway"].Archived {
		t.Error("not archived")
	}
	k.read("door", 5*day, 4) // stragglers, of which the next sweep removes one
	k.read("door", 6*day, 4)
	k.until(70)
	if x := k.container().sensor("door"); !x.Gone(genesis+5*day) || x.Gone(genesis+5*day+1) {
		t.Errorf("the straggler is still there: %+v", x)
	}
	if n := k.results["underway"].Readings.Count; n != before+9*24 {
		t.Errorf("%d readings, then %d after nine more days", before, n)
	}
}

// In a replay legs are still on their way while the stream time runs ahead: nothing is removed
// before that.
func TestNothingIsRemovedBeforeAllStagesHaveCaughtUp(t *testing.T) {
	k := newKeeper(t)
	for at := int64(0); at < 100*day; at += 60 * minute {
		k.read("main", at, 4)
		if at%day == 0 { // at the end of its own inputs the task does not know that much
			k.end(Cycle{Interval: true, Exhausted: at%(2*day) == 0})
		}
	}
	if d := k.oldest(); d > 0 {
		t.Errorf("the oldest reading is of day %d, though legs may still be on their way", d)
	}
	k.end(Cycle{Exhausted: true, CaughtUp: true})
	k.read("main", 101*day, 4)
	k.end(Cycle{Interval: true})
	if d := k.oldest(); d < 50 {
		t.Errorf("the oldest reading is of day %d, though no leg is on its way any more", d)
	}
}

// Without a retention everything is kept.
func TestNoRetention(t *testing.T) {
	k := newKeeper(t)
	p, err := Stages[2].New(&Settings{Lead: DefaultLead}, k.mem)
	if err != nil {
		t.Fatal(err)
	}
	k.stage = p.(*containers)
	k.until(50)
	if d := k.oldest(); d != 0 {
		t.Errorf("the oldest reading is of day %d", d)
	}
}
