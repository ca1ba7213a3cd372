package joins

import (
	"bytes"
	"encoding"
	"maps"
	"slices"
)

// Memory is a State without a disk: for judging files, and for tests. The zero Memory is empty.
type Memory struct {
	groups map[string]map[string]memoryEntry // by the first part of the key, up to a zero byte
	undo   map[string]memoryEntry            // as it was before this cycle; nil: not there
	cycle  int
}

type memoryEntry struct {
	v     any
	cycle int
}

func group(key []byte) []byte {
	if i := bytes.IndexByte(key, 0); i >= 0 {
		return key[:i]
	}
	return key
}

// Get implements State.
func (m *Memory) Get(key []byte) (any, bool, error) {
	e := m.groups[string(group(key))][string(key)]
	return e.v, e.v != nil && e.cycle == m.cycle, nil
}

// View returns what Get returns, for readers.
func (m *Memory) View(key []byte) (any, error) {
	v, _, err := m.Get(key)
	return v, err
}

// Put implements State.
func (m *Memory) Put(key []byte, v encoding.BinaryAppender) { m.set(key, memoryEntry{v, m.cycle}) }

// Delete implements State.
func (m *Memory) Delete(key []byte) { m.set(key, memoryEntry{}) }

func (m *Memory) set(key []byte, e memoryEntry) {
	if m.groups == nil {
		m.groups, m.undo = map[string]map[string]memoryEntry{}, map[string]memoryEntry{}
	}
	g := m.groups[string(group(key))]
	if _, changed := m.undo[string(key)]; !changed {
		m.undo[string(key)] = g[string(key)]
	}
	if e.v == nil {
		delete(g, string(key))
		return
	}
	if g == nil {
		g = map[string]memoryEntry{}
		m.groups[string(group(key))] = g
	}
	g[string(key)] = e
}

// Commit ends a cycle: what it changed holds.
func (m *Memory) Commit() {
	clear(m.undo)
	m.cycle++
}

// Rollback ends a cycle: what it changed is as it was.
func (m *Memory) Rollback() {
	for k, e := range maps.Clone(m.undo) {
		m.set([]byte(k), e)
	}
	m.Commit()
}

// Scan implements State.
func (m *Memory) Scan(lower, upper []byte, fn func(key []byte, v any) error) error {
	var keys []string
	collect := func(g map[string]memoryEntry) {
		for k := range g {
			if k >= string(lower) && (upper == nil || k < string(upper)) {
				keys = append(keys, k)
			}
		}
	}
	if first := group(lower); withinGroup(first, lower, upper) {
		collect(m.groups[string(first)])
	} else {
		for _, g := range m.groups {
			collect(g)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		if v, _, _ := m.Get([]byte(k)); v != nil {
			if err := fn([]byte(k), v); err != nil {
				return err
			}
		}
	}
	return nil
}

// withinGroup says that all keys from lower to upper are of the group of lower.
func withinGroup(first, lower, upper []byte) bool {
	n := len(first)
	if n == len(lower) || len(upper) <= n || !bytes.Equal(first, upper[:n]) {
		return false
	}
	return upper[n] == 0 || upper[n] == 1 && len(upper) == n+1
}

// ViewScan scans like Scan, for readers.
func (m *Memory) ViewScan(lower, upper []byte, fn func(key []byte, v any) error) error {
	return m.Scan(lower, upper, fn)
}
