package state

// cell is a key that is in memory, with its values. It has no pointers, so that Go's collector does
// not look into the blocks that cells lie in. Fields marked r are read by readers (S2).
type cell struct {
	key       span // r
	committed span // r; its value if dirty
	cycle     span // its value if touched; else room for the next one
	dirty     bool // r; committed is not on disk yet
	deleted   bool // r; the key is committed as absent
	touched   bool // the cycle has changed it
	gone      bool // the cycle has deleted it
}

const (
	cellBlock = 256 // cells of a block
	cellBytes = 52
)

// slack is the room to grow that a value of n bytes gets when it did not fit its place.
func slack(n int) int { return n / 4 }

// cells are all cells of a store by number, in the order of their making.
type cells struct {
	pool   *blocks[cell]
	blocks [][]cell // readers look at it
	count  int      // the writer's
}

func (c *cells) at(i uint32) *cell { return &c.blocks[i/cellBlock][i%cellBlock] }

// add returns the number of a new cell. The caller holds the store's mu.
func (c *cells) add(made cell) uint32 {
	if c.count == len(c.blocks)*cellBlock {
		c.blocks = append(c.blocks, c.pool.take())
	}
	i := uint32(c.count)
	c.count++
	*c.at(i) = made
	return i
}

func (c *cells) bytes() int64 { return int64(len(c.blocks)) * cellBlock * cellBytes }

// release gives all blocks back. Nobody looks at the cells any more.
func (c *cells) release() {
	for _, block := range c.blocks {
		c.pool.give(block)
	}
}
