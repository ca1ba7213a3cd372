package joins

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"coldchain/joins/event"
	"coldchain/joins/rule"
)

// ring runs all stages, one task each, and counts what they do. It stands for a pipeline that
// commits after every step.
type ring struct {
	t        testing.TB
	settings Settings
	states   []*countedState
	stages   []Processor
	queues   [NumTopics][]event.Record
	offsets  [numSources]int64

	tap         func(to Topic, key, value []byte) // sees what is sent, if it is set
	sent        [NumTopics]int
	largest     [NumTopics]int
	projections map[string][]byte
}

// genesis is when the histories of these tests begin: 2026-03-01T00:00:00Z.
const genesis = int64(1772323200000)

const (
	minute = int64(60_000)
	day    = 24 * 60 * minute
)

func newRing(t testing.TB, book string) *ring {
	t.Helper()
	r := &ring{t: t, settings: Settings{Book: bookOf(t, book), Lead: DefaultLead},
		projections: map[string][]byte{}}
	for i := range Stages {
		r.states = append(r.states, &countedState{})
		r.stages = append(r.stages, nil)
		r.start(i)
	}
	return r
}

func bookOf(t testing.TB, text string) *rule.Book {
	t.Helper()
	book, err := rule.ParseBook([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// stageNamed is the number of a stage.
func stageNamed(name string) int {
	return slices.IndexFunc(Stages, func(s Stage) bool { return s.Name == name })
}

// start makes a stage over what its state holds.
func (r *ring) start(i int) {
	r.t.Helper()
	p, err := Stages[i].New(&r.settings, r.states[i])
	r.must("", err)
	r.stages[i] = p
}

func (r *ring) must(code event.Code, err error) {
	r.t.Helper()
	if code != "" || err != nil {
		r.t.Fatal(code, err)
	}
}

// add folds an event, of which its type and its further fields are given, and says how it was
// refused.
func (r *ring) add(from event.Topic, key string, at int64, fields string) event.Code {
	r.t.Helper()
	id := [numSources]string{"orderID", "voyageID", "containerID"}[from]
	value := fmt.Appendf(nil, `{"%s":%s,"type":%s}`, id, quoted(key), fields)
	return r.fold(from, &event.Record{Offset: r.next(from), Timestamp: at, Key: []byte(key),
		Value: value})
}

func (r *ring) next(from event.Topic) int64 {
	r.offsets[from]++
	return r.offsets[from] - 1
}

func (r *ring) fold(from event.Topic, rec *event.Record) event.Code {
	r.t.Helper()
	for i := range Stages {
		if input := slices.Index(Stages[i].Inputs, Input(from)); input >= 0 {
			code, err := r.stages[i].Fold(input, rec, r.emit)
			r.must("", err)
			return code
		}
	}
	r.t.Fatalf("no stage reads %v", from)
	return ""
}

func (r *ring) emit(to Topic, key, value []byte) {
	if r.tap != nil {
		r.tap(to, key, value)
	}
	r.sent[to]++
	r.largest[to] = max(r.largest[to], len(value))
	switch {
	case to.Internal():
		r.queues[to] = append(r.queues[to], event.Record{Key: bytes.Clone(key),
			Value: bytes.Clone(value)})
	case to == Compliance:
		r.projections[string(key)] = bytes.Clone(value)
	}
}

// turn ends a cycle of every stage, until nothing is on its way any more.
func (r *ring) turn(c Cycle) {
	r.t.Helper()
	for round := 0; ; round++ {
		if round > 20 {
			r.t.Fatal("the stages never come to rest")
		}
		for i := range Stages {
			for input, from := range Stages[i].Inputs {
				topic, internal := from.(Topic)
				if !internal {
					continue
				}
				queue := r.queues[topic]
				r.queues[topic] = nil
				for k := range queue {
					r.must(r.stages[i].Fold(input, &queue[k], r.emit))
				}
			}
			for more := true; more; {
				var err error
				more, err = r.stages[i].EndCycle(c, r.emit)
				r.must("", err)
				r.states[i].Commit()
			}
		}
		if !slices.ContainsFunc(r.queues[:], func(q []event.Record) bool { return len(q) > 0 }) {
			return
		}
	}
}

// operations is how often the states were asked or changed.
func (r *ring) operations() (n int) {
	for _, s := range r.states {
		n += s.operations
	}
	return n
}

// written is how many bytes were put to the states.
func (r *ring) written() (n int) {
	for _, s := range r.states {
		n += s.written
	}
	return n
}

func (r *ring) emitted() (n int) {
	for _, k := range r.sent {
		n += k
	}
	return n
}

// countedState counts its operations; a scan counts as one for each key.
type countedState struct {
	Memory
	operations, written int
}

func (s *countedState) Get(key []byte) ([]byte, bool, error) {
	s.operations++
	return s.Memory.Get(key)
}

func (s *countedState) Put(key, value []byte) {
	s.operations++
	s.written += len(value)
	s.Memory.Put(key, value)
}

func (s *countedState) Delete(key []byte) {
	s.operations++
	s.Memory.Delete(key)
}

func (s *countedState) Scan(lower, upper []byte, fn func(key, value []byte) error) error {
	return s.Memory.Scan(lower, upper, func(key, value []byte) error {
		s.operations++
		return fn(key, value)
	})
}

// dump is all that the states hold, encoded.
func (r *ring) dump() string {
	r.t.Helper()
	var b bytes.Buffer
	for i, s := range r.states {
		r.must("", s.Memory.Scan(nil, nil, func(key, value []byte) error {
			fmt.Fprintf(&b, "%s %q %x\n", Stages[i].Name, key, value)
			return nil
		}))
	}
	return b.String()
}
