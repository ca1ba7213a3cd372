package fleet

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

const (
	minute = int64(60_000)
	hour   = 60 * minute
)

// lane is a few containers that make the same voyages, trip after trip. It merges its containers'
// readings with the order and voyage events of its trips. Everything in it is drawn from its own
// random source, so lanes don't disturb each other.
type lane struct {
	fleet  *Fleet
	index  int
	topics Topics
	rng    *rand.Rand
	boxes  []*box
	events []Record // planned, by At

	trips   int
	booking int64 // when the next trip is booked
	free    int64 // from when on the boxes can be loaded again
	here    int   // the port the boxes are in

	head Record // the next record, valid if full
	full bool
}

func newLane(f *Fleet, o Options, index, first, n int) *lane {
	l := &lane{
		fleet: f, index: index, topics: o.Topics,
		rng: rand.New(rand.NewPCG(o.Seed, uint64(index)+1)),
	}
	l.here = l.rng.IntN(len(ports))
	l.booking = f.now + l.rng.Int64N(20*60)*minute
	if index < 8 {
		// The first lanes have a fault each: let them start soon.
		l.booking = f.now + int64(index)*2*hour
	}
	l.free = l.booking
	for i := range n {
		b := &box{
			id: ContainerID(first + i), topic: o.Topics.Metrics, every: o.Every.Milliseconds(),
			place: ports[l.here], rng: rand.New(rand.NewPCG(o.Seed, uint64(first+i)<<20|1)),
		}
		// Seconds apart, as real boxes are; on whole seconds.
		b.next = f.now + b.rng.Int64N(max(1, b.every/1000))*1000
		b.set(0, unruled)
		b.temp = float64(b.goods.setPoint)
		b.defrostAt = b.next + b.rng.Int64N(8*hour)
		l.boxes = append(l.boxes, b)
	}
	return l
}

// at is when the next record of the lane comes.
func (l *lane) at() int64 {
	l.fill()
	return l.head.At
}

func (l *lane) pop() Record {
	l.fill()
	l.full = false
	return l.head
}

// fill finds the next record: the earliest of the planned events and of each box's readings; an
// event before a reading of the same time.
func (l *lane) fill() {
	for !l.full {
		var from *box
		at := int64(1<<63 - 1)
		if len(l.events) > 0 {
			at = l.events[0].At
		}
		for _, b := range l.boxes {
			if t := b.at(); t < at {
				at, from = t, b
			}
		}
		if at >= l.booking {
			l.book()
			continue
		}
		if from != nil {
			l.head = from.pop()
		} else {
			l.head, l.events = l.events[0], l.events[1:]
		}
		l.full = true
	}
}

// plan adds an event whose time of arrival is its event time.
func (l *lane) plan(topic, key string, at int64, value []byte) {
	l.events = append(l.events, Record{
		Topic: topic, Key: []byte(key), Value: value, Time: at, At: at,
	})
}

// between is a whole minute from [a, b), given in hours.
func (l *lane) between(a, b float64) int64 {
	return int64(a*60+l.rng.Float64()*(b-a)*60) * minute
}

// book plans the next trip from its first order event to its last.
func (l *lane) book() {
	t := trip{lane: l, booked: l.booking, from: ports[l.here]}
	next := l.rng.IntN(len(ports) - 1)
	if next >= l.here {
		next++
	}
	t.to, l.here = ports[next], next
	t.load = max(t.booked+l.between(5, 7), l.free+l.between(6, 10))
	t.depart = t.load + l.between(2, 4)
	t.arrive = t.depart + l.between(20, 50)
	t.discharge = t.arrive + l.between(1, 3)
	t.number = l.trips
	t.write()
	l.trips++
	l.free = t.discharge
	l.booking = t.arrive - l.between(4, 8) // the next orders come in while these are still at sea
	slices.SortStableFunc(l.events, func(a, b Record) int {
		return cmp.Compare(a.At, b.At)
	})
}
