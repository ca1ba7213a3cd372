package state

import "sync"

// blocks are pieces of memory of one size, without pointers, that the stores of a pool take in
// turn: what one has flushed, the next fills.
type blocks[T any] struct {
	length int // elements of a block
	limit  int // so many are kept, those in use included

	mu   sync.Mutex
	used int
	free [][]T
	idle int // so many have been free all the time since the last trim
}

// newBlocks makes a list that keeps at most budget bytes; size is that of an element.
func newBlocks[T any](length, size int, budget int64) *blocks[T] {
	return &blocks[T]{length: length, limit: int(budget / int64(length*size))}
}

// take returns a block, which may hold what was in it before.
func (b *blocks[T]) take() []T {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used++
	last := len(b.free) - 1
	if last < 0 {
		return make([]T, b.length)
	}
	block := b.free[last]
	b.free[last], b.free = nil, b.free[:last]
	b.idle = min(b.idle, last)
	return block
}

// give takes a block back. Over the limit it is left to the collector.
func (b *blocks[T]) give(block []T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used--; b.used+len(b.free) < b.limit {
		b.free = append(b.free, block)
	}
}

// trim lets those go that nobody has needed since the last time, so that a peak does not last.
func (b *blocks[T]) trim() {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := len(b.free) - b.idle
	clear(b.free[kept:])
	b.free, b.idle = b.free[:kept], kept
}
