package state

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// formatVersion is that of the layout: key spaces, meta keys and their widths. What a value looks like is its codec's
// business and has a version there.
const formatVersion = 1

// meta is what a database says about itself.
type meta struct {
	format  int
	lineage string
	offsets map[Position]int64
}

// readMeta reads a database's meta keys. It refuses a newer format.
func readMeta(db *pebble.DB) (m meta, err error) {
	it, err := db.NewIter(&pebble.IterOptions{UpperBound: []byte{endSpace}})
	if err != nil {
		return m, fmt.Errorf("read meta keys: %w", err)
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	m.offsets = map[Position]int64{}
	// The format's key is the least of all, so it is read before anything that depends on it.
	if !it.First() && it.Error() != nil {
		return m, fmt.Errorf("read format version: %w", it.Error())
	}
	if !it.Valid() || string(it.Key()) != string(formatKey) {
		return m, errors.New("there is no format version: this is not a store of coldchain; move the folder away, and the store is rebuilt from the log")
	}
	v, err := it.ValueAndErr()
	if err != nil {
		return m, fmt.Errorf("read format version: %w", err)
	}
	if len(v) != 1 || v[0] == 0 {
		return m, fmt.Errorf("format version reads %x, want one byte: the store is damaged; remove its folder, and it is rebuilt from the log", v)
	}
	m.format = int(v[0])
	if m.format > formatVersion {
		return m, fmt.Errorf("the store has format %d, this program knows up to %d: run the newer program, or remove the folder, and the store is rebuilt from the log",
			m.format, formatVersion)
	}
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

// begin writes format and lineage into an empty database, durably: whatever follows, the store says what it is.
func begin(db *pebble.DB, lineage string, f *failure) error {
	b := db.NewBatch()
	defer func() { _ = b.Close() }() // of a batch: frees its memory, never fails
	if err := errors.Join(b.Set(formatKey, []byte{formatVersion}, nil), b.Set(lineageKey, []byte(lineage), nil)); err != nil {
		return err
	}
	if err := db.Apply(b, pebble.NoSync); err != nil {
		return err
	}
	done, err := db.AsyncFlush()
	if err != nil {
		return err
	}
	select {
	case <-done:
		return nil
	case <-f.ch:
		return f.err
	}
}

// setOffsets puts all offsets into a batch (I2).
func setOffsets(b *pebble.Batch, offsets map[Position]int64) error {
	var key, value []byte
	for p, offset := range offsets {
		key = appendOffsetKey(key[:0], p)
		value = binary.BigEndian.AppendUint64(value[:0], uint64(offset))
		if err := b.Set(key, value, nil); err != nil {
			return fmt.Errorf("write offset of %s/%d: %w", p.Topic, p.Partition, err)
		}
	}
	return nil
}
