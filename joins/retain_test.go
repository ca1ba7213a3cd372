package joins

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
)

const day = 24 * 60 * minute

// keeper is a containers stage that keeps readings for ten days, with one container that reports every hour.
type keeper struct {
	t       *testing.T
	mem     *Memory
	stage   *Containers
	now     int64             // event time of the next reading
	results map[string]*shown // the latest result of each order
}

// shown is what a leg says in the projection.
type shown struct {
	Phase, Verdict string
	Archived       bool
	ObservedMs     int64
	Readings       struct{ Count int64 }
	Rule           struct{ ID string }
}

func newKeeper(t *testing.T) *keeper {
	k := &keeper{t: t, mem: &Memory{}, results: map[string]*shown{}}
	var err error
	if k.stage, err = NewContainers(Decoder{}, 10*day, k.mem); err != nil {
		t.Fatal(err)
	}
	return k
}

const keeperRule = `{"id":"keep","maxGap":"2h","settle":"48h","limits":[{"id":"warm","metric":"temperature","above":5,"single":"0s"}]}`

// assign tells the container of a leg of an order, from and to in days; to = 0 leaves the end open.
func (k *keeper) assign(order string, epoch, from, to int64, rule string) {
	k.t.Helper()
	l := voyageLeg{assignment: assignment{legID: legID{order, "C", 1}, voyageID: "V", epoch: epoch}}
	if rule != "" {
		l.rule = ruleOf(k.t, rule).AppendJSON(nil)
	}
	l.voyage.window = Window{from * day, to * day, Departed, Arrived}
	if to == 0 {
		l.voyage.window.End, l.voyage.window.EndBasis = openEnd, OpenEnd
	}
	if _, err := k.stage.Fold(1, &Record{Key: []byte("C"), Value: l.append(nil)}, nil); err != nil {
		k.t.Fatal(err)
	}
}

func (k *keeper) read(at, degrees int64) {
	k.t.Helper()
	ev := MetricEvent{ContainerID: []byte("C"), Sensor: []byte("main"), Reading: Reading{Time: at, Present: 1, Value: [NumMetrics]int32{int32(1000 * degrees)}}}
	k.stage.advance(at)
	if err := k.stage.read(&ev); err != nil {
		k.t.Fatal(err)
	}
}

// until reads hourly up to a day, with the progress interval passing once a day.
func (k *keeper) until(to int64) {
	k.t.Helper()
	for ; k.now < to*day; k.now += 60 * minute {
		k.read(k.now, 4)
		if k.now%day == 0 {
			k.progress()
		}
	}
	k.progress()
}

// progress ends a cycle in which progress is due.
func (k *keeper) progress() { k.t.Helper(); k.end(Cycle{Exhausted: true, CaughtUp: true}) }

func (k *keeper) end(c Cycle) {
	k.t.Helper()
	err := k.stage.EndCycle(c, func(_ Topic, key, value []byte) {
		r, err := decodeResult(bytes.Clone(value))
		if err != nil {
			k.t.Fatal(err)
		}
		s := &shown{}
		if err := json.Unmarshal(r.json, s); err != nil {
			k.t.Fatal(err)
		}
		k.results[string(key)] = s
	})
	if err != nil {
		k.t.Fatal(err)
	}
	k.mem.Commit()
}

// oldest is the event time of the first reading in a chunk, in days.
func (k *keeper) oldest() int64 {
	k.t.Helper()
	first := int64(openEnd)
	err := stored(k.t, k.mem, "C").sensor("main").each(k.mem, "C", noTime, openEnd, new([]held), func(h *held) { first = min(first, h.Time) })
	if err != nil {
		k.t.Fatal(err)
	}
	return first / day
}

func (k *keeper) says(order, want string) {
	k.t.Helper()
	s := k.results[order]
	if s == nil {
		k.t.Fatalf("no result for %s", order)
	}
	got := fmt.Sprint(s.Phase, " ", s.Verdict, " ", s.ObservedMs/(60*minute), "h ", s.Readings.Count, " readings")
	if s.Archived {
		got += " archived"
	}
	if got += " by " + s.Rule.ID; got != want {
		k.t.Errorf("%s: %s, want %s", order, got, want)
	}
}

