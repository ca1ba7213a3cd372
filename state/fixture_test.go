package state

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
)

var update = flag.Bool("update", false, "write the fixture of the current format anew")

// Stores written by earlier versions open for ever and hold what they held. A new format version
// gets a fixture beside the old ones, which are never written again.
func TestFixtures(t *testing.T) {
	if *update {
		writeFixture(t)
	}
	for version := 1; version <= formatOf(migrations); version++ {
		dir := t.TempDir()
		check(t, os.CopyFS(filepath.Join(dir, "tasks", "containers-3"), os.DirFS(fixture(version))))
		p := openPool(t, Options{Dir: dir, FS: vfs.Default})
		s, err := p.Open(t.Context(), "containers-3", "a topology")
		check(t, err)
		want := map[Position]int64{
			pos("container-metrics", 3): 1 << 40,
			pos("legs", 3):              7,
			pos("legs", 1<<30):          0,
		}
		if got := s.Offsets(); !maps.Equal(got, want) {
			t.Errorf("version %d: offsets %v, want %v", version, got, want)
		}
		if got, want := listing(t, s.ViewScan, nil, nil), fixtureListing; got != want {
			t.Errorf("version %d: %q, want %q", version, got, want)
		}
		put(s, "b", 4)
		s.Commit(nil)
		check(t, s.Close())
		check(t, p.Close())
	}
}

// A database in a later format of Pebble's is refused and left as it is.
func TestLaterPebbleFormatIsRefused(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "tasks", "containers-3")
	check(t, os.CopyFS(db, os.DirFS(fixture(1))))
	markers, err := filepath.Glob(filepath.Join(db, "marker.format-version.*"))
	check(t, err)
	if len(markers) != 1 {
		t.Fatalf("markers %v", markers)
	}
	check(t, os.Rename(markers[0], filepath.Join(db, "marker.format-version.000009.999")))
	p := openPool(t, Options{Dir: dir, FS: vfs.Default})
	_, err = p.Open(t.Context(), "containers-3", "a topology")
	if err == nil || !strings.Contains(err.Error(), "format major version") ||
		!strings.Contains(err.Error(), db) {
		t.Errorf("error %v", err)
	}
	check(t, p.Close())
}

func fixture(version int) string {
	return filepath.Join("testdata", fmt.Sprintf("store-v%d", version))
}

// fixtureListing is what the fixtures hold.
const fixtureListing = "=1 \x00\xff=2 a=3 c=5 z=6 "

func writeFixture(t *testing.T) {
	dir := t.TempDir()
	p := openPool(t, Options{Dir: dir, FS: vfs.Default})
	s, err := p.Open(t.Context(), "containers-3", "a topology")
	check(t, err)
	put(s, "", 1)
	put(s, "\x00\xff", 2)
	put(s, "a", 2)
	put(s, "b", 4)
	s.Commit(map[Position]int64{pos("container-metrics", 3): 100, pos("legs", 3): 7})
	check(t, s.Flush())
	put(s, "a", 3)
	s.Put([]byte("c"), count(5, 100))
	put(s, "z", 6)
	s.Delete([]byte("b"))
	s.Commit(map[Position]int64{pos("container-metrics", 3): 1 << 40, pos("legs", 1<<30): 0})
	check(t, s.Close())
	check(t, p.Close())
	check(t, os.RemoveAll(fixture(formatOf(migrations))))
	written := os.DirFS(filepath.Join(dir, "tasks", "containers-3"))
	check(t, os.CopyFS(fixture(formatOf(migrations)), written))
}
