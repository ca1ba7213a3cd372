package joins

import (
	"maps"
	"slices"
)

// Memory is a State without a disk: for judging files, and for tests. The zero Memory is empty. Its
// keys are a skip list, so that a scan costs what it visits.
type Memory struct {
	values map[string]*memoryEntry
	head   [memoryLevels]*memoryEntry
	random uint64
	undo   map[string]memoryValue // as it was before this cycle
	buffer Buffer
}

// memoryLevels is enough for a skip list of 4^12 keys, of which every fourth goes up a level.
const memoryLevels = 12

// memoryEntry is a key with its value. next are the keys behind it, on each level that it is in.
type memoryEntry struct {
	key   string
	value []byte
	next  []*memoryEntry
}

type memoryValue struct {
	value []byte
	there bool
}

// Get implements State.
func (m *Memory) Get(key []byte) ([]byte, bool, error) {
	e := m.values[string(key)]
	if e == nil {
		return nil, false, nil
	}
	return e.value, true, nil
}

// View returns a copy of what Get returns, for readers.
func (m *Memory) View(key []byte) ([]byte, bool, error) {
	v, there, err := m.Get(key)
	return slices.Clone(v), there, err
}

// Attach implements State.
func (m *Memory) Attach(b Buffer) { m.buffer = b }

// Put implements State.
func (m *Memory) Put(key, value []byte) {
	m.remember(key)
	m.put(string(key), append(make([]byte, 0, len(value)), value...))
}

// Delete implements State.
func (m *Memory) Delete(key []byte) {
	m.remember(key)
	m.delete(string(key))
}

// remember notes the value that a key had before this cycle.
func (m *Memory) remember(key []byte) {
	if _, changed := m.undo[string(key)]; changed {
		return
	}
	if m.undo == nil {
		m.undo = map[string]memoryValue{}
	}
	v, there, _ := m.Get(key)
	m.undo[string(key)] = memoryValue{v, there}
}

func (m *Memory) put(key string, value []byte) {
	if e := m.values[key]; e != nil {
		e.value = value
		return
	}
	if m.values == nil {
		m.values = map[string]*memoryEntry{}
	}
	level := 1
	m.random = m.random*6364136223846793005 + 1442695040888963407 // Knuth's
	for bits := m.random >> 32; level < memoryLevels && bits%4 == 0; bits /= 4 {
		level++
	}
	e := &memoryEntry{key, value, make([]*memoryEntry, level)}
	m.values[key] = e
	for i, at := range m.before(key)[:level] {
		e.next[i], *at = *at, e
	}
}

func (m *Memory) delete(key string) {
	e := m.values[key]
	if e == nil {
		return
	}
	delete(m.values, key)
	for i, at := range m.before(key)[:len(e.next)] {
		*at = e.next[i]
	}
}

// before are the places, one on each level, that point to the first key that is not less.
func (m *Memory) before(key string) []**memoryEntry {
	var places [memoryLevels]**memoryEntry
	next := m.head[:]
	for i := memoryLevels - 1; i >= 0; i-- {
		for next[i] != nil && next[i].key < key {
			next = next[i].next
		}
		places[i] = &next[i]
	}
	return places[:]
}

// Commit ends a cycle: what it changed holds.
func (m *Memory) Commit() {
	clear(m.undo)
	if m.buffer != nil {
		if m.buffer.Commit(); m.buffer.Bytes() > maxBuffered {
			m.Flush()
		}
	}
}

// maxBuffered is how large a buffer may grow, in bytes.
const maxBuffered = 64 << 20

// Flush appends what the buffer holds to the values, as a store does when it writes them. There
// must be no cycle in progress.
func (m *Memory) Flush() {
	if m.buffer == nil {
		return
	}
	_ = m.buffer.Flush(func(key, operand []byte) error { // nothing fails in memory
		var value []byte
		if e := m.values[string(key)]; e != nil {
			value = e.value
		}
		m.put(string(key), slices.Concat(value, operand))
		return nil
	})
}

// Rollback ends a cycle: what it changed is as it was.
func (m *Memory) Rollback() {
	for _, k := range slices.Sorted(maps.Keys(m.undo)) {
		if v := m.undo[k]; v.there {
			m.put(k, v.value)
		} else {
			m.delete(k)
		}
	}
	clear(m.undo)
	if m.buffer != nil {
		m.buffer.Rollback()
	}
}

// Scan implements State.
func (m *Memory) Scan(lower, upper []byte, fn func(key, value []byte) error) error {
	e := *m.before(string(lower))[0]
	for ; e != nil && (upper == nil || e.key < string(upper)); e = e.next[0] {
		if err := fn([]byte(e.key), e.value); err != nil {
			return err
		}
	}
	return nil
}

// ViewScan scans like Scan, for readers.
func (m *Memory) ViewScan(lower, upper []byte, fn func(key, value []byte) error) error {
	return m.Scan(lower, upper, fn)
}
