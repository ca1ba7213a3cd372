package inbox

import "unsafe"

// undo is an entry as it was before the cycle.
type undo[N, T any] struct {
	number N
	was    T
}

// own returns the entry of a container, to be changed.
func (n *Inbox) own(c Container) *container {
	e := n.containers.at(uint32(c))
	if e.cycle != n.cycle {
		n.undoContainers.add(undo[Container, container]{c, *e})
		e.cycle = n.cycle
	}
	return e
}

func (n *Inbox) ownSensor(s Sensor) *sensor {
	e := n.sensors.at(uint32(s))
	if e.cycle != n.cycle {
		n.undoSensors.add(undo[Sensor, sensor]{s, *e})
		e.cycle = n.cycle
	}
	return e
}

// Commit makes the changes of the cycle hold.
func (n *Inbox) Commit() {
	for _, q := range []*Queue{&n.broken, &n.full, &n.due, &n.all} {
		q.commit()
	}
	n.blocks.begin = n.blocks.n
	n.endCycle()
}

// Rollback undoes the changes of the cycle. What it named first stays as an entry of which nothing
// is known.
func (n *Inbox) Rollback() {
	for i := range n.undoContainers.n {
		u := n.undoContainers.at(uint32(i))
		e := n.containers.at(uint32(u.number))
		u.was.sensors = e.sensors
		if *e = u.was; e.queued != never {
			n.timers.push(timer{e.queued, u.number}) // it may have rung
		}
	}
	for i := range n.undoSensors.n {
		u := n.undoSensors.at(uint32(i))
		e := n.sensors.at(uint32(u.number))
		u.was.next = e.next
		*e = u.was
	}
	for _, q := range []*Queue{&n.broken, &n.full, &n.due, &n.all} {
		q.rollback()
	}
	n.blocks.n = n.blocks.begin
	n.endCycle()
}

func (n *Inbox) endCycle() {
	n.undoContainers.clear()
	n.undoSensors.clear()
	n.cycle++
}

// Bytes is the memory that a flush gives back.
func (n *Inbox) Bytes() int64 { return n.blocks.bytes() }

// CycleBytes is the memory that the changes of the cycle take: copies of the entries that it
// touched, and blocks.
func (n *Inbox) CycleBytes() int64 {
	return int64(n.undoContainers.n)*int64(unsafe.Sizeof(undo[Container, container]{})) +
		int64(n.undoSensors.n)*int64(unsafe.Sizeof(undo[Sensor, sensor]{})) +
		int64(n.blocks.n-n.blocks.begin)*blockSize
}
