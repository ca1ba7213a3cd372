package joins

import (
	"encoding/json"
	"fmt"
	"testing"

	"coldchain/joins/event"
	"coldchain/joins/judge"
)

// keeper is a containers stage that keeps readings for ten days, with one container that reports
// every hour. Its days are counted from genesis.
type keeper struct {
	t       testing.TB
	mem     *Memory
	stage   *containers
	now     int64             // day and part of it, in ms, of the next reading
	results map[string]*shown // the latest result of each order
	sent    int
}

// shown is what a custody says in the projection.
type shown struct {
	Phase, Verdict string
	Archived       bool
	ObservedMs     int64
	Readings       struct{ Count int64 }
	Rule           struct{ ID string }
	Gaps           []any
}

func newKeeper(t testing.TB) *keeper {
	k := &keeper{t: t, mem: &Memory{}, results: map[string]*shown{}}
	k.start(0)
	return k
}

// start makes the stage over what the memory holds; most is the greatest retention in days, 0 for
// any.
func (k *keeper) start(most int64) {
	k.t.Helper()
	p, err := Stages[2].New(&Settings{Lead: DefaultLead, Retention: 10 * day,
		RetentionMax: most * day}, k.mem)
	if err != nil {
		k.t.Fatal(err)
	}
	k.stage = p.(*containers)
}

// restart loses what is kept beside the state.
func (k *keeper) restart(most int64) {
	k.t.Helper()
	k.mem.Flush()
	k.start(most)
}

const keeperRule = `{"id":"keep","maxGap":"2h","settle":"48h","limits":[
	{"id":"warm","metric":"temperature","above":5,"single":"0s"}]}`

// tell tells of a custody: its terms, of the epoch, with one leg from and to in days, of which the
// voyage says the same at once; to = 0 leaves the end open.
func (k *keeper) tell(order string, epoch, from, to int64, rule string) {
	k.t.Helper()
	x := terms{orderID: order, born: 1, epoch: epoch, legs: []route{{1, "V", 1}}}
	if rule != "" {
		x.rule = ruleText(
			bookOf(k.t, `{"default":`+rule[:1]+rule[len(`{"id":"keep",`):]+`}`).For(nil))
	}
	k.hear(x.append([]byte{termsKind}))
	k.voyage(order, from, to)
}

// voyage has the voyage say when the leg is.
func (k *keeper) voyage(order string, from, to int64) {
	k.t.Helper()
	l := voyageLeg{legID: legID{order, "C", 1}, epoch: 1}
	l.voyage.window = judge.Window{Start: genesis + from*day, End: genesis + to*day,
		StartBasis: judge.Departed, EndBasis: judge.Arrived}
	if to == 0 {
		l.voyage.window.End, l.voyage.window.EndBasis = judge.OpenEnd, judge.Open
	}
	k.hear(l.append([]byte{voyageLegKind}))
}

func (k *keeper) hear(message []byte) {
	k.t.Helper()
	if _, err := k.stage.Fold(1, &event.Record{Key: []byte("C"), Value: message}, nil); err != nil {
		k.t.Fatal(err)
	}
}

// read takes a reading of a sensor at a time since genesis.
func (k *keeper) read(sensor string, at, degrees int64) {
	k.t.Helper()
	at += genesis
	k.readAs(sensor, at, at, degrees)
}

func (k *keeper) readAs(sensor string, at, timestamp, degrees int64) {
	k.t.Helper()
	value := fmt.Appendf(nil, `{"type":"ContainerMetric","time":%d,"sensor":"%s","temperature":%d}`,
		at, sensor, degrees)
	r := event.Record{Timestamp: timestamp, Key: []byte("C"), Value: value}
	code, err := k.stage.Fold(0, &r, nil)
	if code != "" || err != nil {
		k.t.Fatal(code, err)
	}
}

// pass lets the stream time pass, by a reading of another container.
func (k *keeper) pass(to int64) {
	k.stage.watermark = max(k.stage.watermark, watermark(genesis+to))
}

// until reads hourly up to a day, with the progress interval passing once a day.
func (k *keeper) until(to int64) {
	k.t.Helper()
	for ; k.now < to*day; k.now += 60 * minute {
		k.read("main", k.now, 4)
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
	_, err := k.stage.EndCycle(c, func(_ Topic, key, value []byte) {
		k.sent++
		var r result
		if err := r.decode(value); err != nil {
			k.t.Fatal(err)
		}
		var text []byte
		for i := range r.json {
			text = append(text, r.json[i].json...)
		}
		s := &shown{}
		if err := json.Unmarshal(text, s); err != nil {
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
	first := int64(judge.OpenEnd)
	x := k.container().sensor("main")
	err := x.Each(&k.stage.visitor.chunks, judge.NoTime, judge.OpenEnd, new([]held),
		func(h *held) { first = min(first, h.Time) })
	if err != nil {
		k.t.Fatal(err)
	}
	return (first - genesis) / day
}

// container is the container with all that came.
func (k *keeper) container() *container {
	k.t.Helper()
	k.mem.Flush()
	c, there := k.stage.inbox.Find([]byte("C"))
	if !there {
		k.t.Fatal("there is no container")
	}
	if err := k.stage.visitor.load(c); err != nil {
		k.t.Fatal(err)
	}
	k.mem.Rollback()
	return &k.stage.visitor.container
}

// says holds what was last said of an order against a line.
func (k *keeper) says(order, want string) {
	k.t.Helper()
	s := k.results[order]
	if s == nil {
		k.t.Fatalf("no result for %s", order)
	}
	got := fmt.Sprint(s.Phase, " ", s.Verdict, " ", s.ObservedMs/(60*minute), "h ",
		s.Readings.Count,
		" readings")
	if s.Archived {
		got += " archived"
	}
	if got += " by " + s.Rule.ID; got != want {
		k.t.Errorf("%s: %s, want %s", order, got, want)
	}
}
