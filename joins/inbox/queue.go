package inbox

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// Queue is a list of containers that have a flag. It may hold some that don't have it any more.
// What is taken is there again if the cycle is aborted.
type Queue struct {
	list  []Container // sorted by id
	taken int         // of list
	added []Container // since list was sorted: they are taken when list is
}

func (q *Queue) add(c Container) { q.added = append(q.added, c) }

// Len is how many are left.
func (q *Queue) Len() int { return len(q.list) - q.taken + len(q.added) }

func (q *Queue) commit() {
	q.list = slices.Delete(q.list, 0, q.taken)
	if q.taken = 0; len(q.list) == 0 && cap(q.list) > 1<<12 {
		q.list = nil
	}
}

func (q *Queue) rollback() { q.taken = 0 }

// Broken are the containers that must be looked at.
func (n *Inbox) Broken() *Queue { return &n.broken }

// Full are those with so much that it must be folded.
func (n *Inbox) Full() *Queue { return &n.full }

// Due are those of which progress is due: see VisitFresh.
func (n *Inbox) Due() *Queue { return &n.due }

// VisitFresh makes progress due of those of which something came since it was sent.
func (n *Inbox) VisitFresh() {
	n.due.added = append(n.due.added, n.fresh...)
	n.fresh = n.fresh[:0]
}

// All are those that VisitAll put there, but for those that were Shown since.
func (n *Inbox) All() *Queue { return &n.all }

// Shown notes that the progress of a container was sent.
func (n *Inbox) Shown(c Container) {
	e := n.own(c)
	e.round = n.round
	e.flags &^= Fresh
}

// VisitAll puts all containers that there are on the list of All.
func (n *Inbox) VisitAll() {
	n.round++
	n.all = Queue{added: make([]Container, n.containers.n)}
	for i := range n.all.added {
		n.all.added[i] = Container(i)
	}
}

// Next takes up to so many containers with a flag from a queue, in the order of their ids; those
// that were added since the queue was last sorted follow behind the others.
func (n *Inbox) Next(q *Queue, flag Flags, most int) (list []Container) {
	for len(list) < most && q.Len() > 0 {
		if q.taken == len(q.list) {
			n.sort(q.added)
			q.list, q.added = append(q.list, q.added...), q.added[:0]
		}
		c := q.list[q.taken]
		q.taken++
		if q == &n.all && n.containers.at(uint32(c)).round == n.round {
			continue
		}
		if n.Is(c, flag) && (len(list) == 0 || list[len(list)-1] != c) {
			list = append(list, c)
		}
	}
	return list
}

// Doubt sets a flag of all containers that must be looked at.
func (n *Inbox) Doubt() {
	for _, list := range [][]Container{n.broken.list[n.broken.taken:], n.broken.added} {
		for _, c := range list {
			if n.Is(c, Broken) {
				n.Set(c, Doubtful)
			}
		}
	}
}

// sort sorts by id. Most comparisons are of the first bytes, which are gathered beforehand: the ids
// themselves lie all over the memory.
func (n *Inbox) sort(list []Container) {
	if len(list) < 2 {
		return
	}
	type item struct {
		first, then uint64 // of the id
		c           Container
	}
	items := make([]item, len(list))
	for i, c := range list {
		var b [16]byte
		copy(b[:], n.ID(c))
		items[i] = item{binary.BigEndian.Uint64(b[:]), binary.BigEndian.Uint64(b[8:]), c}
	}
	slices.SortFunc(items, func(x, y item) int {
		if x.first != y.first {
			return cmp.Compare(x.first, y.first)
		}
		if x.then != y.then {
			return cmp.Compare(x.then, y.then)
		}
		return bytes.Compare(n.ID(x.c), n.ID(y.c))
	})
	for i := range items {
		list[i] = items[i].c
	}
}
