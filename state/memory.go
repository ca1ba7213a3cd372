package state

import (
	"bytes"
	"hash/maphash"
	"sync"
)

// memory is the cycle layer and the dirty layer of a store: bytes in an arena, found by hash and
// kept in key order by numbers. Nothing in it points at a key. Methods belong to the writer where
// they do not say otherwise; they lock mu themselves where readers look (S2).
type memory struct {
	mu    *sync.RWMutex // the store's
	seed  maphash.Seed
	arena arena
	cells cells
	table table
	order order

	// The rest is the writer's.
	touched []uint32 // what the cycle has changed
	cycle   int64    // bytes of keys and values that the cycle has put
	dirty   int      // cells
}

func newMemory(mu *sync.RWMutex, p *Pool) memory {
	return memory{mu: mu, seed: maphash.MakeSeed(), arena: newArena(mu, p.bytes),
		cells: cells{pool: p.cells}}
}

// bytes is what is allocated.
func (m *memory) bytes() int64 {
	return m.arena.bytes + m.cells.bytes() + m.order.bytes() + int64(8*len(m.table)) +
		int64(4*cap(m.touched))
}

func (m *memory) hash(key []byte) uint32 { return uint32(maphash.Bytes(m.seed, key)) }

func (m *memory) key(cell uint32) []byte { return m.arena.get(m.cells.at(cell).key) }

// find returns the cell of key, nil if it has none. Readers call it too, under mu.
func (m *memory) find(key []byte) *cell {
	if _, i, found := m.lookup(m.hash(key), key); found {
		return m.cells.at(i)
	}
	return nil
}

// lookup returns the number of key's cell or, if it has none, the slot where it belongs.
func (m *memory) lookup(hash uint32, key []byte) (slot int, cell uint32, found bool) {
	if len(m.table) == 0 {
		return 0, 0, false
	}
	for slot = m.table.slot(hash); m.table[slot] != 0; slot = m.table.next(slot) {
		h, i := unpackSlot(m.table[slot])
		if h == hash && bytes.Equal(m.key(i), key) {
			return slot, i, true
		}
	}
	return slot, 0, false
}

// insert makes a cell for a key that has none.
func (m *memory) insert(hash uint32, key []byte, slot int) uint32 {
	if m.table.full(m.cells.count + 1) {
		bigger := m.table.grown()
		m.mu.Lock()
		m.table = bigger
		m.mu.Unlock()
		slot, _, _ = m.lookup(hash, key)
	}
	at := m.arena.put(span{}, key, 0)
	m.mu.Lock()
	i := m.cells.add(cell{key: at})
	m.table[slot] = packSlot(hash, i)
	m.mu.Unlock()
	m.order.tail = append(m.order.tail, i)
	return i
}

// touch returns the cell of key as one that the cycle changes.
func (m *memory) touch(key []byte) *cell {
	hash := m.hash(key)
	slot, i, found := m.lookup(hash, key)
	if !found {
		i = m.insert(hash, key, slot)
	}
	c := m.cells.at(i)
	if !c.touched {
		c.touched = true
		m.touched = append(m.touched, i)
	}
	return c
}

func (m *memory) put(key, value []byte) {
	c := m.touch(key)
	c.gone = false
	room := 0
	if c.committed.room > 0 || c.cycle.room > 0 { // it has changed before
		room = slack(len(value))
	}
	c.cycle = m.arena.put(c.cycle, value, room)
	m.cycle += int64(len(key) + len(value))
}

func (m *memory) delete(key []byte) {
	c := m.touch(key)
	c.gone, c.cycle.length = true, 0
	m.cycle += int64(len(key))
}

// commit makes the cycle's changes dirty. The caller holds mu. What was committed before becomes
// the room for the value of the next cycle.
func (m *memory) commit() {
	for _, i := range m.touched {
		c := m.cells.at(i)
		if !c.dirty {
			m.dirty++
		}
		c.committed, c.cycle = c.cycle, c.committed
		c.cycle.length = 0
		c.dirty, c.deleted = true, c.gone
		c.touched, c.gone = false, false
	}
	m.endCycle()
}

// rollback forgets the cycle's changes. A cell that is not dirty stays, without a meaning, until
// the next reset.
func (m *memory) rollback() {
	for _, i := range m.touched {
		c := m.cells.at(i)
		c.touched, c.gone, c.cycle.length = false, false, 0
	}
	m.endCycle()
}

func (m *memory) endCycle() { m.touched, m.cycle = m.touched[:0], 0 }

// reset forgets everything but the cycle's changes. Blocks go back to the pool.
func (m *memory) reset() {
	cycle, copied := m.cycle, m.copyCycle()
	old := *m
	m.mu.Lock()
	m.arena, m.cells = newArena(m.mu, old.arena.pool), cells{pool: old.cells.pool}
	m.table, m.order = nil, order{}
	m.mu.Unlock()
	old.arena.release()
	old.cells.release()
	empty, o := old.table.emptied(old.cells.count), old.order.emptied(old.cells.count)
	m.mu.Lock()
	m.table, m.order = empty, o
	m.mu.Unlock()
	m.touched, m.dirty = emptied(old.touched, old.cells.count), 0
	for _, c := range copied {
		if c.gone {
			m.delete(c.key)
		} else {
			m.put(c.key, c.value)
		}
	}
	m.cycle = cycle
}

// change is a copy of what the cycle or a commit made of a key.
type change struct {
	key, value []byte
	gone       bool
}

func (m *memory) copyCycle() []change {
	var copied []change
	for _, i := range m.touched {
		c := m.cells.at(i)
		copied = append(copied, change{bytes.Clone(m.arena.get(c.key)),
			bytes.Clone(m.arena.get(c.cycle)), c.gone})
	}
	return copied
}
