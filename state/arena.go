package state

import "sync"

const (
	arenaBlock = 64 << 10
	// maxShared is the longest piece that shares a block with others; a longer one has its own, so
	// that little of a block is left over when the next piece does not fit.
	maxShared = arenaBlock / 4
)

// arena is where the bytes of keys and values lie. Pieces are not freed one by one.
type arena struct {
	mu   *sync.RWMutex // the store's, see S2
	pool *blocks[byte]

	blocks [][]byte // readers look at it
	// The rest is the writer's.
	filling uint32 // the block that pieces are cut from
	at      int    // where the next one begins; behind the end = there is no such block
	bytes   int64  // allocated
}

// span is a piece of an arena: length bytes of the room that was cut.
type span struct{ block, at, length, room uint32 }

func newArena(mu *sync.RWMutex, pool *blocks[byte]) arena {
	return arena{mu: mu, pool: pool, at: arenaBlock + 1}
}

// cut returns a new piece.
func (a *arena) cut(room int) span {
	if room > maxShared {
		return span{block: a.add(room), room: uint32(room)}
	}
	if a.at+room > arenaBlock {
		a.filling, a.at = a.add(arenaBlock), 0
	}
	s := span{block: a.filling, at: uint32(a.at), room: uint32(room)}
	a.at += room
	return s
}

// add adds a block. The pool's are those of its length.
func (a *arena) add(length int) uint32 {
	var block []byte
	if length == arenaBlock {
		block = a.pool.take()
	} else {
		block = make([]byte, length)
	}
	a.mu.Lock()
	a.blocks = append(a.blocks, block)
	a.mu.Unlock()
	a.bytes += int64(length)
	return uint32(len(a.blocks) - 1)
}

// put copies b into s if there is room, else into a new piece, which gets slack for b to grow. It
// returns where b lies.
func (a *arena) put(s span, b []byte, slack int) span {
	if len(b) > int(s.room) {
		s = a.cut(len(b) + slack)
	}
	s.length = uint32(len(b))
	copy(a.get(s), b)
	return s
}

func (a *arena) get(s span) []byte {
	if s.length == 0 {
		return []byte{} // it may never have been cut
	}
	return a.blocks[s.block][s.at : s.at+s.length : s.at+s.length]
}

// release gives all blocks back. Nobody looks at the arena any more.
func (a *arena) release() {
	for _, block := range a.blocks {
		if len(block) == arenaBlock {
			a.pool.give(block)
		}
	}
}
