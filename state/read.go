package state

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// disk is how the writer reads Pebble: by iterators that it keeps, since one that is asked for
// ascending keys goes on from where it is. An iterator holds on to the tables and batches that it
// was made over, so it is given up at the end of a cycle and before a flush.
type disk struct {
	point, scan *pebble.Iterator // nil = not made
	lower       []byte
	upper       []byte
}

// pointReads are the options of an iterator that looks for single keys.
var pointReads = pebble.IterOptions{LowerBound: []byte{dataSpace}, UpperBound: []byte{endSpace},
	UseL6Filters: true}

// get reads a key. value is valid until the next call.
func (d *disk) get(db *pebble.DB, key []byte) (value []byte, there bool, err error) {
	if d.point == nil {
		if d.point, err = db.NewIter(&pointReads); err != nil {
			return nil, false, err
		}
	}
	d.lower = appendDataKey(d.lower[:0], key)
	if there = d.point.SeekPrefixGE(d.lower); there {
		value, err = d.point.ValueAndErr()
	} else {
		err = d.point.Error()
	}
	if err != nil {
		d.release() // another may do better
		return nil, false, err
	}
	return value, there, nil
}

// in returns an iterator over [lower, upper) of the database, which the next call may change.
func (d *disk) in(db *pebble.DB, lower, upper []byte) (_ *pebble.Iterator, err error) {
	if d.scan == nil {
		d.scan, err = db.NewIter(&pebble.IterOptions{LowerBound: lower, UpperBound: upper})
		return d.scan, err
	}
	d.scan.SetBounds(lower, upper)
	return d.scan, nil
}

// release gives the iterators up. Their errors have been returned by the reads that met them.
func (d *disk) release() {
	for _, it := range []*pebble.Iterator{d.point, d.scan} {
		if it != nil {
			_ = it.Close()
		}
	}
	d.point, d.scan = nil, nil
}

func (s *Store) readError(key []byte, err error) error {
	return fmt.Errorf("read key %q of task %s: %w", key, s.task, err)
}

// read gets a key from Pebble for a reader, who keeps the database open. value is a copy.
func (s *Store) read(key []byte) (value []byte, there bool, err error) {
	var buf [64]byte
	found, closer, err := s.db.Get(appendDataKey(buf[:0], key))
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, s.readError(key, err)
	}
	value = append([]byte{}, found...)
	if err := closer.Close(); err != nil {
		return nil, false, s.readError(key, err)
	}
	return value, true, nil
}