func TestReadingsGoBehindTheHorizonOnly(t *testing.T) {
	k := newKeeper(t)
	k.until(100)
	if d := k.oldest(); d > 90 || d < 75 { // whole chunks of 256 hours
		t.Errorf("with no leg the oldest reading is of day %d", d)
	}
	k = newKeeper(t)
	k.assign("open", 1, 20, 0, keeperRule)
	k.assign("late", 1, 40, 130, keeperRule)
	k.until(100)
	if d := k.oldest(); d > 19 {
		t.Errorf("a leg that is open needs day 19, the oldest reading is of day %d", d)
	}
	k.says("open", "in_transit respected 1919h 1919 readings by keep")
	k.assign("open", 1, 20, 60, keeperRule)
	k.until(101)
	if d := k.oldest(); d > 39 || d < 24 {
		t.Errorf("only the second leg is needed, from day 39 on; the oldest reading is of day %d", d)
	}
	k.says("open", "final respected 960h 960 readings archived by keep")
	k.says("late", "in_transit respected 1463h 1463 readings by keep")
}

func TestLegsThatNeedNothingHoldNothing(t *testing.T) {
	k := newKeeper(t)
	k.assign("invalid", 1, 30, 20, keeperRule)
	k.assign("unruled", 1, 10, 90, "")
	k.until(100)
	if d := k.oldest(); d < 75 {
		t.Errorf("the oldest reading is of day %d", d)
	}
	k.says("invalid", "in_transit undetermined 0h 0 readings by keep")
}

func TestArchivedAnswersKeepTheirFigures(t *testing.T) {
	const want = "final respected 240h 240 readings archived by keep"
	k := newKeeper(t)
	k.assign("O", 1, 10, 20, keeperRule)
	k.until(25)
	k.says("O", want[:len("final respected 240h 240 readings")]+" by keep")
	k.until(60)
	k.says("O", want)
	k.read(15*day+1, 30) // late, and far too warm
	k.until(70)
	k.says("O", want)
	k.assign("O", 1, 10, 20, keeperRule[:7]+"other"+keeperRule[11:]) // another rule book
	k.until(71)
	k.says("O", want)
	k.assign("O", 1, 10, 21, keeperRule) // another word on the arrival
	k.until(72)
	k.says("O", want)
	k.assign("O", 2, 10, 20, keeperRule) // another way: nothing changes but the epoch
	k.until(73)
	k.says("O", want)
}

func TestLegThatBecomesKnownTooLateSaysSo(t *testing.T) {
	k := newKeeper(t)
	k.until(60)
	k.assign("gone", 1, 10, 20, keeperRule)
	k.assign("half", 1, 40, 55, keeperRule)
	k.assign("whole", 1, 52, 0, keeperRule)
	k.until(61)
	k.says("gone", "final undetermined 0h 0 readings archived by keep")
	if s := k.results["half"]; !s.Archived || s.Readings.Count == 0 || s.Readings.Count == 15*24 {
		t.Errorf("half: %+v", s)
	}
	k.says("whole", "in_transit respected 215h 215 readings by keep")
}

// TestOneLegsRemovalDoesNotFreezeAnother has an archived leg on its way while readings of another sensor's chunks go.
func TestOneLegsRemovalDoesNotFreezeAnother(t *testing.T) {
	k := newKeeper(t)
	k.until(60)
	k.assign("underway", 1, 30, 0, keeperRule) // became known when part of it was gone
	k.until(61)
	before := k.results["underway"].Readings.Count
	if !k.results["underway"].Archived {
		t.Error("not archived")
	}
	for _, at := range []int64{5 * day, 6 * day} { // stragglers, of which the next sweep removes one
		ev := MetricEvent{ContainerID: []byte("C"), Sensor: []byte("door"), Reading: Reading{Time: at, Present: 1}}
		if err := k.stage.read(&ev); err != nil {
			t.Fatal(err)
		}
	}
	k.until(70)
	if x := stored(t, k.mem, "C").sensor("door"); x.open.n != 0 || x.gone != 5*day {
		t.Errorf("the straggler is still there: %+v", x)
	}
	if n := k.results["underway"].Readings.Count; n != before+9*24 {
		t.Errorf("%d readings, then %d after nine more days", before, n)
	}
}

func TestNothingIsRemovedBeforeAllStagesHaveCaughtUp(t *testing.T) {
	k := newKeeper(t)
	for at := int64(0); at < 100*day; at += 60 * minute {
		k.read(at, 4)
		if at%day == 0 {
			k.end(Cycle{Interval: true, Exhausted: at%(2*day) == 0}) // at the end of its own inputs the task does not know that much
		}
	}
	if d := k.oldest(); d > 0 {
		t.Errorf("the oldest reading is of day %d, though legs may still be on their way", d)
	}
	k.end(Cycle{Exhausted: true, CaughtUp: true})
	k.read(101*day, 4)
	k.end(Cycle{Interval: true})
	if d := k.oldest(); d < 50 {
		t.Errorf("the oldest reading is of day %d, though no leg is on its way any more", d)
	}
}
