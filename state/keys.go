package state

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// The key spaces of a database: a byte before each key.
const (
	metaSpace byte = 0x00
	dataSpace byte = 0x01
	endSpace  byte = 0x02 // nothing is written from here on
)

// Meta keys. An offset's is its prefix, the topic and, in the last four bytes, the partition.
var (
	formatKey    = []byte{metaSpace, 'f'}
	lineageKey   = []byte{metaSpace, 'l'}
	offsetPrefix = []byte{metaSpace, 'o'}
	offsetEnd    = []byte{metaSpace, 'o' + 1}
)

// appendDataKey appends the database's key for a key of the store.
func appendDataKey(b, key []byte) []byte { return append(append(b, dataSpace), key...) }

// dataBounds appends the database's bounds for [lower, upper) to lo and hi; nil is unbounded. ok is
// false if nothing can lie between.
func dataBounds(lo, hi, lower, upper []byte) (_, _ []byte, ok bool) {
	lo = appendDataKey(lo, lower)
	if upper == nil {
		return lo, append(hi, endSpace), true
	}
	hi = appendDataKey(hi, upper)
	return lo, hi, bytes.Compare(lo, hi) < 0
}

func appendOffsetKey(b []byte, p Position) []byte {
	b = append(append(b, offsetPrefix...), p.Topic...)
	return binary.BigEndian.AppendUint32(b, uint32(p.Partition))
}

func parseOffset(key, value []byte) (Position, int64, error) {
	topic := key[len(offsetPrefix):]
	if len(topic) < 4 || len(value) != 8 {
		return Position{}, 0, errors.New("not an offset: wrong length")
	}
	at := len(topic) - 4
	p := Position{Topic: string(topic[:at]), Partition: int32(binary.BigEndian.Uint32(topic[at:]))}
	return p, int64(binary.BigEndian.Uint64(value)), nil
}
