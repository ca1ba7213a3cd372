package joins

import "encoding"

// State is what a stage keeps: one key space with one writer. A value that was handed to Put in
// this cycle may be changed in place until the cycle ends. A committed one must be cloned first,
// because an aborted cycle leaves no trace and readers may hold the value.
type State interface {
	// Get returns the value of key with this cycle's changes, nil if there is none. own says that
	// it was Put in this cycle.
	Get(key []byte) (v any, own bool, err error)
	Put(key []byte, v encoding.BinaryAppender)
	Delete(key []byte)
	// Scan calls fn for lower <= key < upper in the order of the keys, with this cycle's changes.
	Scan(lower, upper []byte, fn func(key []byte, v any) error) error
}

// View is the committed part of a State, for readers.
type View interface {
	View(key []byte) (any, error)
	ViewScan(lower, upper []byte, fn func(key []byte, v any) error) error
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

// settles says that what is pending is due: progress is, or, after a restore, what the lost run may
// have held.
func (c Cycle) settles(restored *bool) bool {
	was := *restored
	*restored = c.Restoring || was && c.holds()
	return c.progress() || was && !c.Restoring && !c.holds()
}

// holds says that what is material waits for a later cycle, so that catching up costs one answer,
// not history.
func (c Cycle) holds() bool { return c.Behind && !c.Release && !c.Restoring }

// raw is a value that is kept as it is encoded.
type raw []byte

func (r raw) AppendBinary(b []byte) ([]byte, error) { return append(b, r...), nil }

// Size is the memory that the value takes.
func (r raw) Size() int { return len(r) + 24 }

// chunk is the value of a sealed chunk of readings.
type chunk []byte

func (c chunk) AppendBinary(b []byte) ([]byte, error) { return append(b, c...), nil }

// Size is the memory that the value takes.
func (c chunk) Size() int { return len(c) + 24 }

// Cold says that the value is hardly read again, once it is on disk.
func (c chunk) Cold() bool { return true }

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
