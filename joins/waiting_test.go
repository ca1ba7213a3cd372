package joins

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// queue is a waiting with what it should hold.
type queue struct {
	*rand.Rand
	t              testing.TB
	mem            Memory
	waiting        waiting
	now, committed map[string]bool
}

// cycle adds and removes some, visits some, and commits or aborts; it returns what it added. due
// says that all that waits is to be visited.
func (q *queue) cycle(due bool) (added []string) {
	q.t.Helper()
	for range q.IntN(4) {
		if id := fmt.Sprint(q.IntN(30)); q.IntN(6) == 0 {
			if err := q.waiting.remove(id); err != nil {
				q.t.Fatal(err)
			}
			delete(q.now, id)
		} else {
			q.waiting.add(id)
			q.now[id], added = true, append(added, id)
		}
	}
	q.waiting.mark(due)
	room, visits := 1+q.IntN(3), 0
	if err := q.waiting.send(&room, func(id string) (bool, error) {
		if visits++; !q.now[id] || visits > 3 {
			q.t.Fatalf("%s is visited of %v", id, q.now)
		}
		if q.IntN(8) == 0 {
			room = 0 // it took all, and there is more of it
			return false, nil
		}
		delete(q.now, id)
		return true, nil
	}); err != nil {
		q.t.Fatal(err)
	}
	if q.IntN(5) > 0 {
		q.mem.Commit()
		q.committed = maps.Clone(q.now)
		return added
	}
	q.mem.Rollback()
	q.now = maps.Clone(q.committed)
	if err := q.waiting.back(); err != nil {
		q.t.Fatal(err)
	}
	return nil
}

// What is due is visited, however small the parts are, what comes and goes meanwhile and how cycles
// end.
func TestWaiting(t *testing.T) {
	for seed := range uint64(300) {
		q := &queue{Rand: rand.New(rand.NewPCG(seed, 9)), t: t, now: map[string]bool{},
			committed: map[string]bool{}}
		q.waiting = newWaiting(&q.mem, 'p')
		for range 10 {
			for range q.IntN(10) {
				q.cycle(false)
			}
			there, later := maps.Clone(q.now), map[string]bool{}
			for cycles := 0; cycles == 0 || q.waiting.more(); cycles++ {
				if cycles > 1000 {
					t.Fatalf("seed %d: the visit never ends", seed)
				}
				for _, id := range q.cycle(cycles == 0) {
					later[id] = true
				}
			}
			for id := range there {
				if q.now[id] && !later[id] {
					t.Fatalf("seed %d: %s was left out", seed, id)
				}
			}
		}
	}
}

// A visit goes through its keys in their order, and costs what it visits.
func TestWaitingIsVisitedInOrder(t *testing.T) {
	m := &countedState{}
	w := newWaiting(m, 'p')
	var want, got []string
	for i := range 1000 {
		id := fmt.Sprintf("%04d", i*7919%1000)
		w.add(id)
		want = append(want, id)
	}
	slices.Sort(want)
	never := func(string) (bool, error) {
		t.Fatal("a visit that is not due")
		return false, nil
	}
	for _, due := range []bool{false, true} { // there is nothing yet that would be due
		none := newWaiting(&Memory{}, 'p')
		none.mark(due)
		room := 1
		if err := none.send(&room, never); err != nil || none.more() {
			t.Error(err, none.more())
		}
		none.add("a")
		none.mark(false)
		if err := none.send(&room, never); err != nil || none.more() {
			t.Error(err, none.more())
		}
	}
	w.mark(true)
	m.operations = 0
	for w.more() {
		room := 10
		if err := w.send(&room, func(id string) (bool, error) {
			got = append(got, id)
			return true, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("visited %v", got)
	}
	if m.operations > 3*1000+200 {
		t.Errorf("%d operations for 1000 visits", m.operations)
	}
}
