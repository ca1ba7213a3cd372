package joins

import (
	"cmp"
	"encoding/binary"
	"slices"
)

const orderVersion = 1

// Status is what became of an order.
type Status uint8

// The statuses of orders. StatusOpen is that of an order of which no other status event was seen.
const (
	StatusUnknown Status = iota
	StatusOpen
	StatusCancelled
	StatusRejected
	StatusDelivered
)

func (s Status) String() string {
	return [...]string{"", "open", "cancelled", "rejected", "delivered"}[s]
}

// place names a leg within its order.
type place struct {
	containerID string
	number      int64
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.containerID, q.containerID), cmp.Compare(p.number, q.number))
}

// route is the voyage that a leg goes on, since the order event of that epoch (see message.go).
type route struct {
	voyageID string
	epoch    int64
}

// claim is somebody else's word that the order spoilt: shown, never judged by.
type claim struct {
	time        int64
	containerID string  // "" = absent
	reason      *string // nil = absent
}

func (c claim) compare(d claim) int {
	if n := cmp.Or(cmp.Compare(c.time, d.time), cmp.Compare(c.containerID, d.containerID)); n != 0 {
		return n
	}
	switch {
	case c.reason == nil && d.reason == nil:
		return 0
	case c.reason == nil:
		return -1
	case d.reason == nil:
		return 1
	}
	return cmp.Compare(*c.reason, *d.reason)
}

// order is what is known of an order.
type order struct {
	created                                         bool // OrderCreated or OrderUpdated was seen
	customer, product, pickupDate, expectedDelivery register[string]
	pickupAddress, destinationAddress, rule         register[string] // JSON
	quantity                                        register[int64]
	status                                          register[Status] // not of StatusOpen
	events                                          int64            // accepted
	claims                                          []claim
	containers                                      placed[register[bool]]   // by container
	voyages                                         placed[register[string]] // by leg number; "" = none
	own                                             placed[register[string]] // a container's own; "" = the order's
	legs                                            placed[route]
	routed                                          int64  // the latest epoch of a leg; -1 before the first
	published                                       digest // of the latest projection that went out
}

func newOrder() *order { return &order{routed: -1} }

func (o *order) clone() *order {
	c := *o
	c.claims = slices.Clone(o.claims)
	c.containers, c.voyages, c.own, c.legs = slices.Clone(o.containers), slices.Clone(o.voyages), slices.Clone(o.own), slices.Clone(o.legs)
	return &c
}

// Size is the memory that the value takes.
func (o *order) Size() int {
	return 800 + len(o.pickupAddress.value) + len(o.destinationAddress.value) + len(o.rule.value) +
		80*(len(o.claims)+len(o.containers)+len(o.voyages)+len(o.own)+len(o.legs))
}

func (o *order) texts() []*register[string] {
	return []*register[string]{&o.customer, &o.product, &o.pickupDate, &o.expectedDelivery, &o.pickupAddress, &o.destinationAddress, &o.rule}
}

func appendBoolValue(b []byte, v bool) []byte     { return appendBool(b, v) }
func appendStatusValue(b []byte, s Status) []byte { return append(b, byte(s)) }

func (o *order) AppendBinary(b []byte) ([]byte, error) {
	b = appendBool(append(b, orderVersion), o.created)
	for _, r := range o.texts() {
		b = appendRegister(b, r, appendStringValue)
	}
	b = appendRegister(b, &o.quantity, appendInt)
	b = appendRegister(b, &o.status, appendStatusValue)
	b = appendInt(b, o.events)
	b = binary.AppendUvarint(b, uint64(len(o.claims)))
	for _, c := range o.claims {
		b = appendText(appendString(appendInt(b, c.time), c.containerID), c.reason)
	}
	b = binary.AppendUvarint(b, uint64(len(o.containers)))
	for i := range o.containers {
		b = appendRegister(appendString(b, o.containers[i].containerID), &o.containers[i].value, appendBoolValue)
	}
	b = binary.AppendUvarint(b, uint64(len(o.voyages)))
	for i := range o.voyages {
		b = appendRegister(appendInt(b, o.voyages[i].number), &o.voyages[i].value, appendStringValue)
	}
	b = binary.AppendUvarint(b, uint64(len(o.own)))
	for i := range o.own {
		p := o.own[i].place
		b = appendRegister(appendInt(appendString(b, p.containerID), p.number), &o.own[i].value, appendStringValue)
	}
	b = binary.AppendUvarint(b, uint64(len(o.legs)))
	for _, l := range o.legs {
		b = appendInt(appendString(appendInt(appendString(b, l.containerID), l.number), l.value.voyageID), l.value.epoch)
	}
	return append(appendInt(b, o.routed), o.published[:]...), nil
}

func decodeOrder(b []byte) (*order, error) {
	w, o := &wire{b: b}, newOrder()
	w.open("order", orderVersion)
	o.created = w.bool()
	for _, r := range o.texts() {
		readRegister(w, r, readStringValue)
	}
	readRegister(w, &o.quantity, readTime)
	readRegister(w, &o.status, func(w *wire) Status {
		s := Status(w.byte())
		if s > StatusDelivered {
			w.fail()
			return StatusUnknown
		}
		return s
	})
	o.events = w.int()
	for range w.count() {
		o.claims = append(o.claims, claim{w.int(), w.string(), w.text()})
	}
	for range w.count() {
		id, r := w.string(), register[bool]{}
		readRegister(w, &r, (*wire).bool)
		o.containers.put(place{containerID: id}, r)
	}
	for range w.count() {
		n, r := w.int(), register[string]{}
		readRegister(w, &r, readStringValue)
		o.voyages.put(place{number: n}, r)
	}
	for range w.count() {
		p, r := place{w.string(), w.int()}, register[string]{}
		readRegister(w, &r, readStringValue)
		o.own.put(p, r)
	}
	for range w.count() {
		p := place{w.string(), w.int()}
		o.legs.put(p, route{w.string(), w.int()})
	}
	o.routed = w.int()
	copy(o.published[:], w.take(uint64(len(o.published))))
	return o, w.close("order")
}
