package inbox

import (
	"encoding/binary"
)

// pages is a list that grows without being copied. Its entries have no pointers.
type pages[T any] struct {
	n    int
	list [][]T
}

const pageBits = 12

func (p *pages[T]) at(i uint32) *T { return &p.list[i>>pageBits][i&(1<<pageBits-1)] }

func (p *pages[T]) add(x T) uint32 {
	i := uint32(p.n)
	if i>>pageBits == uint32(len(p.list)) {
		p.list = append(p.list, make([]T, 1<<pageBits))
	}
	p.n++
	*p.at(i) = x
	return i
}

// clear forgets the entries. Half of the memory beyond what they took is kept.
func (p *pages[T]) clear() {
	used := (p.n + 1<<pageBits - 1) >> pageBits
	keep := (used + len(p.list)) / 2
	clear(p.list[keep:])
	p.list, p.n = p.list[:keep], 0
}

// table finds entries by their hashes: open addressing, by numbers plus one.
type table struct {
	slots []uint32
	n     int
}

// find is the entry with a hash for which is holds, none if there is none.
func (t *table) find(hash uint32, is func(i uint32) bool) uint32 {
	if len(t.slots) == 0 {
		return none
	}
	mask := uint32(len(t.slots) - 1)
	for at := hash & mask; t.slots[at] != 0; at = (at + 1) & mask {
		if i := t.slots[at] - 1; is(i) {
			return i
		}
	}
	return none
}

// add adds an entry that is not there.
func (t *table) add(hash, i uint32, hashOf func(i uint32) uint32) {
	if t.n*4 >= len(t.slots)*3 {
		old := t.slots
		t.slots = make([]uint32, max(256, 2*len(old)))
		for _, x := range old {
			if x != 0 {
				t.put(hashOf(x-1), x-1)
			}
		}
	}
	t.put(hash, i)
	t.n++
}

func (t *table) put(hash, i uint32) {
	mask := uint32(len(t.slots) - 1)
	at := hash & mask
	for t.slots[at] != 0 {
		at = (at + 1) & mask
	}
	t.slots[at] = i + 1
}

// texts are short texts behind each other. They are never removed.
type texts struct {
	chunks [][]byte
	shared map[string]uint32 // of the names of sensors, of which there are few
}

const textChunk = 1 << 16

// add keeps a text of less than 64 KiB and says where: the number of its chunk, and its place in
// it.
func (t *texts) add(s []byte) uint32 {
	last := len(t.chunks) - 1
	if last < 0 || len(t.chunks[last])+len(s)+2 > textChunk {
		t.chunks = append(t.chunks, make([]byte, 0, textChunk))
		last++
	}
	c := &t.chunks[last]
	at := uint32(len(*c))
	*c = append(binary.LittleEndian.AppendUint16(*c, uint16(len(s))), s...)
	return uint32(last)<<16 | at
}

// name keeps a text once.
func (t *texts) name(s []byte) uint32 {
	if at, there := t.shared[string(s)]; there {
		return at
	}
	if t.shared == nil {
		t.shared = map[string]uint32{}
	}
	at := t.add(s)
	if len(t.shared) < maxShared {
		t.shared[string(s)] = at
	}
	return at
}

// maxShared is how many texts are known to be there.
const maxShared = 10_000

func (t *texts) at(i uint32) []byte {
	b := t.chunks[i>>16][i&0xffff:]
	n := int(binary.LittleEndian.Uint16(b))
	return b[2 : 2+n : 2+n]
}

// blocks are the memory of chains: blocks of 64 bytes, of which the first four are the number of
// the next one. They are handed out one after the other, and taken back all at once by a flush.
type blocks struct {
	chunks [][]byte
	n      uint32
	begin  uint32 // of this cycle
}

const (
	blockSize = 64
	payload   = blockSize - 4
	chunkBits = 14 // blocks in a chunk
)

// chain is bytes in blocks.
type chain struct {
	head, tail uint32
	size       uint32 // bytes
}

var noChain = chain{none, none, 0}

func (b *blocks) at(i uint32) []byte {
	at := (i & (1<<chunkBits - 1)) * blockSize
	return b.chunks[i>>chunkBits][at : at+blockSize : at+blockSize]
}

func (b *blocks) alloc() uint32 {
	i := b.n
	if i>>chunkBits == uint32(len(b.chunks)) {
		b.chunks = append(b.chunks, make([]byte, blockSize<<chunkBits))
	}
	b.n++
	return i
}

// append appends to a chain. What an aborted cycle wrote behind the end of a chain is written over.
func (b *blocks) append(c *chain, s []byte) {
	for len(s) > 0 {
		at := c.size % payload
		if at == 0 {
			i := b.alloc()
			if c.size == 0 {
				c.head = i
			} else {
				binary.LittleEndian.PutUint32(b.at(c.tail), i)
			}
			c.tail = i
		}
		n := copy(b.at(c.tail)[4+at:], s)
		s = s[n:]
		c.size += uint32(n)
	}
}

// read appends the bytes of a chain to a slice.
func (b *blocks) read(to []byte, c *chain) []byte {
	for i, left := c.head, c.size; left > 0; {
		block, n := b.at(i), min(left, payload)
		to = append(to, block[4:4+n]...)
		i, left = binary.LittleEndian.Uint32(block), left-n
	}
	return to
}

// bytes is the memory that is handed out.
func (b *blocks) bytes() int64 { return int64(b.n) * blockSize }

// reset takes all blocks back. Memory beyond what was in use since the last time is let go of.
func (b *blocks) reset() {
	used := int(b.n+1<<chunkBits-1) >> chunkBits
	keep := max(used, len(b.chunks)/2)
	clear(b.chunks[keep:])
	b.chunks = b.chunks[:keep]
	b.n, b.begin = 0, 0
}
