// Package inbox holds back what came for containers until it must be looked at: messages, and the
// readings of sensors in the order in which they came. Most readings change nothing of an answer
// but sums (judge.Calm). Those cost a look-up and a few bytes here; their container is neither
// read nor folded before something else happens to it.
//
// An inbox knows every container of its task that anything came for since the task was opened. It
// has no pointer for any of them: entries refer to each other by number, and Go's collector does
// not walk them. What is held back is a chain of small blocks, which a flush of the state turns
// into operands (parts.go).
//
// What a cycle changes is undone by Rollback from copies of the entries that it touched first.
package inbox

import (
	"hash/maphash"
	"math"

	"coldchain/joins/measure"
)

// Container and Sensor are the number of an entry. They hold as long as the inbox.
type (
	Container uint32
	Sensor    uint32
)

// none is no entry.
const none = math.MaxUint32

// Flags of a container.
type Flags uint16

// What is known of a container.
const (
	Known    Flags = 1 << iota // what the state has of it is in the inbox: all of its sensors
	Vacant                     // it is in no custody: its readings change no answer
	Live                       // time can change the answer of a custody, or its progress is not sent
	Fresh                      // something came since its progress was sent
	Broken                     // it must be looked at
	Doubtful                   // what was sent last of its custodies is not known
	Expired                    // readings of it are older than retention keeps
	Full                       // so much came that it must be folded
	filled                     // it is on the list of those that hold something
)

// container is the entry of a container.
type container struct {
	dues    Dues
	queued  int64 // time of its earliest timer; never if there is none
	said    chain // messages
	sensors Sensor
	hash    uint32
	name    uint32 // its id
	cycle   uint32 // in which it was changed last
	round   uint32 // of All in which its progress was sent
	flags   Flags
}

// sensor is the entry of a sensor, as far as readings of one partition of the source name it. Those
// of all partitions are held back in their order, by the entry of the first one.
type sensor struct {
	last      measure.Reading // the latest in the order of event times, if some
	until     int64           // see Guard
	maxGap    int64
	rows      chain // readings
	plan      uint32
	container Container
	first     Sensor // entry of the same sensor that holds its readings
	next      Sensor // of the container
	hash      uint32
	name      uint32 // of the sensor
	partition int32
	cycle     uint32
	count     uint32 // readings that were not folded
	some      bool
	held      bool // last is among rows
	named     bool // a reading named it: it counts
	judged    bool // the rule of a custody names it
	speaks    bool // see Dues
}

// Inbox holds back what came for the containers of a task.
type Inbox struct {
	most         uint32 // readings of a sensor that wait
	seed         maphash.Seed
	names        texts
	containers   pages[container]
	sensors      pages[sensor]
	byID, byName table
	blocks       blocks
	plans        plans
	timers       timers

	broken, full, due, all Queue
	round                  uint32      // of All
	fresh                  []Container // those that are Fresh, but not on the list of Due
	filled                 []Container // those that hold something since the last flush

	cycle          uint32
	undoContainers pages[undo[Container, container]]
	undoSensors    pages[undo[Sensor, sensor]]
	scratch        []byte
}

// New is an empty inbox. A container of which so many readings of one sensor wait is to be folded.
func New(most int) *Inbox {
	n := &Inbox{most: uint32(most), seed: maphash.MakeSeed(), cycle: 1}
	n.timers.in = n
	return n
}

// ID is the id of a container. It must not be changed.
func (n *Inbox) ID(c Container) []byte { return n.names.at(n.containers.at(uint32(c)).name) }

// Find is the container of an id.
func (n *Inbox) Find(id []byte) (c Container, there bool) {
	hash := n.hash(id)
	i := n.byID.find(hash, func(i uint32) bool {
		e := n.containers.at(i)
		return e.hash == hash && string(n.names.at(e.name)) == string(id)
	})
	return Container(i), i != none
}

