package pipeline_test

import (
	"errors"
	"strings"
	"testing"

	. "coldchain/pipeline"
	"coldchain/pipeline/examples/bank/ledger"
)

// TestUpgrade: a newer program takes over a running group. The older one ends with words
// that say why, and does not begin again beside the newer one or after it.
func TestUpgrade(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	transfers := w.fill(rng, 0, 300, nil)
	version := func(v int, change func(*Options)) *Engine {
		top, o := ledger.Topology(w.name), w.options()
		top.Version = v
		if change != nil {
			change(&o)
		}
		e, err := New(top, o)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	older := w.start(version(1, nil))
	eventually(t, "the older runs all", func() bool { return caughtUp(bankTasks, older) })
	disk := NewDisk()
	newer := w.start(version(2, func(o *Options) { o.OpenStore = disk.Open }))
	<-older.done
	refused := func(err error) {
		t.Helper()
		var told *NewerGroupError
		if !errors.As(err, &told) || told.Has.Topology != 2 || told.Knows.Topology != 1 ||
			!strings.Contains(err.Error(), "group "+w.name+" belongs to a newer program: ") ||
			!strings.Contains(err.Error(), "topology version 2 (format 1), this program knows up "+
				"to 1 (format 1): run the newer program") {
			t.Errorf("the older ends with %v", err)
		}
	}
	refused(older.err)
	transfers = w.fill(rng, 300, 300, transfers)
	eventually(t, "the newer runs all", func() bool {
		return newer.Summary().Records > 0 && caughtUp(bankTasks, newer)
	})
	refused(version(1, nil).Run(w.ctx()))
	if err := newer.stop(); err != nil {
		t.Fatal(err)
	}
	refused(version(1, nil).Run(w.ctx()))
	w.disk = disk
	if _, err := version(2, nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	w.check(transfers, disk)
}
