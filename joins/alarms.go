package joins

import (
	"container/heap"
	"encoding"
)

// clock is the stream time of a partition, in ms since the epoch, as it is kept in the state.
type clock int64

const clockSpace = 's'

func (c clock) AppendBinary(b []byte) ([]byte, error) { return appendInt(b, int64(c)), nil }

func decodeClock(b []byte) (encoding.BinaryAppender, error) {
	w := &wire{b: b}
	c := clock(w.int())
	return c, w.close("stream time")
}

// alarms are the stream times at which containers must be looked at, though nothing of them came. An alarm that was set anew leaves its old entry
// in the heap, where it is passed over.
type alarms struct {
	at   map[string]int64
	heap alarmHeap
}

type alarm struct {
	at int64
	id string
}

type alarmHeap []alarm

func (h alarmHeap) Len() int           { return len(h) }
func (h alarmHeap) Less(i, j int) bool { return h[i].at < h[j].at }
func (h alarmHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *alarmHeap) Push(x any)        { *h = append(*h, x.(alarm)) }
func (h *alarmHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (a *alarms) reset() { a.at, a.heap = map[string]int64{}, nil }

func (a *alarms) set(id string, at int64) {
	if old, there := a.at[id]; there && old == at {
		return
	}
	a.at[id] = at
	if at != openEnd {
		heap.Push(&a.heap, alarm{at, id})
	}
}

func (a *alarms) remove(id string) { delete(a.at, id) }

// due takes the next alarm that has come by the stream time.
func (a *alarms) due(stream int64) (id string, due bool) {
	for len(a.heap) > 0 && a.heap[0].at <= stream {
		x := heap.Pop(&a.heap).(alarm)
		if at, there := a.at[x.id]; there && at == x.at {
			a.at[x.id] = openEnd
			return x.id, true
		}
	}
	return "", false
}
