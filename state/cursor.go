package state

import "bytes"

// cursor goes over the cells of a memory in key order.
type cursor struct {
	m     *memory
	runs  [2][]uint32
	heads [2][]byte // key of the first of each run; nil = there is none left
	upper []byte
	cycle bool // with the cycle's changes

	change // where it is
}

// over makes c one over the cells in [lower, upper), of which the runs have all; nil bounds are
// open. Others than the writer hold mu as long as they use it.
func (c *cursor) over(m *memory, lower, upper []byte, cycle bool) {
	*c = cursor{m: m, upper: upper, cycle: cycle}
	for i, run := range [2][]uint32{m.order.sorted, m.order.recent} {
		c.runs[i] = run[m.search(run, lower):]
		c.head(i)
	}
}

func (c *cursor) head(i int) {
	c.heads[i] = nil
	if len(c.runs[i]) == 0 {
		return
	}
	if key := c.m.key(c.runs[i][0]); c.upper == nil || bytes.Compare(key, c.upper) < 0 {
		c.heads[i] = key
	}
}

// next goes to the next cell that says something of its key, false if there is none.
func (c *cursor) next() bool {
	for {
		i := 0
		if c.heads[0] == nil || c.heads[1] != nil && bytes.Compare(c.heads[1], c.heads[0]) < 0 {
			i = 1
		}
		if c.heads[i] == nil {
			return false
		}
		at := c.m.cells.at(c.runs[i][0])
		c.key = c.heads[i]
		c.runs[i] = c.runs[i][1:]
		c.head(i)
		switch {
		case c.cycle && at.touched:
			c.value, c.gone = c.m.arena.get(at.cycle), at.gone
			return true
		case at.dirty:
			c.value, c.gone = c.m.arena.get(at.committed), at.deleted
			return true
		}
	}
}

func (c *cursor) at() *change { return &c.change }

// copies are changes of a range at a moment, for a reader who does not hold mu any more.
type copies struct {
	bytes []byte
	spans []copied

	change // where it is
}

type copied struct {
	key, value int // lengths
	gone       bool
}

// take copies what the cursor has.
func (c *copies) take(from *cursor) {
	for from.next() {
		c.bytes = append(append(c.bytes, from.key...), from.value...)
		c.spans = append(c.spans, copied{len(from.key), len(from.value), from.gone})
	}
}

func (c *copies) next() bool {
	if len(c.spans) == 0 {
		return false
	}
	s := c.spans[0]
	c.change = change{c.bytes[:s.key], c.bytes[s.key : s.key+s.value], s.gone}
	c.bytes, c.spans = c.bytes[s.key+s.value:], c.spans[1:]
	return true
}

func (c *copies) at() *change { return &c.change }
