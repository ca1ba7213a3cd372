package state

import (
	"encoding"

	"coldchain/internal/position"
)

// Codec turns what disk holds into objects. Encoding is the object's own business
// ([encoding.BinaryAppender]). Decode is called by the writer and by readers at the same time.
type Codec interface {
	// Decode returns the object that value, written under key, stands for. Both are only valid
	// during the call.
	Decode(key, value []byte) (encoding.BinaryAppender, error)
}

// sizer is what a value may have beside AppendBinary: the bytes it takes in memory. Called once per
// Commit for a value changed in the cycle, so it should not walk the value.
type sizer interface{ Size() int }

// Position is an input partition of a task.
type Position = position.Position
