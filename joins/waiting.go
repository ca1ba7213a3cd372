package joins

import (
	"errors"
)

// The key spaces of what waits to be sent, in every stage. So it outlives a restart.
const (
	pendingSpace = 'p' // what progressed
	heldSpace    = 'h' // what may have changed in what is material
)

// endOfCycle bounds what the end of a cycle sends of what waits: entities, or records of them. The
// rest is left to the next cycles, so that no cycle takes long.
var endOfCycle = 20_000

// visit walks over the keys of a space in their order, a part of it in each cycle.
type visit struct {
	state State
	space byte

	next   []byte // the key from which on it goes; nil if no visit is under way
	before []byte // next when the latest cycle ended, to go on from after an abort
}

func (v *visit) begin()         { v.next = []byte{v.space} }
func (v *visit) stop()          { v.next = nil }
func (v *visit) underWay() bool { return v.next != nil }

// mark begins the end of a cycle. back goes on from there after an abort: what was sent twice by
// that was not committed, or does no harm.
func (v *visit) mark() { v.before = v.next }
func (v *visit) back() { v.next = v.before }

var errEnough = errors.New("enough")

// ids are the next ones, n at most.
func (v *visit) ids(n int) (ids []string, err error) {
	err = v.state.Scan(v.next, []byte{v.space + 1}, func(key, _ []byte) error {
		if len(ids) == n {
			return errEnough
		}
		ids = append(ids, string(key[1:]))
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return ids, err
}

// walk calls fn for id after id, as long as there is room; fn takes of it what it needs beside. fn
// reports false of an id with which it did not come to an end: the next walk begins with it.
func (v *visit) walk(room *int, fn func(id string) (done bool, err error)) error {
	if v.next == nil || *room <= 0 {
		return nil
	}
	n := *room
	ids, err := v.ids(n)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if *room <= 0 {
			v.next = key(nil, v.space, id)
			return nil
		}
		done, err := fn(id)
		if err != nil {
			return err
		}
		if *room--; !done {
			v.next = key(nil, v.space, id)
			return nil
		}
	}
	if v.next = nil; len(ids) == n {
		v.next = append(key(nil, v.space, ids[n-1]), 0) // the least key behind the last one
	}
	return nil
}

// waiting are entities that wait to be sent: keys of a space of the state, and nothing in memory.
// They are visited when they are due.
type waiting struct {
	visit
	some      bool // there may be entries
	due       bool // a visit is to begin
	dueBefore bool // see mark
	key       []byte
}

func newWaiting(s State, space byte) waiting {
	return waiting{visit: visit{state: s, space: space}}
}

func (w *waiting) add(id string) { w.put(id, nil) }

func (w *waiting) put(id string, value []byte) {
	w.some = true
	w.key = key(w.key, w.space, id)
	w.state.Put(w.key, value)
}

// get returns the value of an entity, and whether it waits.
func (w *waiting) get(id string) (value []byte, there bool, err error) {
	if !w.some && !w.underWay() {
		return nil, false, nil
	}
	w.key = key(w.key, w.space, id)
	return w.state.Get(w.key)
}

// remove takes an entity out that may wait.
func (w *waiting) remove(id string) error {
	_, there, err := w.get(id)
	if there {
		w.state.Delete(w.key)
	}
	return err
}

// mark begins the end of a cycle; due says that all entities are to be visited.
func (w *waiting) mark(due bool) {
	w.due = w.due || due
	w.dueBefore = w.due
	w.visit.mark()
}

// back begins over a state, or goes on from where the latest cycle ended after an abort.
func (w *waiting) back() error {
	w.due = w.dueBefore
	w.visit.back()
	all := visit{state: w.state, space: w.space}
	all.begin()
	first, err := all.ids(1)
	w.some = len(first) > 0
	return err
}

// goOn has what was left over be visited in the next cycles, whether this one commits or aborts.
func (w *waiting) goOn() { w.due, w.dueBefore = true, true }

// stop leaves what was not visited to another visit.
func (w *waiting) stop() {
	w.due, w.some = false, w.some || w.underWay()
	w.visit.stop()
}

// more says that a visit has not come to its end.
func (w *waiting) more() bool { return w.due && w.some || w.underWay() }

// send visits the entities that are due, and removes each with which fn came to an end (see walk).
func (w *waiting) send(room *int, fn func(id string) (done bool, err error)) error {
	w.due = w.due && w.some // what is added later is not due
	for *room > 0 && w.more() {
		if !w.underWay() {
			w.due, w.some = false, false
			w.begin()
		}
		err := w.walk(room, func(id string) (bool, error) {
			done, err := fn(id)
			if done {
				w.key = key(w.key, w.space, id)
				w.state.Delete(w.key)
			}
			return done, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
