package joins

import (
	"slices"

	"coldchain/joins/internal/wire"
)

// recentShown is how many claims, and how many decisions, a projection shows.
const recentShown = 50

// recent keeps the last entries of a list in full, and of all others only that they were there: an entry
// that is repeated counts once.
type recent[T any] struct {
	last []T // sorted, at most recentShown
	seen map[digest]struct{}
}

// add takes an entry; text is what makes it the same as another.
func (l *recent[T]) add(x T, text []byte, compare func(a, b T) int) {
	d := digestOf(text)
	if _, repeated := l.seen[d]; repeated {
		return
	}
	if l.seen == nil {
		l.seen = map[digest]struct{}{}
	}
	l.seen[d] = struct{}{}
	i, _ := slices.BinarySearchFunc(l.last, x, func(a, b T) int { // behind its equals
		if compare(a, b) <= 0 {
			return -1
		}
		return 1
	})
	l.last = slices.Insert(l.last, i, x)
	l.last = l.last[max(0, len(l.last)-recentShown):]
}

// clone returns a copy that may be changed.
func (l *recent[T]) clone() recent[T] {
	c := recent[T]{last: slices.Clone(l.last)}
	if len(l.seen) > 0 {
		c.seen = make(map[digest]struct{}, len(l.seen)+1)
		for d := range l.seen {
			c.seen[d] = struct{}{}
		}
	}
	return c
}

func (l *recent[T]) append(b []byte, entry func([]byte, *T) []byte) []byte {
	b = wire.AppendUint(b, uint64(len(l.last)))
	for i := range l.last {
		b = entry(b, &l.last[i])
	}
	keys := make([]digest, 0, len(l.seen))
	for d := range l.seen {
		keys = append(keys, d)
	}
	slices.SortFunc(keys, func(a, b digest) int { return slices.Compare(a[:], b[:]) })
	b = wire.AppendUint(b, uint64(len(keys)))
	for _, d := range keys {
		b = append(b, d[:]...)
	}
	return b
}

func readRecent[T any](r *wire.Reader, entry func(*wire.Reader) T) (l recent[T]) {
	for range r.Count() {
		l.last = append(l.last, entry(r))
	}
	n := r.Count()
	if n > 0 {
		l.seen = map[digest]struct{}{}
	}
	for range n {
		l.seen[readDigest(r)] = struct{}{}
		if r.Err() != nil {
			break
		}
	}
	return l
}
