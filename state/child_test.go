package state

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// child is the test binary as a worker of its own: role is what to do and the state directory,
// apart by a colon.
func child(role string) {
	what, dir, _ := strings.Cut(role, ":")
	var err error
	switch what {
	case "write":
		err = writeForEver(dir)
	case "hold":
		err = hold(dir)
	case "manifest":
		err = loseManifest(dir)
	}
	fmt.Fprintln(os.Stderr, "child:", what, err)
	os.Exit(3)
}

// writeForEver folds a log in which record i adds one to key i mod tallyKeys and appends a byte to
// another key, and flushes as it goes. It starts where the store ends, says how far it was before
// each flush, and ends by being killed.
func writeForEver(dir string) error {
	p, err := OpenPool(Options{Dir: dir})
	if err != nil {
		return err
	}
	s, err := p.Open(context.Background(), "task-0", "lineage")
	if err != nil {
		return err
	}
	for offset := s.Offsets()[pos("in", 0)]; ; {
		for range 10 {
			if offset, err = tally(s, offset, 50); err != nil {
				return err
			}
		}
		if err := s.Flush(); err != nil {
			return err
		}
		fmt.Println(offset)
	}
}

const tallyKeys = 97

// tally folds the next n records in one cycle.
func tally(s *Store, offset int64, n int) (int64, error) {
	if s.buffer == nil {
		s.Attach(&operands{})
	}
	for range n {
		s.buffer.(*operands).append("seen", string(byte(offset%10)+'0'))
		key := fmt.Appendf(nil, "key-%02d", offset%tallyKeys)
		v, there, err := s.Get(key)
		if err != nil {
			return offset, err
		}
		s.Put(key, count(number(v, there)+1, 2000))
		offset++
	}
	s.Commit(map[Position]int64{pos("in", 0): offset})
	return offset, nil
}

// checkTally says whether the store is what the records below its offset make of it (I2), and
// returns the offset.
func checkTally(s *Store) (int64, error) {
	offset := s.Offsets()[pos("in", 0)]
	for i := range int64(tallyKeys) {
		v, there, err := s.View(fmt.Appendf(nil, "key-%02d", i))
		if err != nil {
			return 0, err
		}
		if want := uint64((offset + tallyKeys - 1 - i) / tallyKeys); number(v, there) != want {
			return 0, fmt.Errorf("torn: at offset %d key %d counts %d records, want %d", offset, i,
				number(v, there), want)
		}
	}
	seen, _, err := s.View([]byte("seen"))
	if err != nil {
		return 0, err
	}
	if b, ok := s.buffer.(*operands); ok {
		for _, o := range b.committed {
			seen = append(seen, o.bytes...)
		}
	}
	for i, c := range seen {
		if c != byte(i%10)+'0' {
			return 0, fmt.Errorf("torn: %q was appended at %d", c, i)
		}
	}
	if int64(len(seen)) != offset {
		return 0, fmt.Errorf("torn: at offset %d, %d bytes were appended", offset, len(seen))
	}
	return offset, nil
}

// hold keeps the state directory until it is killed.
func hold(dir string) error {
	if _, err := OpenPool(Options{Dir: dir}); err != nil {
		return err
	}
	fmt.Println("held")
	time.Sleep(time.Minute)
	return nil
}

// loseManifest writes to a disk that fails when the manifest is written: Pebble can't go on.
func loseManifest(dir string) error {
	manifests := errorfs.PathMatch(filepath.Join(dir, "tasks", "*", "MANIFEST-*"))
	fails := errorfs.ErrInjected.If(errorfs.And(manifests, errorfs.Writes))
	failing := &errorfs.Toggle{Injector: fails}
	p, err := OpenPool(Options{Dir: dir, FS: errorfs.Wrap(vfs.Default, failing),
		Logger: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		return err
	}
	s, err := p.Open(context.Background(), "task-0", "lineage")
	if err != nil {
		return err
	}
	failing.On()
	put(s, "a", 1)
	s.Commit(nil)
	return s.Close()
}
