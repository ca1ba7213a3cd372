package state

import (
	"io"

	"github.com/cockroachdb/pebble/v2"
)

// merger concatenates, as Pebble's default of the same name does, which copies all operands for
// each one that it meets: that is quadratic, and a value may have hundreds of them.
var merger = &pebble.Merger{
	Name: pebble.DefaultMerger.Name,
	Merge: func(_, value []byte) (pebble.ValueMerger, error) {
		return &concatenation{bytes: append([]byte{}, value...)}, nil
	},
}

// concatenation is bytes[from:]. There is room on both sides.
type concatenation struct {
	bytes []byte
	from  int
}

// MergeNewer implements pebble.ValueMerger.
func (c *concatenation) MergeNewer(value []byte) error {
	c.bytes = append(c.bytes, value...)
	return nil
}

// MergeOlder implements pebble.ValueMerger.
func (c *concatenation) MergeOlder(value []byte) error {
	if len(value) > c.from {
		held := c.bytes[c.from:]
		from := 2*len(value) + len(held)
		c.bytes = append(make([]byte, from, from+len(held)), held...)
		c.from = from
	}
	c.from -= len(value)
	copy(c.bytes[c.from:], value)
	return nil
}

// Finish implements pebble.ValueMerger.
func (c *concatenation) Finish(bool) ([]byte, io.Closer, error) {
	return c.bytes[c.from:], nil, nil
}
