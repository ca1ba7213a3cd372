package joins

import (
	"slices"

	"coldchain/joins/event"
)

// name notes the container and the leg that an event names. It reports false, and notes nothing,
// where that is one too many of its partition (SPECIFICATION 2.9).
func (o *order) name(ev *event.Order, partition int32) bool {
	ofContainer := ev.ContainerID != ""
	ofLeg := ev.Type == event.VoyageAssigned || ev.Type == event.VoyageUnassigned
	if !ofContainer && !ofLeg {
		return true
	}
	i := slices.IndexFunc(o.named, func(n named) bool { return n.partition == partition })
	if i < 0 {
		i = len(o.named)
		o.named = append(o.named, named{partition: partition})
	}
	n := &o.named[i]
	newContainer := ofContainer && !slices.Contains(n.containers, ev.ContainerID)
	newLeg := ofLeg && !slices.Contains(n.legs, ev.Leg)
	if newContainer && len(n.containers) >= event.MaxContainers ||
		newLeg && len(n.legs) >= event.MaxLegs {
		return false
	}
	if newContainer {
		n.containers = append(n.containers, ev.ContainerID)
	}
	if newLeg {
		n.legs = append(n.legs, ev.Leg)
	}
	return true
}

// apply folds an order event into the registers.
func (o *order) apply(ev *event.Order, s stamp) {
	o.events++
	switch ev.Type {
	case event.OrderCreated, event.OrderUpdated:
		o.applyAttributes(ev, s)
	case event.OrderCancelled:
		o.status.write(statusCancelled, s)
	case event.OrderRejected:
		o.status.write(statusRejected, s)
	case event.OrderDelivered:
		o.status.write(statusDelivered, s)
	case event.ContainerAllocated, event.ContainerDeallocated:
		o.container(ev.ContainerID).present.write(ev.Type == event.ContainerAllocated, s)
	case event.ContainerStuffed:
		o.container(ev.ContainerID).stuffed.write(ev.At, s)
	case event.ContainerStripped:
		o.container(ev.ContainerID).stripped.write(ev.At, s)
	case event.VoyageAssigned:
		o.voyageRegister(ev).write(ev.VoyageID, s)
	case event.VoyageUnassigned:
		o.voyageRegister(ev).write("", s)
	case event.OrderSpoilt, event.QualityDecision, event.ContainerNotFound, event.VoyageNotFound:
	}
}

// opine takes a claim or a decision that was not told before.
func (o *order) opine(ev *event.Order, offset int64) {
	if ev.Type == event.OrderSpoilt {
		o.claims.add(claimOf(ev), claim.compare)
	} else {
		o.decisions.add(decisionOf(ev, offset), decision.compare)
	}
}

func (o *order) applyAttributes(ev *event.Order, s stamp) {
	o.created = true
	writeText(&o.customer, ev.CustomerID, s)
	writeText(&o.product, ev.ProductID, s)
	writeText(&o.pickupDate, ev.PickupDate, s)
	writeText(&o.expectedDelivery, ev.ExpectedDeliveryDate, s)
	if ev.Quantity != nil {
		o.quantity.write(*ev.Quantity, s)
	}
	if ev.PickupAddress != nil {
		o.pickupAddress.write(string(ev.PickupAddress), s)
	}
	if ev.DestinationAddress != nil {
		o.destinationAddress.write(string(ev.DestinationAddress), s)
	}
	if ev.Rule != nil {
		o.rule.write(string(ev.Rule.AppendJSON(nil)), s)
	}
}

// voyageRegister is the register that an assignment is about: the order's, or the container's own.
func (o *order) voyageRegister(ev *event.Order) *register[string] {
	if ev.ContainerID == "" {
		return voyageOf(&o.voyages, ev.Leg)
	}
	return voyageOf(&o.container(ev.ContainerID).own, ev.Leg)
}

// wanted are the legs of a container that go on a voyage, by the registers: the container's own
// voyage where one is set, else the order's. Both lists are in the order of the leg numbers.
func (o *order) wanted(c *orderContainer) (legs []route) {
	own := c.own
	take := func(number int64, voyageID string) {
		if voyageID != "" {
			legs = append(legs, route{number: number, voyageID: voyageID})
		}
	}
	for _, l := range o.voyages {
		for len(own) > 0 && own[0].number < l.number {
			take(own[0].number, own[0].voyage.value)
			own = own[1:]
		}
		voyageID := l.voyage.value
		if len(own) > 0 && own[0].number == l.number {
			if own[0].voyage.value != "" {
				voyageID = own[0].voyage.value
			}
			own = own[1:]
		}
		take(l.number, voyageID)
	}
	for _, l := range own {
		take(l.number, l.voyage.value)
	}
	return legs
}

// routes says that an event of the type can change which legs a custody has, or whether there is
// one.
func routes(t event.OrderType) bool {
	switch t {
	case event.VoyageAssigned, event.VoyageUnassigned, event.ContainerAllocated,
		event.ContainerDeallocated:
		return true
	case event.OrderCreated, event.OrderUpdated, event.OrderCancelled, event.OrderRejected,
		event.OrderDelivered, event.OrderSpoilt, event.QualityDecision, event.ContainerStuffed,
		event.ContainerStripped, event.ContainerNotFound, event.VoyageNotFound:
	}
	return false
}
