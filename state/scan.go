package state

import (
	"encoding"
	"fmt"

	"github.com/RaduBerinde/btreemap"
	"github.com/cockroachdb/pebble/v2"
)

// Scan calls fn for every key in [lower, upper) in key order, with the cycle's own changes; nil
// bounds are open. key is valid during the call only; v may be kept, but must be taken as not own
// (see Get). What fn itself puts or deletes does not change the scan: it shows the store as it was
// when it began. An error of fn ends it and is returned.
func (s *Store) Scan(lower, upper []byte, fn func(key []byte, v any) error) error {
	lo, hi, ok := dataBounds(lower, upper)
	if !ok {
		return nil
	}
	if err := s.enter(); err != nil {
		return err
	}
	defer s.readers.Done()
	var over []overlaid
	s.ascend(lower, upper, func(e *entry) {
		if e.touched {
			over = append(over, overlaid{e.key, e.cycle})
		} else if e.dirty {
			over = append(over, overlaid{e.key, e.committed})
		}
	})
	it, err := s.iterate(lo, hi)
	if err != nil {
		return err
	}
	return s.merge(over, it, fn, func(key, value []byte) (encoding.BinaryAppender, error) {
		// A clean entry spares the decoding. If fn has touched it meanwhile, its committed value is
		// still the one to show.
		if e := s.entries[string(key)]; e != nil && e.known && !e.dirty {
			return e.committed, nil
		}
		return s.decode(key, value)
	})
}

// overlaid is a key above the disk layer; v nil = deleted.
type overlaid struct {
	key string
	v   encoding.BinaryAppender
}

// ascend calls fn for the indexed entries in [lower, upper), in key order. Others than the writer
// hold mu.
func (s *Store) ascend(lower, upper []byte, fn func(*entry)) {
	stop := btreemap.Max[string]()
	if upper != nil {
		stop = btreemap.LT(string(upper))
	}
	s.index.AscendFunc(btreemap.GE(string(lower)), stop, func(_ string, e *entry) bool {
		fn(e)
		return true
	})
}

func (s *Store) iterate(lo, hi []byte) (*pebble.Iterator, error) {
	it, err := s.db.NewIter(&pebble.IterOptions{LowerBound: lo, UpperBound: hi})
	if err != nil {
		return nil, fmt.Errorf("scan task %s: %w", s.task, err)
	}
	return it, nil
}

// merge calls fn for what over and it show together, over hiding it key by key. It closes it.
func (s *Store) merge(over []overlaid, it *pebble.Iterator, fn func([]byte, any) error,
	decode func(key, value []byte) (encoding.BinaryAppender, error)) (err error) {
	defer func() {
		// Close repeats the iterator's own error, if it had one.
		if cerr := it.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("scan task %s: %w", s.task, cerr)
		}
	}()
	var buf []byte
	for more := it.First(); more || len(over) > 0; {
		hidden := false
		if len(over) > 0 && (!more || over[0].key <= string(it.Key()[1:])) {
			o := over[0]
			over = over[1:]
			hidden = more && o.key == string(it.Key()[1:])
			if o.v != nil {
				buf = append(buf[:0], o.key...)
				if err := fn(buf, o.v); err != nil {
					return err
				}
			}
			if !hidden {
				continue
			}
		}
		if !hidden {
			key := it.Key()[1:]
			value, err := it.ValueAndErr()
			if err != nil {
				return fmt.Errorf("scan task %s at key %q: %w", s.task, key, err)
			}
			v, err := decode(key, value)
			if err != nil {
				return err
			}
			if err := fn(key, v); err != nil {
				return err
			}
		}
		more = it.Next()
	}
	if err := it.Error(); err != nil {
		return fmt.Errorf("scan task %s: %w", s.task, err)
	}
	return nil
}
