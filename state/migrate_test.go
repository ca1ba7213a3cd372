package state

import (
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// renameLegs is how a migration is written: a format in which the topic legs is called
// legs-by-container.
func renameLegs(db *pebble.DB, b *pebble.Batch) error {
	m, err := readMeta(db)
	if err != nil {
		return err
	}
	for p := range m.offsets {
		if p.Topic == "legs" {
			if err := b.Delete(appendOffsetKey(nil, p), nil); err != nil {
				return err
			}
			offset := m.offsets[p]
			p.Topic = "legs-by-container"
			set := func(k, v []byte) error { return b.Set(k, v, nil) }
			if err := setOffsets(set, map[Position]int64{p: offset}); err != nil {
				return err
			}
		}
	}
	return nil
}

// A store of an older format is migrated once, and after that an older program refuses it
// and leaves it as it is.
func TestMigration(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "tasks", "containers-3")
	check(t, os.CopyFS(db, os.DirFS(fixture(1))))
	runs := 0
	newer := []migration{func(db *pebble.DB, b *pebble.Batch) error {
		runs++
		return renameLegs(db, b)
	}}
	open := func(steps []migration) (*Pool, *Store, error) {
		p := openPool(t, Options{Dir: dir, FS: vfs.Default})
		p.migrations = steps
		s, err := p.Open(t.Context(), "containers-3", "a topology")
		return p, s, err
	}
	want := map[Position]int64{
		pos("container-metrics", 3):     1 << 40,
		pos("legs-by-container", 3):     7,
		pos("legs-by-container", 1<<30): 0,
	}
	for range 2 {
		p, s, err := open(newer)
		check(t, err)
		if got := s.Offsets(); !maps.Equal(got, want) || runs != 1 {
			t.Errorf("offsets %v after %d migrations", got, runs)
		}
		if got, want := listing(t, s.ViewScan, nil, nil), fixtureListing; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		copied := filepath.Join(t.TempDir(), "copy")
		check(t, s.Checkpoint(copied))
		check(t, s.Close())
		check(t, p.Close())
	}
	p, _, err := open(nil)
	const words = "the store has format 2, this program knows up to 1: run the newer program"
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("an older program: %v", err)
	}
	check(t, p.Close())
	p, s, err := open(newer)
	check(t, err)
	if got := s.Offsets(); !maps.Equal(got, want) {
		t.Errorf("offsets %v after an older program", got)
	}
	check(t, s.Close())
	check(t, p.Close())
	if made, _, err := open(append(newer,
		func(*pebble.DB, *pebble.Batch) error { return errors.New("no room") })); err == nil ||
		!strings.Contains(err.Error(), "migrate the store from format 2 to 3: no room") {
		t.Errorf("a migration that fails: %v", err)
	} else {
		check(t, made.Close())
	}
}

// The power goes before every operation of a migration: the store is of the old format or
// of the new one, whole, and the next program goes on from there.
func TestPowerLossDuringMigration(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	fs := vfs.NewCrashableMem()
	p := openPool(t, Options{FS: fs})
	s := openStore(t, p, "task-0")
	put(s, "a", 1)
	s.Commit(map[Position]int64{pos("legs", 0): 9})
	check(t, s.Close())
	check(t, p.Close())

	var moments []*vfs.MemFS
	var mu sync.Mutex
	watch := errorfs.InjectorFunc(func(op errorfs.Op) error {
		if op.Kind.ReadOrWrite() == errorfs.OpIsWrite {
			mu.Lock()
			defer mu.Unlock()
			cfg := vfs.CrashCloneCfg{UnsyncedDataPercent: rng.IntN(101), RNG: rng}
			moments = append(moments, fs.CrashClone(cfg))
		}
		return nil
	})
	migrated := func(fs vfs.FS) (*Pool, *Store) {
		p := openPool(t, Options{FS: fs})
		p.migrations = []migration{renameLegs}
		return p, openStore(t, p, "task-0")
	}
	p, s = migrated(errorfs.Wrap(fs, watch))
	check(t, s.Close())
	check(t, p.Close())
	if len(moments) < 10 {
		t.Fatalf("only %d operations seen", len(moments))
	}
	for i, m := range moments {
		p, s := migrated(m)
		want := map[Position]int64{pos("legs-by-container", 0): 9}
		if got := s.Offsets(); !maps.Equal(got, want) || view(t, s, "a") != 1 {
			t.Errorf("operation %d: offsets %v", i, got)
		}
		check(t, s.Abandon())
		check(t, p.Close())
	}
}
