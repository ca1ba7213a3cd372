package state

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// rank is a cell while it is sorted, with the piece of its key that decides: most comparisons are
// of two integers and not of two keys somewhere in memory.
type rank struct {
	piece uint64 // eight bytes of the key, zeroes behind its end
	cell  uint32
	rest  uint32 // bytes that the key has there: 0 to 8, 9 = more
}

const (
	rankBytes = 16
	pieceLen  = 8
	fewRanks  = 12 // so few are sorted by their keys
)

// sort puts cells, all with different keys, into key order.
func (m *memory) sort(cells []uint32) {
	ranks := m.order.ranks[:0]
	for _, i := range cells {
		ranks = append(ranks, rank{cell: i})
	}
	m.order.ranks = ranks
	m.sortFrom(ranks, m.common(ranks))
	for n, r := range ranks {
		cells[n] = r.cell
	}
}

// common is the length of what all keys begin with.
func (m *memory) common(ranks []rank) int {
	first := m.key(ranks[0].cell)
	n := len(first)
	for _, r := range ranks[1:] {
		key := m.key(r.cell)
		n = min(n, len(key))
		for n > 0 && !bytes.Equal(first[:n], key[:n]) {
			n--
		}
	}
	return n
}

// sortFrom sorts by what the keys have from byte depth on; before that they are the same.
func (m *memory) sortFrom(ranks []rank, depth int) {
	if len(ranks) <= fewRanks {
		slices.SortFunc(ranks, func(a, b rank) int {
			return bytes.Compare(m.key(a.cell)[depth:], m.key(b.cell)[depth:])
		})
		return
	}
	for n := range ranks {
		r := &ranks[n]
		rest := m.key(r.cell)[depth:]
		r.rest = uint32(min(len(rest), pieceLen+1))
		if len(rest) >= pieceLen {
			r.piece = binary.BigEndian.Uint64(rest)
			continue
		}
		var piece [pieceLen]byte
		copy(piece[:], rest)
		r.piece = binary.BigEndian.Uint64(piece[:])
	}
	slices.SortFunc(ranks, func(a, b rank) int {
		if c := cmp.Compare(a.piece, b.piece); c != 0 {
			return c
		}
		return cmp.Compare(a.rest, b.rest) // of two such keys the shorter begins the longer
	})
	for len(ranks) > 0 {
		n := 1
		for n < len(ranks) && ranks[n].piece == ranks[0].piece && ranks[n].rest == ranks[0].rest {
			n++
		}
		if n > 1 { // so their keys go on
			m.sortFrom(ranks[:n], depth+pieceLen)
		}
		ranks = ranks[n:]
	}
}
