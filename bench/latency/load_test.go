package latency

import (
	"testing"
	"time"

	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// TestLoad: material readings come at the rate that was asked for, each one that begins an
// excursion is followed by one of its container that ends it, and the first projection that shows a
// change counts.
func TestLoad(t *testing.T) {
	o := Options{Rate: 5_000, Material: 100, For: 20 * time.Second, WarmUp: time.Second,
		Containers: 1_000, Seed: 3}
	l := newLoad(o, fleet.NewFill(fleet.FillOptions{Containers: o.Containers}))
	if l.warmUp != 5_000 || l.measured != 100_000 || l.total != 110_000 {
		t.Errorf("%d and %d of %d readings", l.warmUp, l.measured, l.total)
	}
	begins := 0
	for k := range l.total {
		if l.warm(k) {
			begins++
			if l.warm(k + o.Containers) {
				t.Fatalf("reading %d does not end the excursion of %d", k+o.Containers, k)
			}
		}
	}
	if perSecond := float64(begins) / 22; perSecond < 45 || perSecond > 55 {
		t.Errorf("%v excursions begin a second, not 50", perSecond)
	}
	if n := len(l.awaited); n < 1_800 || n > 2_200 {
		t.Errorf("%d changes are awaited", n)
	}
	before := l.missing()
	for c := range l.awaited {
		var latency measure.Latency
		at := time.UnixMilli(c.at)
		l.shown(c, at.Add(150*time.Millisecond), &latency)
		l.shown(c, at.Add(900*time.Millisecond), &latency)
		if got := latency.Latencies(); got.Count != 1 || got.Max < 149 || got.Max > 151 {
			t.Errorf("%+v", got)
		}
		break
	}
	if l.missing() != before-1 || l.all.Latencies().Count != 1 {
		t.Errorf("%d of %d are missing", l.missing(), before)
	}
}
