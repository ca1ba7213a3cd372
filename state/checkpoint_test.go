package state

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// A checkpoint holds what was committed when it was made, does not change afterwards, and opens as
// a store.
func TestCheckpoint(t *testing.T) {
	dir := t.TempDir()
	s := newStore(t, Options{Dir: filepath.Join(dir, "state"), FS: vfs.Default})
	for i := range 2000 {
		s.Put(fmt.Appendf(nil, "%04d", i), count(uint64(i), 200))
	}
	s.Commit(at(2000))
	put(s, "uncommitted", 1)
	copied := filepath.Join(dir, "snapshots", "one")
	check(t, os.MkdirAll(filepath.Dir(copied), 0o755))
	check(t, s.Checkpoint(copied))
	if err := s.Checkpoint(copied); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("a second one in its place: %v", err)
	}
	if got := get(t, s, "uncommitted"); got != 1 {
		t.Error("the cycle in progress was lost")
	}
	s.Rollback()
	for i := range 2000 {
		s.Delete(fmt.Appendf(nil, "%04d", i))
	}
	s.Commit(at(4000))
	check(t, s.Flush())
	check(t, s.db.Compact(t.Context(), []byte{0}, []byte{2}, false))
	left, err := filepath.Glob(filepath.Join(dir, "snapshots", "*"))
	check(t, err)
	if len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if _, err := os.Stat(filepath.Join(copied, lockName)); err == nil {
		t.Error("the copy contains a lock file")
	}

	restored := filepath.Join(dir, "restored")
	check(t, os.CopyFS(filepath.Join(restored, "tasks", "task-0"), os.DirFS(copied)))
	r := newStore(t, Options{Dir: restored, FS: vfs.Default})
	if got := r.Offsets(); !maps.Equal(got, at(2000)) {
		t.Errorf("offsets %v", got)
	}
	n := 0
	check(t, r.ViewScan(nil, nil, func(key, v []byte) error {
		if want := fmt.Sprintf("%04d", n); string(key) != want || number(v, true) != uint64(n) {
			return fmt.Errorf("%s = %d, want %s", key, number(v, true), want)
		}
		n++
		return nil
	}))
	if n != 2000 {
		t.Errorf("%d keys", n)
	}
	if r.Size() < 20000 {
		t.Errorf("size %d", r.Size())
	}
}

// A copy that does not hold what it should is not delivered.
func TestCheckpointIsVerified(t *testing.T) {
	fs := vfs.NewMem()
	s := newStore(t, Options{FS: fs})
	put(s, "a", 1)
	s.Commit(at(1))
	check(t, s.Checkpoint("/good"))
	s.offsets[pos("in", 0)] = 2 // as if the flush had written something else
	err := s.Checkpoint("/bad")
	if err == nil || !strings.Contains(err.Error(), "verify the copy") {
		t.Errorf("error %v", err)
	}
	names, err := fs.List("/")
	check(t, err)
	for _, name := range names {
		if strings.HasPrefix(name, "bad") {
			t.Errorf("left behind: %s", name)
		}
	}
}