// Make is the container of an id, made if it is new.
func (n *Inbox) Make(id []byte) (c Container, isNew bool) {
	if c, there := n.Find(id); there {
		return c, false
	}
	e := container{dues: Dues{never, never, never}, queued: never, said: noChain, sensors: none,
		hash: n.hash(id), name: n.names.add(id)}
	c = Container(n.containers.add(e))
	n.byID.add(e.hash, uint32(c), func(i uint32) uint32 { return n.containers.at(i).hash })
	return c, true
}

func (n *Inbox) hash(id []byte) uint32 { return uint32(maphash.Bytes(n.seed, id)) }

// FindSensor is a sensor that readings of a partition named.
func (n *Inbox) FindSensor(id, name []byte, partition int32) (s Sensor, there bool) {
	i := n.findSensor(n.hashSensor(id, name), id, name, partition)
	return Sensor(i), i != none && n.sensors.at(i).named
}

func (n *Inbox) hashSensor(id, name []byte) uint32 {
	return n.hash(id) ^ n.hash(name)*0x9e3779b1
}

func (n *Inbox) findSensor(hash uint32, id, name []byte, partition int32) uint32 {
	return n.byName.find(hash, func(i uint32) bool {
		e := n.sensors.at(i)
		return e.hash == hash && e.partition == partition &&
			string(n.names.at(e.name)) == string(name) &&
			string(n.names.at(n.containers.at(uint32(e.container)).name)) == string(id)
	})
}

// Name notes that readings of a partition name a sensor of a container.
func (n *Inbox) Name(c Container, name []byte, partition int32) Sensor {
	id := n.ID(c)
	hash := n.hashSensor(id, name)
	s := Sensor(n.findSensor(hash, id, name, partition))
	if s == none {
		s = Sensor(n.sensors.add(sensor{rows: noChain, container: c, hash: hash,
			name: n.names.name(name), partition: partition, next: none}))
		n.byName.add(hash, uint32(s), func(i uint32) uint32 { return n.sensors.at(i).hash })
		// An entry stays in its container's list when the cycle that made it is aborted: it is not
		// named then.
		e, x := n.containers.at(uint32(c)), n.sensors.at(uint32(s))
		x.next, e.sensors = e.sensors, s
	}
	first := s
	n.EachSensor(c, func(other Sensor) {
		if x := n.sensors.at(uint32(other)); string(n.names.at(x.name)) == string(name) {
			first = x.first
		}
	})
	e := n.ownSensor(s)
	e.named, e.first = true, first
	if n.Is(c, Vacant) {
		e.plan, e.until, e.maxGap = open, never, never
	}
	return s
}

// Named is how many sensors of a container the readings of a partition named.
func (n *Inbox) Named(c Container, partition int32) (count int) {
	n.EachSensor(c, func(s Sensor) {
		if n.sensors.at(uint32(s)).partition == partition {
			count++
		}
	})
	return count
}

// EachSensor gives the sensors of a container.
func (n *Inbox) EachSensor(c Container, fn func(Sensor)) {
	for s := n.containers.at(uint32(c)).sensors; s != none; {
		e := n.sensors.at(uint32(s))
		next := e.next
		if e.named {
			fn(s)
		}
		s = next
	}
}

// SensorName is what a sensor is called, and the partition whose readings named it so.
func (n *Inbox) SensorName(s Sensor) (name []byte, partition int32) {
	e := n.sensors.at(uint32(s))
	return n.names.at(e.name), e.partition
}

// Is says that a flag of a container is set.
func (n *Inbox) Is(c Container, f Flags) bool { return n.containers.at(uint32(c)).flags&f != 0 }

// Set sets flags of a container, and puts it on the lists that they stand for.
func (n *Inbox) Set(c Container, f Flags) {
	e := n.containers.at(uint32(c))
	if f &^= e.flags; f == 0 {
		return
	}
	n.own(c).flags |= f
	if f&Broken != 0 {
		n.broken.add(c)
	}
	if f&Full != 0 {
		n.full.add(c)
	}
	if f&Fresh != 0 {
		n.fresh = append(n.fresh, c)
	}
	if f&filled != 0 {
		n.filled = append(n.filled, c)
	}
}

// Clear clears flags of a container.
func (n *Inbox) Clear(c Container, f Flags) {
	if n.Is(c, f) {
		n.own(c).flags &^= f
	}
}
