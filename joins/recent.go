package joins

import (
	"slices"

	"coldchain/joins/internal/wire"
)

// recentShown is how many claims, and how many decisions, a projection shows.
const recentShown = 50

// recent keeps the last entries of a list, and how many there were. Whether an entry was told
// before is not known to it: see orders.first.
type recent[T any] struct {
	last  []T // sorted, at most recentShown
	count int64
}

// add takes an entry that was not told before.
func (l *recent[T]) add(x T, compare func(a, b T) int) {
	l.count++
	i, _ := slices.BinarySearchFunc(l.last, x, func(a, b T) int { // behind its equals
		if compare(a, b) <= 0 {
			return -1
		}
		return 1
	})
	l.last = slices.Insert(l.last, i, x)
	l.last = l.last[max(0, len(l.last)-recentShown):]
}

func (l *recent[T]) append(b []byte, entry func([]byte, *T) []byte) []byte {
	b = wire.AppendUint(b, uint64(len(l.last)))
	for i := range l.last {
		b = entry(b, &l.last[i])
	}
	return wire.AppendInt(b, l.count)
}

func (l *recent[T]) read(r *wire.Reader, entry func(*wire.Reader) T) {
	l.last = l.last[:0]
	for range r.Count() {
		l.last = append(l.last, entry(r))
	}
	l.count = r.Int()
}
