package state

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// A machine that loses power keeps what was synced and some of the rest: the store is whole all the
// same.
func TestPowerLoss(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	fs := vfs.NewCrashableMem()
	for range 15 {
		p := openPool(t, Options{FS: fs})
		s := openStore(t, p, "task-0")
		offset, err := checkTally(s)
		check(t, err)
		durable := offset
		for range rng.IntN(6) {
			for range 1 + rng.IntN(5) {
				offset, err = tally(s, offset, 100)
				check(t, err)
			}
			if rng.IntN(3) > 0 {
				check(t, s.Flush())
				durable = offset
			}
		}
		crashed := fs.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: rng.IntN(101), RNG: rng})
		check(t, s.Abandon())
		check(t, p.Close())
		fs = crashed

		p = openPool(t, Options{FS: fs})
		s = openStore(t, p, "task-0")
		got, err := checkTally(s)
		check(t, err)
		if got != durable {
			t.Errorf("store at %d after the crash, want %d", got, durable)
		}
		check(t, s.Abandon())
		check(t, p.Close())
		fs = fs.CrashClone(vfs.CrashCloneCfg{}) // and again, in the middle of recovery
	}
}

// With a disk that takes no more tables, the writer gets the error at the next flush and cannot be
// kept waiting; opened again on a good disk, the store is as of an earlier flush.
func TestFailingDisk(t *testing.T) {
	writes := errorfs.And(errorfs.PathMatch("/state/aside/*"), errorfs.Writes)
	failing := &errorfs.Toggle{Injector: errorfs.ErrInjected.If(writes)}
	p := openPool(t, Options{FS: errorfs.Wrap(vfs.NewMem(), failing)})
	s := openStore(t, p, "task-0")
	offset, err := tally(s, 0, 500)
	check(t, err)
	check(t, s.Flush())
	failing.On()
	for err = nil; err == nil; err = s.Flush() {
		offset, err = tally(s, offset, 500)
		check(t, err)
	}
	if !s.FlushDue(time.Now()) {
		t.Error("a failed store must be due, so that its writer hears of it")
	}
	injected(t, err, "flush store of task task-0")
	injected(t, s.Flush(), "flush store of task task-0")
	injected(t, s.Checkpoint("/copy"), "checkpoint of task task-0 to /copy")
	if _, err := checkTally(s); err != nil {
		t.Errorf("readers: %v", err)
	}
	injected(t, s.Close(), "flush store of task task-0")
	failing.Off()
	s = openStore(t, p, "task-0")
	if got, err := checkTally(s); err != nil || got != 500 {
		t.Errorf("opened again: at %d, %v", got, err)
	}
	check(t, s.Close())
	check(t, p.Close())
}

func injected(t *testing.T, err error, context string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), "injected error") ||
		!strings.Contains(err.Error(), context) {
		t.Errorf("error %v, want the injected one and %q", err, context)
	}
}

// A disk that fails to read fails the read, in a scan too, and says which task; the store goes on.
func TestUnreadableDisk(t *testing.T) {
	tables := errorfs.PathMatch("/state/tasks/*/*.sst")
	failing := &errorfs.Toggle{Injector: errorfs.ErrInjected.If(errorfs.And(tables, errorfs.Reads))}
	p := openPool(t, Options{FS: errorfs.Wrap(vfs.NewMem(), failing), CacheBytes: 1})
	s := openStore(t, p, "task-0")
	_, err := tally(s, 0, 500)
	check(t, err)
	check(t, s.Close())
	s = openStore(t, p, "task-0")
	failing.On()
	_, _, gerr := s.Get([]byte("key-07"))
	_, _, verr := s.View([]byte("key-07"))
	fn := func(_, _ []byte) error { return nil }
	for _, err := range []error{gerr, verr, s.Scan(nil, nil, fn), s.ViewScan(nil, nil, fn)} {
		injected(t, err, "task-0")
	}
	failing.Off()
	_, err = checkTally(s)
	check(t, err)
	check(t, s.Abandon())
	check(t, p.Close())
}
