package fleet

import "fmt"

// trip is one voyage of a lane's boxes from port to port, with the orders that they carry. All
// times are ms since the epoch.
type trip struct {
	lane     *lane
	number   int
	from, to port
	voyage   string

	booked, load, depart, arrive, discharge int64
}

// write plans every event of the trip.
func (t *trip) write() {
	l := t.lane
	t.voyage = fmt.Sprintf("V-%03d-%02d", l.index+1, t.number+1)
	t.schedule(t.voyage, t.booked+20*minute, t.depart-l.between(0, 2), t.arrive+l.between(0, 4))
	t.sail(t.voyage, t.depart, t.arrive)
	boxes := l.boxes
	for n := 0; len(boxes) > 0; n++ {
		take := 1
		if n == 0 && len(boxes) == perLane && t.number%2 == 1 {
			take = 2 // every other trip, one order fills two boxes
		}
		fault := pick(l.fleet.orders, l.rng)
		l.fleet.orders++
		l.fleet.faults[fault]++
		t.order(fmt.Sprintf("O-%03d-%02d%c", l.index+1, t.number+1, 'A'+n), fault, boxes[:take])
		boxes = boxes[take:]
	}
}

// order plans the events of one order and the fault on its way.
func (t *trip) order(id string, fault Fault, boxes []*box) {
	l := t.lane
	goods := products[l.rng.IntN(len(products))]
	if fault == NoRule {
		goods = unruled
	}
	at := t.booked + l.between(0.5, 1)
	t.created(id, at, goods, int64(len(boxes)))
	at += l.between(0.2, 1)
	if fault == SwappedBox {
		other := ContainerID(900_000 + l.fleet.orders) // a box that never reports
		t.orderEvent(id, "ContainerAllocated", at, "containerID", other)
		t.orderEvent(id, "ContainerDeallocated", at+hour, "containerID", other)
		at += hour + 5*minute
	}
	for _, b := range boxes {
		t.orderEvent(id, "ContainerAllocated", at, "containerID", b.id)
		b.set(t.load-l.between(4, 5), goods)
		if l.rng.IntN(2) == 0 {
			t.handled("ContainerLoaded", t.voyage, b.id, t.load)
			t.handled("ContainerDischarged", t.voyage, b.id, t.discharge)
		}
		t.trouble(b, fault)
	}
	t.assign(id, fault, at+l.between(0.3, 1))
	switch fault {
	case OrderCancelled:
		t.orderEvent(id, "OrderCancelled", t.depart+(t.arrive-t.depart)/3,
			"reason", "customer withdrew")
		return
	case PowerOff:
		t.orderEvent(id, "OrderSpoilt", t.discharge+l.between(1, 2), "containerID", boxes[0].id)
	}
	t.orderEvent(id, "OrderDelivered", t.discharge+l.between(2, 5), "", "")
}

// assign plans the voyages of one order; the faults that are about voyages happen here.
func (t *trip) assign(id string, fault Fault, at int64) {
	l := t.lane
	other := t.voyage + string(id[len(id)-1])
	switch fault {
	case Reassigned:
		t.schedule(other, at-5*minute, t.depart-9*hour, t.arrive-12*hour)
		t.assigned(id, other, 1, at)
		t.assigned(id, t.voyage, 1, at+90*minute)
	case VoyageCancelled:
		t.schedule(other, at-5*minute, t.depart-6*hour, t.arrive-6*hour)
		t.assigned(id, other, 1, at)
		t.voyageEvent(other, "VoyageCancelled", at+hour, "reason", "vessel under repair")
		t.assigned(id, t.voyage, 1, at+2*hour)
	case WrongPlan:
		t.schedule(other, at-5*minute, t.depart, t.depart-24*hour) // somebody mistyped the day
		t.sail(other, t.depart, t.arrive)
		t.assigned(id, other, 1, at)
	case Transhipment:
		middle := t.depart + (t.arrive-t.depart)/2
		second := other + "2"
		t.schedule(other, at-5*minute, t.depart, middle-hour)
		t.schedule(second, at-5*minute, middle+hour, t.arrive)
		t.sail(other, t.depart, middle-hour+l.between(0, 0.5))
		t.sail(second, middle+hour+l.between(0, 0.5), t.arrive)
		t.assigned(id, other, 1, at)
		t.assigned(id, second, 2, at+10*minute)
	default:
		t.assigned(id, t.voyage, 1, at)
	}
}

// trouble plans the spells of a box on this trip.
func (t *trip) trouble(b *box, fault Fault) {
	if !fault.inReadings() {
		return
	}
	least, most := fault.hours()
	length := t.lane.between(least, most)
	// The voyage takes 20 h at least, a spell 12 at most.
	room := t.arrive - t.depart - length - 2*hour
	from := t.depart + hour + t.lane.rng.Int64N(max(1, room/minute))*minute
	b.spells = append(b.spells, spell{fault, from, from + length})
}
