package state

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/cockroachdb/pebble/v2"
)

// meta is what a database says about itself.
type meta struct {
	lineage string
	offsets map[Position]int64
}

// readMeta reads the meta keys of a database of the current format.
func readMeta(db *pebble.DB) (m meta, err error) {
	it, err := db.NewIter(&pebble.IterOptions{UpperBound: []byte{endSpace}})
	if err != nil {
		return m, fmt.Errorf("read meta keys: %w", err)
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	m.offsets = map[Position]int64{}
	var v []byte
	if it.SeekGE(lineageKey) && string(it.Key()) == string(lineageKey) {
		if v, err = it.ValueAndErr(); err != nil {
			return m, fmt.Errorf("read lineage: %w", err)
		}
		m.lineage = string(v)
	}
	for ok := it.SeekGE(offsetPrefix); ok && string(it.Key()) < string(offsetEnd); ok = it.Next() {
		if v, err = it.ValueAndErr(); err != nil {
			return m, fmt.Errorf("read offsets: %w", err)
		}
		p, offset, err := parseOffset(it.Key(), v)
		if err != nil {
			return m, fmt.Errorf("read offsets: key %q: %w", it.Key(), err)
		}
		m.offsets[p] = offset
	}
	return m, it.Error()
}

// begin writes format and lineage into an empty database, durably: whatever follows, the store says
// what it is.
func begin(db *pebble.DB, format int, lineage string, f *failure) error {
	b := db.NewBatch()
	defer func() { _ = b.Close() }() // of a batch: frees its memory, never fails
	if err := errors.Join(b.Set(formatKey, []byte{byte(format)}, nil),
		b.Set(lineageKey, []byte(lineage), nil)); err != nil {
		return err
	}
	return applyDurably(db, b, f)
}

// setOffsets gives set all offsets in key order (I2).
func setOffsets(set func(key, value []byte) error, offsets map[Position]int64) error {
	keys := make(map[string]int64, len(offsets))
	for p, offset := range offsets {
		keys[string(appendOffsetKey(nil, p))] = offset
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		value := binary.BigEndian.AppendUint64(nil, uint64(keys[key]))
		if err := set([]byte(key), value); err != nil {
			return fmt.Errorf("write offset %q: %w", key, err)
		}
	}
	return nil
}
