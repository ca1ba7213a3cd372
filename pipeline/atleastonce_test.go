package pipeline_test

import (
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"

	. "coldchain/pipeline"
)

// TestAtLeastOnce: where nothing fails, a run without transactions gives what a run with them
// gives; no transaction leaves its mark in a topic, and a second run finds nothing to do.
func TestAtLeastOnce(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	transfers := w.fill(rng, 0, 2000, nil)
	atLeastOnce := func(o *Options) { o.AtLeastOnce, o.MaxCycleRecords = true, 300 }
	sum, err := w.engine(atLeastOnce).RunUntilEnd(w.ctx())
	if err != nil {
		t.Fatal(err)
	}
	w.check(transfers, w.disk)
	want := expect(transfers)
	if records := 2000 + 4*want.transfers; sum.Records != records {
		t.Errorf("summary counts %d records, want %d", sum.Records, records)
	}
	ends, err := w.adm.ListEndOffsets(w.ctx(), w.name+"-moves")
	if err != nil {
		t.Fatal(err)
	}
	offsets := int64(0)
	ends.Each(func(o kadm.ListedOffset) { offsets += o.Offset })
	if offsets != 2*want.transfers {
		t.Errorf("%d moves take %d offsets", 2*want.transfers, offsets)
	}
	again, err := w.engine(atLeastOnce).RunUntilEnd(w.ctx())
	if err != nil || again.Records != 0 {
		t.Errorf("second run: %+v, %v", again, err)
	}
}

// TestAtLeastOnceAfterCrash: a killed worker's stores are restored up to the offsets that it
// committed, and nothing is lost; what it sent last may be there twice.
func TestAtLeastOnceAfterCrash(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	transfers := w.fill(rng, 0, 1000, nil)
	atLeastOnce := func(o *Options) {
		o.AtLeastOnce, o.MaxCycleRecords, o.Instance, o.Threads = true, 50, "worker", 3
	}
	killed := w.start(w.engine(atLeastOnce))
	eventually(t, "some of it is committed", func() bool { return killed.Summary().Records > 300 })
	killed.crash()
	if _, err := w.engine(atLeastOnce).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	want := expect(transfers)
	if seen := w.disk.Sum(func(_ Task, k string) bool {
		return strings.HasPrefix(k, "seen/")
	}); seen != want.transfers {
		t.Errorf("the stores have seen %d transfers, want %d", seen, want.transfers)
	}
	if moves := w.read(w.name + "-moves"); int64(len(moves)) < 2*want.transfers {
		t.Errorf("%d moves, want at least %d", len(moves), 2*want.transfers)
	}
}
