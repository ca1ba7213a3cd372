package state

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// migration puts into b what makes a database of one format one of the next. The batch is
// atomic, so it holds all that the change needs. Values have formats of their own, which the
// stages read, and are not rewritten here.
type migration func(db *pebble.DB, b *pebble.Batch) error

// migrations lead from format to format, the first from 1 to 2. The format is that of the
// layout: key spaces, meta keys and their widths. None is ever taken off the list, and
// testdata has a store of every format.
var migrations []migration

// formatOf is the format that a program with these migrations writes.
func formatOf(m []migration) int { return 1 + len(m) }

// readFormat reads the format of a database. It refuses a newer one than is known.
func readFormat(db *pebble.DB, known int) (format int, err error) {
	it, err := db.NewIter(&pebble.IterOptions{UpperBound: []byte{endSpace}})
	if err != nil {
		return 0, fmt.Errorf("read format version: %w", err)
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	// The format's key is the least of all.
	if !it.First() && it.Error() != nil {
		return 0, fmt.Errorf("read format version: %w", it.Error())
	}
	if !it.Valid() || string(it.Key()) != string(formatKey) {
		return 0, errors.New("there is no format version: this is not a store of coldchain; " +
			"move the folder away, and the store is rebuilt from the log")
	}
	v, err := it.ValueAndErr()
	if err != nil {
		return 0, fmt.Errorf("read format version: %w", err)
	}
	if len(v) != 1 || v[0] == 0 {
		return 0, fmt.Errorf("format version reads %x, want one byte: the store is damaged; "+
			"remove its folder, and it is rebuilt from the log", v)
	}
	if format = int(v[0]); format > known {
		return 0, fmt.Errorf("the store has format %d, this program knows up to %d: "+
			"run the newer program, or remove the folder, and the store is rebuilt from the log",
			format, known)
	}
	return format, nil
}

// migrate brings a database to the format of the program, each step durably and whole: a
// crash leaves it in one format or the next.
func (p *Pool) migrate(db *pebble.DB, l *listener) error {
	format, err := readFormat(db, formatOf(p.migrations))
	if err != nil {
		return err
	}
	for ; format < formatOf(p.migrations); format++ {
		l.log.Info("the store is brought to a newer format", "from", format, "to", format+1)
		b := db.NewBatch()
		err := p.migrations[format-1](db, b)
		if err == nil {
			err = b.Set(formatKey, []byte{byte(format + 1)}, nil)
		}
		if err == nil {
			err = applyDurably(db, b, l.failure)
		}
		if err = errors.Join(err, b.Close()); err != nil {
			return fmt.Errorf("migrate the store from format %d to %d: %w", format, format+1, err)
		}
	}
	return nil
}

// applyDurably returns when the batch would survive a crash.
func applyDurably(db *pebble.DB, b *pebble.Batch, f *failure) error {
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
