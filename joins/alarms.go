package joins

import (
	"container/heap"
	"encoding"
)

// clock is the stream time of a partition, in ms since the epoch, as it is kept in the state.
type clock int64

const (
	clockVersion = 1
	clockSpace   = 's'
)

func (c clock) AppendBinary(b []byte) ([]byte, error) {
	return appendInt(append(b, clockVersion), int64(c)), nil
}

func decodeClock(b []byte) (encoding.BinaryAppender, error) {
	w := &wire{b: b}
	w.open("stream time", clockVersion)
	c := clock(w.int())
	return c, w.close("stream time")
}

// alarms are the stream times at which containers must be looked at, though nothing of them came. A container that is read from puts its alarm
// off again and again: its entry in the heap stays where it is, and only when that comes up is it put where the alarm is by then. So the heap
// holds about one entry for each container, not one for each time that an alarm was set.
type alarms struct {
	of   map[string]setting
	heap alarmHeap
}

// setting is when a container is due, and where its earliest entry in the heap is; openEnd for never and for none.
type setting struct{ at, queued int64 }

type alarm struct {
	at int64
	id string
}

type alarmHeap []alarm

func (h alarmHeap) Len() int      { return len(h) }
func (h alarmHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Less orders what is due at once by id, so that a stage sends the same in the same order wherever it runs.
func (h alarmHeap) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].id < h[j].id
}

func (h *alarmHeap) Push(x any) { *h = append(*h, x.(alarm)) }
func (h *alarmHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (a *alarms) reset() { a.of, a.heap = map[string]setting{}, nil }

func (a *alarms) set(id string, at int64) {
	x, there := a.of[id]
	if !there {
		x.queued = openEnd
	}
	if x.at = at; at < x.queued {
		heap.Push(&a.heap, alarm{at, id})
		x.queued = at
	}
	a.of[id] = x
}

func (a *alarms) remove(id string) { delete(a.of, id) }

// due takes the next alarm that has come by the stream time.
func (a *alarms) due(stream int64) (id string, due bool) {
	for len(a.heap) > 0 && a.heap[0].at <= stream {
		e := heap.Pop(&a.heap).(alarm)
		x, there := a.of[e.id]
		if !there || e.at != x.queued {
			continue
		}
		x.queued = openEnd
		if x.at <= stream {
			a.of[e.id] = setting{openEnd, openEnd}
			return e.id, true
		}
		a.of[e.id] = x
		a.set(e.id, x.at)
	}
	return "", false
}
