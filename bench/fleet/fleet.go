package fleet

import (
	"container/heap"
	"time"
)

// Options says what world to make. The zero value is a world of 60 containers that begins at the
// start of 2026.
type Options struct {
	Seed       uint64
	Containers int           // default 60
	Start      time.Time     // of the world's history; cut to the second, default 2026-01-01 UTC
	Every      time.Duration // between readings of a container; default 15 minutes, at least 1 s
	Topics     Topics
}

// perLane is how many containers travel together.
const perLane = 3

// Fleet is the world. It is not safe for use by several goroutines.
type Fleet struct {
	lanes  laneHeap
	orders int
	faults map[Fault]int
	now    int64
}

// New makes a world; it costs memory in proportion to its containers, not to its history.
func New(o Options) *Fleet {
	if o.Containers <= 0 {
		o.Containers = 60
	}
	if o.Start.IsZero() {
		o.Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if o.Every <= 0 {
		o.Every = 15 * time.Minute
	}
	o.Every = max(o.Every, time.Second)
	o.Topics = o.Topics.withDefaults()
	f := &Fleet{faults: make(map[Fault]int)}
	f.now = o.Start.Unix() * 1000
	for first := 0; first < o.Containers; first += perLane {
		l := newLane(f, o, len(f.lanes), first, min(perLane, o.Containers-first))
		f.lanes = append(f.lanes, l)
	}
	heap.Init(&f.lanes)
	return f
}

// Next is the next record to reach the broker.
func (f *Fleet) Next() Record {
	l := f.lanes[0]
	r := l.pop()
	heap.Fix(&f.lanes, 0)
	f.now = r.At
	return r
}

// Ahead is when the next record reaches the broker, ms since the epoch.
func (f *Fleet) Ahead() int64 { return f.lanes[0].at() }

// Orders is how many orders the world has planned so far.
func (f *Fleet) Orders() int { return f.orders }

// Faults is how many orders of each fault the world has planned so far.
func (f *Fleet) Faults() map[Fault]int {
	out := make(map[Fault]int, len(f.faults))
	for k, n := range f.faults {
		out[k] = n
	}
	return out
}

// laneHeap has the lane whose next record comes first at its top; lanes of equal time in their own
// order, so that the world is the same each time.
type laneHeap []*lane

func (h laneHeap) Len() int { return len(h) }
func (h laneHeap) Less(i, j int) bool {
	a, b := h[i].at(), h[j].at()
	return a < b || a == b && h[i].index < h[j].index
}
func (h laneHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *laneHeap) Push(x any)   { *h = append(*h, x.(*lane)) }
func (h *laneHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
