package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// By how many percent of what lives the heap may grow until Go's collector runs. Most of a worker's
// memory is state that lives long, and little is thrown away, since what is fetched goes round in a
// pool: with a large state it runs more often than usual, or the memory would not be what --memory
// says; with a small one less often, which spares time.
const (
	leastGrowth = 30
	mostGrowth  = 400
)

// collector sets after each collection when the next begins: at the latest when the heap has the
// size that it may have, or leastGrowth if what lives leaves less room than that.
type collector struct {
	heap    int64 // bytes
	live    []metrics.Sample
	percent int
	stopped chan struct{}
}

// tune begins; stop ends it.
func tune(heap int64) (stop func()) {
	c := &collector{heap: heap, live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}},
		percent: leastGrowth, stopped: make(chan struct{})}
	before := debug.SetGCPercent(leastGrowth)
	runtime.SetFinalizer(&collection{c}, (*collection).over)
	return func() {
		close(c.stopped)
		debug.SetGCPercent(before)
	}
}

// collection is garbage from the start: its finalizer runs after the next collection.
type collection struct{ *collector }

func (c *collection) over() {
	select {
	case <-c.stopped:
		return
	default:
	}
	metrics.Read(c.live)
	if p := growth(int64(c.live[0].Value.Uint64()), c.heap); p != c.percent {
		c.percent = p
		debug.SetGCPercent(p)
	}
	runtime.SetFinalizer(c, (*collection).over)
}

// growth is the percentage by which live bytes may grow to reach heap, within the bounds.
func growth(live, heap int64) int {
	return int(min(max((heap-live)*100/max(live, 1), leastGrowth), mostGrowth))
}
