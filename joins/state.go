package joins

import (
	"fmt"
	"slices"
)

// State is what a stage keeps: one key space with one writer. Keys and values are bytes: nothing of
// a cycle that is aborted is left in it, and readers see nothing of a cycle in progress (J2).
type State interface {
	// Get returns the value of key with this cycle's changes; there is false if there is none. The
	// value is valid until the next call of a method of the State, and must not be changed.
	Get(key []byte) (value []byte, there bool, err error)
	// Put copies both. An empty value is a value.
	Put(key, value []byte)
	Delete(key []byte)
	// Scan calls fn for lower <= key < upper in the order of the keys, with this cycle's changes;
	// without an upper bound where that is nil. key and value are valid during the call. fn must
	// not call the State. An error of fn ends the scan and is returned.
	Scan(lower, upper []byte, fn func(key, value []byte) error) error
	// Attach has the state keep a Buffer. There is at most one.
	Attach(b Buffer)
}

// Buffer is memory that a stage keeps itself, of bytes that are to be appended to values of the
// state without reading them.
type Buffer = interface {
	Commit()      // the cycle's changes hold
	Rollback()    // the cycle's changes never were
	Bytes() int64 // the memory that a flush gives back
	// CycleBytes is the memory that the changes of the cycle in progress take until it ends.
	CycleBytes() int64
	// Flush gives what was appended and committed, operand by operand in the order of the keys, and
	// may give a key several times. Then the buffer forgets it. It is never called while a cycle is
	// in progress.
	Flush(append func(key, operand []byte) error) error
}

// View is the committed part of a State, for readers.
type View interface {
	// View returns a copy of the value of key; there is false if there is none.
	View(key []byte) (value []byte, there bool, err error)
	ViewScan(lower, upper []byte, fn func(key, value []byte) error) error
}

// Emit sends a record; key and value are copied. While a stage is being restored it does nothing.
type Emit func(t Topic, key, value []byte)

// Cycle tells a stage what the end of a cycle is good for.
type Cycle struct {
	Exhausted bool // all inputs are at their end
	// CaughtUp says that what lay in the topics at the start of the process went through all
	// stages.
	CaughtUp  bool
	Interval  bool // the progress interval has passed
	Restoring bool // what is emitted goes nowhere
	// Behind says that the task catches up: nobody waits for progress, and what is material may
	// wait until Release (SPECIFICATION 7.8).
	Behind  bool
	Release bool // the hold has passed: what waits must go out
}

// progress says that what only progressed is due.
func (c Cycle) progress() bool { return (c.Exhausted || c.Interval) && !c.Restoring && !c.Behind }

// holds says that what is material waits for a later cycle, so that catching up costs one answer,
// not history.
func (c Cycle) holds() bool { return c.Behind && !c.Release && !c.Restoring }

// room is how much the end of the cycle may do: see endOfCycle. While the task catches up, what comes
// is worth more: the sooner it is there, the fewer answers are sent that do not last.
func (c Cycle) room() int {
	if c.Behind {
		return max(1, endOfCycle/4)
	}
	return endOfCycle
}

// key appends parts to a one-byte key space, with a zero byte behind every part but the last: ids
// are printable, so no id holds one.
func key(b []byte, space byte, parts ...string) []byte {
	b = append(b[:0], space)
	for i, p := range parts {
		if i > 0 {
			b = append(b, 0)
		}
		b = append(b, p...)
	}
	return b
}

// prefixEnd is the least key behind all keys that begin with prefix.
func prefixEnd(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

// onlySpaces reports an error if a state holds a key of a space that the stage does not know: it
// was written by a newer program.
func onlySpaces(stage string, s State, known ...byte) error {
	refuse := func(key, _ []byte) error {
		return fmt.Errorf("%s: key space %q is not known: the state was written by a newer program",
			stage, key[:min(1, len(key))])
	}
	lower := []byte{}
	for _, space := range slices.Sorted(slices.Values(known)) {
		if err := s.Scan(lower, []byte{space}, refuse); err != nil {
			return err
		}
		lower = []byte{space + 1}
	}
	return s.Scan(lower, nil, refuse)
}
