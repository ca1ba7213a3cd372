package joins_test

import (
	"slices"

	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/joins/rule"
)

type message struct {
	topic      joins.Topic
	key, value []byte
}

// task is one stage over one partition of its inputs.
type task struct {
	w         *walk
	kind      *joins.Stage
	inputs    []*[]event.Record
	book      *rule.Book // by which it was started
	mem       *joins.Memory
	stage     joins.Processor
	position  []int // next to read, in this cycle
	committed []int
	out       []message
	told      bool // ended a committed cycle with Exhausted since its last record
	held      bool // something may wait: the latest cycle held it back, cut it short or restored it

	snapshot   map[string][]byte // an older state, encoded
	snapshotAt []int
}

func newTask(w *walk, kind *joins.Stage, partition int) *task {
	t := &task{w: w, kind: kind, mem: &joins.Memory{}, snapshot: map[string][]byte{}}
	for _, in := range kind.Inputs {
		if source, ok := in.(event.Topic); ok {
			t.inputs = append(t.inputs, &w.sources[source][partition])
		} else {
			t.inputs = append(t.inputs, &w.internal[in.(joins.Topic)][partition])
		}
	}
	n := len(t.inputs)
	t.position, t.committed, t.snapshotAt = make([]int, n), make([]int, n), make([]int, n)
	t.start()
	return t
}

// start makes the stage over the state.
func (t *task) start() {
	t.book = t.w.book
	var err error
	t.stage, err = t.kind.New(&joins.Settings{Book: t.book, Lead: joins.DefaultLead}, t.mem)
	t.must(err)
}

func (t *task) must(err error) {
	t.w.t.Helper()
	if err != nil {
		t.w.t.Fatalf("task of %s: %v", t.kind.Name, err)
	}
}

func (t *task) emit(topic joins.Topic, key, value []byte) {
	t.out = append(t.out, message{topic, slices.Clone(key), slices.Clone(value)})
}

func (t *task) unread() int {
	n := 0
	for i := range t.inputs {
		n += len(*t.inputs[i]) - t.position[i]
	}
	return n
}

// gather folds up to n records of the inputs, randomly interleaved in runs.
func (t *task) gather(n int) {
	t.told = t.told && n == 0
	for n > 0 && t.unread() > 0 {
		i := t.w.IntN(len(t.inputs))
		run := min(n, 1+t.w.IntN(50), len(*t.inputs[i])-t.position[i])
		for range run {
			t.fold(i, t.emit)
		}
		n -= run
	}
}

func (t *task) fold(i int, emit joins.Emit) {
	r := (*t.inputs[i])[t.position[i]]
	_, err := t.stage.Fold(i, &r, emit)
	t.must(err)
	t.position[i]++
}

func (t *task) endCycle(c joins.Cycle) (more bool) {
	t.w.cycles++
	more, err := t.stage.EndCycle(c, t.emit)
	t.must(err)
	if more {
		t.w.cuts++
	}
	return more
}

func (t *task) commit() {
	t.mem.Commit()
	t.committed = slices.Clone(t.position)
	t.w.deliver(t.out)
	t.out = nil
}

// abort takes the cycle back; its records will be read again.
func (t *task) abort() {
	t.w.aborts++
	t.mem.Rollback()
	t.must(t.stage.Reset())
	t.position, t.out = slices.Clone(t.committed), nil
}

// step is one random cycle.
func (t *task) step() {
	t.gather(t.w.IntN(120))
	c := joins.Cycle{Interval: t.w.interval && t.w.IntN(4) == 0, Exhausted: t.w.exhausted &&
		t.unread() == 0 && t.w.IntN(2) == 0}
	if c.Behind = !c.Exhausted && t.w.IntN(3) == 0; c.Behind {
		c.Release = t.w.IntN(2) == 0
	}
	if t.w.IntN(20) == 0 {
		t.abort() // before the end of the cycle, as when its records were taken away
		return
	}
	more := t.endCycle(c)
	if t.w.IntN(8) == 0 {
		t.abort()
		return
	}
	t.commit()
	t.told, t.held = c.Exhausted && !more, more || c.Behind && !c.Release
	if t.w.IntN(10) == 0 {
		t.snapshot, t.snapshotAt = t.encode(), slices.Clone(t.committed)
	}
}

// encode is the committed state as a disk holds it.
func (t *task) encode() map[string][]byte {
	t.mem.Flush()
	values := map[string][]byte{}
	t.must(t.mem.ViewScan(nil, nil, func(key, value []byte) error {
		values[string(key)] = slices.Clone(value)
		return nil
	}))
	return values
}

// restore loses the task's memory and what lies in its cycle: it begins again from what a disk
// holds, replays what was committed since with outputs off, in another interleaving, each input up
// to where it was committed, and then goes live.
func (t *task) restore(values map[string][]byte, at []int) {
	t.w.restores++
	t.mem = &joins.Memory{}
	for k, b := range values {
		t.mem.Put([]byte(k), b)
	}
	t.mem.Commit()
	t.start()
	t.out, t.told, t.held, t.position = nil, false, true, slices.Clone(at)
	for !slices.Equal(t.position, t.committed) {
		for range 1 + t.w.IntN(200) {
			i := t.w.IntN(len(t.inputs))
			if t.position[i] == t.committed[i] {
				continue
			}
			t.fold(i, func(joins.Topic, []byte, []byte) {})
			t.w.replayed++
		}
		_, err := t.stage.EndCycle(joins.Cycle{Restoring: true}, func(joins.Topic, []byte, []byte) {})
		t.must(err)
		t.mem.Commit()
	}
}

// lose is a random loss of the task: a clean stop, or a crash with a state that lags behind.
func (t *task) lose() {
	if t.w.IntN(2) == 0 {
		t.restore(t.encode(), t.committed)
	} else {
		t.restore(t.snapshot, t.snapshotAt)
	}
}
