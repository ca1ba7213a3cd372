package state

import (
	"bytes"
	"math"
	"slices"
	"sort"
)

// order has the cells in key order, in two sorted runs, so that one more key among a million moves
// few others. New cells wait unsorted until somebody asks: most of them come in thousands before
// that. Readers look at the runs; each dirty cell is in one of them.
type order struct {
	sorted, recent           []uint32
	tail                     []uint32 // the cycle's new cells, the writer's
	spareSorted, spareRecent []uint32 // where the next merge goes
	ranks                    []rank   // for sorting the tail
}

const minRecent = 1024

// settle takes the tail into the runs.
func (m *memory) settle() {
	o := &m.order
	if len(o.tail) == 0 {
		return
	}
	m.sort(o.tail)
	recent := m.merge(o.spareRecent[:0], o.recent, o.tail)
	sorted, spare := o.sorted, o.spareSorted
	o.spareRecent = o.recent
	if limit := 4 * int(math.Sqrt(float64(len(sorted)))); len(recent) > max(minRecent, limit) {
		sorted, spare = m.merge(spare[:0], sorted, recent), sorted
		o.spareRecent, recent = recent, o.recent[:0]
	}
	m.mu.Lock()
	o.sorted, o.recent = sorted, recent
	m.mu.Unlock()
	o.spareSorted, o.tail = spare, o.tail[:0]
}

// merge appends two sorted runs to to, of which the second is the shorter as a rule.
func (m *memory) merge(to, long, short []uint32) []uint32 {
	to = slices.Grow(to, len(long)+len(short))
	for _, i := range short {
		n := m.gallop(long, m.key(i))
		to = append(append(to, long[:n]...), i)
		long = long[n:]
	}
	return append(to, long...)
}

// gallop returns how many cells of a run lie before key, quickly if they are few.
func (m *memory) gallop(run []uint32, key []byte) int {
	reach := 1
	for reach < len(run) && bytes.Compare(m.key(run[reach]), key) < 0 {
		reach *= 2
	}
	from := reach / 2
	return from + m.search(run[from:min(reach+1, len(run))], key)
}

// search returns how many cells of a run lie before key.
func (m *memory) search(run []uint32, key []byte) int {
	return sort.Search(len(run), func(i int) bool {
		return bytes.Compare(m.key(run[i]), key) >= 0
	})
}

func (o *order) bytes() int64 {
	n := cap(o.sorted) + cap(o.recent) + cap(o.tail) + cap(o.spareSorted) + cap(o.spareRecent)
	return int64(4*n + rankBytes*cap(o.ranks))
}

// emptied is o with nothing in it. Lists that were hardly used, n cells, are let go.
func (o *order) emptied(n int) order {
	return order{sorted: emptied(o.sorted, n), recent: emptied(o.recent, n),
		tail: emptied(o.tail, n), spareSorted: emptied(o.spareSorted, n),
		spareRecent: emptied(o.spareRecent, n), ranks: emptied(o.ranks, n)}
}

func emptied[T any](list []T, n int) []T {
	if cap(list) > max(minRecent, 8*n) {
		return nil
	}
	return list[:0]
}
