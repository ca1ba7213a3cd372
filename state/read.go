package state

import (
	"encoding"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// read gets a key from Pebble; v is nil if it is absent, n the encoded length. The caller keeps the
// database open.
func (s *Store) read(key []byte) (v encoding.BinaryAppender, n int, err error) {
	var buf [64]byte
	value, closer, err := s.db.Get(appendDataKey(buf[:0], key))
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read key %q of task %s: %w", key, s.task, err)
	}
	v, err = s.decode(key, value)
	if cerr := closer.Close(); err == nil && cerr != nil {
		err = fmt.Errorf("read key %q of task %s: %w", key, s.task, cerr)
	}
	return v, len(value), err
}

func (s *Store) decode(key, value []byte) (encoding.BinaryAppender, error) {
	v, err := s.codec.Decode(key, value)
	if err == nil && v == nil {
		err = errors.New("the codec returned nothing")
	}
	if err != nil {
		return nil, fmt.Errorf("decode key %q of task %s (%d bytes): %w",
			key, s.task, len(value), err)
	}
	return v, nil
}
