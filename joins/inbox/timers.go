package inbox

// Dues say when a container must be looked at though nothing of it comes (judge.Judgement): never
// before Due, and at the earlier of Fixed, and Lapse behind the event time of the latest reading of
// that speaking sensor of which it is earliest. never for not at all.
type Dues struct{ Due, Fixed, Lapse int64 }

// Settle sets when a container must be looked at.
func (n *Inbox) Settle(c Container, d Dues) {
	n.own(c).dues = d
	n.timers.set(c, d.Due)
}

// Timer is when a container must be looked at, as far as is known.
func (n *Inbox) Timer(c Container) int64 { return n.dueOf(n.containers.at(uint32(c))) }

func (n *Inbox) dueOf(e *container) int64 {
	due := e.dues.Fixed
	if e.dues.Lapse != never {
		for s := e.sensors; s != none; {
			x := n.sensors.at(uint32(s))
			if x.speaks && x.some {
				due = min(due, x.last.Time+e.dues.Lapse)
			}
			s = x.next
		}
	}
	return max(due, e.dues.Due)
}

// Ring marks the containers whose time has come by the stream time.
func (n *Inbox) Ring(stream int64) {
	t := &n.timers
	for len(t.heap) > 0 && t.heap[0].at <= stream {
		at, c := t.heap[0].at, t.heap[0].c
		t.pop()
		if e := n.containers.at(uint32(c)); at != e.queued {
			continue
		}
		e := n.own(c)
		e.queued = never
		if due := n.dueOf(e); due > stream {
			t.set(c, due) // it was put off meanwhile
			continue
		}
		e.dues = Dues{never, never, never}
		n.Set(c, Broken)
	}
}

// timers are a heap of the times at which containers are due; container/heap would allocate for each.
// A timer may ring early, never late.
// One that is put off stays where it is, and is put where it belongs when it comes up. So the heap
// holds about one entry for each container.
type timers struct {
	in   *Inbox
	heap []timer
}

type timer struct {
	at int64
	c  Container
}

// set sees to it that the timer of a container rings at a time, or before.
func (t *timers) set(c Container, at int64) {
	if e := t.in.containers.at(uint32(c)); at < e.queued {
		t.in.own(c).queued = at
		t.push(timer{at, c})
	}
}

func (t *timers) push(x timer) {
	t.heap = append(t.heap, x)
	h := t.heap
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if h[up].at <= h[i].at {
			break
		}
		h[up], h[i] = h[i], h[up]
		i = up
	}
}

func (t *timers) pop() {
	last := len(t.heap) - 1
	t.heap[0] = t.heap[last]
	t.heap = t.heap[:last]
	for i, h := 0, t.heap; ; {
		down := 2*i + 1
		if down >= last {
			return
		}
		if down+1 < last && h[down+1].at < h[down].at {
			down++
		}
		if h[i].at <= h[down].at {
			return
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
}
