package state

import (
	"bytes"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// Scan calls fn for every key in [lower, upper) in key order, with the cycle's own changes; nil
// bounds are open. key and value are valid during the call; fn must not call the store. An error of
// fn ends the scan and is returned.
func (s *Store) Scan(lower, upper []byte, fn func(key, value []byte) error) error {
	lo, hi, ok := dataBounds(s.disk.lower[:0], s.disk.upper[:0], lower, upper)
	s.disk.lower, s.disk.upper = lo, hi
	if !ok {
		return nil
	}
	if s.closed {
		return s.errClosed()
	}
	it, err := s.disk.in(s.db, lo, hi)
	if err != nil {
		return s.scanError(err)
	}
	s.memory.settle()
	s.cursor.over(&s.memory, lower, upper, true)
	err = s.merge(&s.cursor, it, fn)
	s.cursor = cursor{}
	if it.Error() != nil {
		s.disk.release() // another may do better
	}
	return err
}

// layer is what lies above disk, change by change in key order.
type layer interface {
	next() bool
	at() *change
}

// merge calls fn for what over and it show together, over hiding it key by key.
func (s *Store) merge(over layer, it *pebble.Iterator, fn func(key, value []byte) error) error {
	below, above := it.First(), over.next()
	for below || above {
		order := -1 // where over is, seen from it
		if !above {
			order = 1
		} else if below {
			order = bytes.Compare(over.at().key, it.Key()[1:])
		}
		if order <= 0 {
			if c := over.at(); !c.gone {
				if err := fn(c.key, c.value); err != nil {
					return err
				}
			}
			above = over.next()
		} else {
			value, err := it.ValueAndErr()
			if err != nil {
				return s.scanError(fmt.Errorf("at key %q: %w", it.Key()[1:], err))
			}
			if err := fn(it.Key()[1:], value); err != nil {
				return err
			}
		}
		if order >= 0 {
			below = it.Next()
		}
	}
	if err := it.Error(); err != nil {
		return s.scanError(err)
	}
	return nil
}

func (s *Store) scanError(err error) error { return fmt.Errorf("scan task %s: %w", s.task, err) }
