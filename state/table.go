package state

const minTable = 64

// table has the numbers of cells by the hash of their keys: open addressing with linear probing. A
// slot has 32 bits of the hash above the cell's number plus 1; 0 is empty. Nothing is removed but
// all at once.
type table []uint64

// slot is where the search for a hash begins.
func (t table) slot(hash uint32) int { return int(hash) & (len(t) - 1) }

// next is where it goes on.
func (t table) next(slot int) int { return (slot + 1) & (len(t) - 1) }

func packSlot(hash, cell uint32) uint64 { return uint64(hash)<<32 | uint64(cell+1) }

// unpackSlot is the inverse, for a slot that is not empty.
func unpackSlot(slot uint64) (hash, cell uint32) { return uint32(slot >> 32), uint32(slot) - 1 }

// full says that n cells are as many as the table should hold: three quarters.
func (t table) full(n int) bool { return 4*n >= 3*len(t) }

// grown is a table of twice the size with what t holds.
func (t table) grown() table {
	bigger := make(table, max(minTable, 2*len(t)))
	for _, e := range t {
		if e == 0 {
			continue
		}
		hash, _ := unpackSlot(e)
		slot := bigger.slot(hash)
		for bigger[slot] != 0 {
			slot = bigger.next(slot)
		}
		bigger[slot] = e
	}
	return bigger
}

// emptied is t with nothing in it, of half the size if the n cells that it held were few.
func (t table) emptied(n int) table {
	if len(t) > minTable && 8*n < len(t) {
		return make(table, len(t)/2)
	}
	clear(t)
	return t
}
