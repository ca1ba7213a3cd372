package joins

import (
	"container/heap"

	"coldchain/joins/judge"
)

// timers are the stream times at which containers are due, though nothing of them came. Timers may
// fire early, never late. A container that is read from puts its timer off again and again: its
// entry in the heap stays where it is, and only when that comes up is it put where the timer is by
// then. So the heap holds about one entry for each container, not one for each time that a timer
// was set.
type timers struct {
	of   map[string]setting
	heap timerHeap
}

// setting is when a container is due, and where its earliest entry in the heap is; judge.OpenEnd
// for never and for none.
type setting struct{ at, queued int64 }

type timer struct {
	at int64
	id string
}

type timerHeap []timer

func (h timerHeap) Len() int      { return len(h) }
func (h timerHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Less orders what is due at once by id, so that a stage sends the same in the same order wherever
// it runs.
func (h timerHeap) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].id < h[j].id
}

func (h *timerHeap) Push(x any) { *h = append(*h, x.(timer)) }

func (h *timerHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (t *timers) reset() { t.of, t.heap = map[string]setting{}, nil }

func (t *timers) set(id string, at int64) {
	x, there := t.of[id]
	if !there {
		x.queued = judge.OpenEnd
	}
	if x.at = at; at < x.queued {
		heap.Push(&t.heap, timer{at, id})
		x.queued = at
	}
	t.of[id] = x
}

func (t *timers) remove(id string) { delete(t.of, id) }

// due takes the next timer that has come by the stream time.
func (t *timers) due(stream int64) (id string, due bool) {
	for len(t.heap) > 0 && t.heap[0].at <= stream {
		e := heap.Pop(&t.heap).(timer)
		x, there := t.of[e.id]
		if !there || e.at != x.queued {
			continue
		}
		x.queued = judge.OpenEnd
		if x.at <= stream {
			t.of[e.id] = setting{judge.OpenEnd, judge.OpenEnd}
			return e.id, true
		}
		t.of[e.id] = x
		t.set(e.id, x.at)
	}
	return "", false
}
