package state

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// The power goes before every single operation on the file system in turn, from the first of the
// pool on: whatever of the unsynced is left, the store opens, holds what the records below its
// offset make of it, and is not behind what was durable.
func TestPowerLossAtEveryOperation(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for _, kept := range []int{0, 50, 100} {
		type moment struct {
			fs      *vfs.MemFS
			op      string
			durable int64
		}
		var moments []moment
		var durable int64
		fs := vfs.NewCrashableMem()
		var mu sync.Mutex // Pebble writes from several goroutines
		watch := errorfs.InjectorFunc(func(op errorfs.Op) error {
			if op.Kind.ReadOrWrite() == errorfs.OpIsWrite {
				mu.Lock()
				defer mu.Unlock()
				clone := fs.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: kept, RNG: rng})
				moments = append(moments, moment{clone, fmt.Sprint(op.Kind, " ", op.Path), durable})
			}
			return nil
		})
		p := openPool(t, Options{FS: errorfs.Wrap(fs, watch)})
		s := openStore(t, p, "task-0")
		var offset int64
		for range 4 {
			var err error
			offset, err = tally(s, offset, 300)
			check(t, err)
			check(t, s.Flush())
			mu.Lock()
			durable = offset
			mu.Unlock()
		}
		check(t, s.Close())
		check(t, p.Close())
		if len(moments) < 50 {
			t.Fatalf("only %d operations seen", len(moments))
		}
		for i, m := range moments {
			p, err := OpenPool(Options{Dir: "/state", FS: m.fs})
			check(t, err)
			s, err := p.Open(t.Context(), "task-0", "lineage")
			if err != nil {
				t.Fatalf("%d%% kept, operation %d (%s): %v", kept, i, m.op, err)
			}
			if got, err := checkTally(s); err != nil || got < m.durable {
				t.Errorf("%d%% kept, operation %d (%s): store at %d, durable %d: %v", kept, i, m.op,
					got, m.durable, err)
			}
			check(t, s.Abandon())
			check(t, p.Close())
		}
		t.Logf("%d%% kept: %d moments", kept, len(moments))
	}
}
