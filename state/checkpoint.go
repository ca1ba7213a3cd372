package state

import (
	"errors"
	"fmt"
	"maps"

	"github.com/cockroachdb/pebble/v2"
)

// Checkpoint makes dir a copy of the committed state, with its offsets, that opens as a store of
// its own. dir must not exist and must be on the file system of the state directory: tables are
// linked, not copied. The writer waits; readers don't.
//
// Everything is in tables before the copy is made: Pebble copies its live log too, which here is
// always empty. The copy is made under another name and gets its own when it has been opened and
// found to hold the offsets.
func (s *Store) Checkpoint(dir string) error {
	if err := s.checkpoint(dir); err != nil {
		return fmt.Errorf("checkpoint of task %s to %s: %w", s.task, dir, err)
	}
	return nil
}

func (s *Store) checkpoint(dir string) error {
	fs := s.pool.fs
	if _, err := fs.Stat(dir); err == nil {
		return errors.New("the directory exists already")
	}
	if err := s.Flush(); err != nil {
		return err
	}
	tmp := dir + ".tmp"
	if err := fs.RemoveAll(tmp); err != nil {
		return err
	}
	if err := s.db.Checkpoint(tmp); err != nil {
		return err
	}
	if err := s.verify(tmp); err != nil {
		return errors.Join(fmt.Errorf("verify the copy: %w", err), fs.RemoveAll(tmp))
	}
	if err := fs.Rename(tmp, dir); err != nil {
		return errors.Join(err, fs.RemoveAll(tmp))
	}
	return syncDir(fs, fs.PathDir(dir))
}

// verify opens a checkpoint as a restore would and compares what it says about itself with this
// store. It reads the first and the last table; that every block is whole is for checksums over the
// files to say.
func (s *Store) verify(dir string) (err error) {
	db, err := pebble.Open(dir, &pebble.Options{
		FS:                 s.pool.fs,
		ReadOnly:           true,
		DisableWAL:         true,
		FormatMajorVersion: pebbleFormat,
		CacheSize:          1 << 20,
		MaxOpenFiles:       64,

		Logger:        newListener(s.log),
		EventListener: &pebble.EventListener{DataCorruption: func(pebble.DataCorruptionInfo) {}},
	})
	if err != nil {
		return err
	}
	defer func() {
		// Pebble locks by a file of this name too; it has no place in a copy.
		err = errors.Join(err, db.Close(), s.pool.fs.Remove(s.pool.fs.PathJoin(dir, lockName)))
	}()
	known := formatOf(s.pool.migrations)
	format, err := readFormat(db, known)
	if err != nil {
		return err
	}
	m, err := readMeta(db)
	if err != nil {
		return err
	}
	if format != known || !maps.Equal(m.offsets, s.offsets) {
		return fmt.Errorf("it has format %d and offsets %v, want %d and %v",
			format, m.offsets, known, s.offsets)
	}
	it, err := db.NewIter(nil)
	if err != nil {
		return err
	}
	it.First()
	it.Last()
	return errors.Join(it.Error(), it.Close())
}
