package joins

import "slices"

// apply folds an order event. It reports whether the legs can have changed.
func (o *order) apply(ev *OrderEvent, s stamp) (routing bool) {
	o.events++
	switch ev.Type {
	case OrderCreated, OrderUpdated:
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
	case OrderCancelled:
		o.status.write(StatusCancelled, s)
	case OrderRejected:
		o.status.write(StatusRejected, s)
	case OrderDelivered:
		o.status.write(StatusDelivered, s)
	case OrderSpoilt:
		c := claim{ev.Time, ev.ContainerID, ev.Reason}
		if i, there := slices.BinarySearchFunc(o.claims, c, claim.compare); !there {
			o.claims = slices.Insert(o.claims, i, c)
		}
	case ContainerAllocated, ContainerDeallocated:
		at := place{containerID: ev.ContainerID}
		r, _ := o.containers.get(at)
		r.write(ev.Type == ContainerAllocated, s)
		o.containers.put(at, r)
		return true
	case VoyageAssigned, VoyageUnassigned:
		voyage := ev.VoyageID
		if ev.Type == VoyageUnassigned {
			voyage = ""
		}
		if ev.ContainerID == "" {
			at := place{number: ev.Leg}
			r, _ := o.voyages.get(at)
			r.write(voyage, s)
			o.voyages.put(at, r)
		} else {
			p := place{ev.ContainerID, ev.Leg}
			r, _ := o.own.get(p)
			r.write(voyage, s)
			o.own.put(p, r)
		}
		return true
	}
	return false
}

// state is the order's status.
func (o *order) state() Status {
	switch {
	case o.status.written:
		return o.status.value
	case o.created:
		return StatusOpen
	default:
		return StatusUnknown
	}
}

// wanted are the legs that go on a voyage, by the registers: a container's own voyage where one is set, else the order's.
func (o *order) wanted() (legs placed[string]) {
	for _, c := range o.containers {
		if !c.value.value {
			continue
		}
		for _, v := range o.voyages {
			if v.value.value != "" {
				legs.put(place{c.containerID, v.number}, v.value.value)
			}
		}
	}
	for _, own := range o.own {
		present, _ := o.containers.get(place{containerID: own.containerID})
		if own.value.value != "" && present.value {
			legs.put(own.place, own.value.value)
		}
	}
	return legs
}

// move is a change of a leg's voyage: from or to may be "".
type move struct {
	place
	from, to string
}

// reroute brings the legs in line with the registers, as of the event at offset, and returns what changed, in the order of the legs. The epoch of
// what changed is the offset, or the next number where that is not greater than the epoch before.
func (o *order) reroute(offset int64) []move {
	epoch := max(offset, o.routed+1)
	wanted := o.wanted()
	var moves []move
	for _, leg := range o.legs {
		if to, _ := wanted.get(leg.place); to != leg.value.voyageID {
			moves = append(moves, move{leg.place, leg.value.voyageID, to})
		}
	}
	for _, leg := range wanted {
		if _, there := o.legs.get(leg.place); !there {
			moves = append(moves, move{leg.place, "", leg.value})
		}
	}
	slices.SortFunc(moves, func(a, b move) int { return a.place.compare(b.place) })
	for _, m := range moves {
		if m.to == "" {
			o.legs.remove(m.place)
		} else {
			o.legs.put(m.place, route{m.to, epoch})
		}
		o.routed = epoch
	}
	return moves
}

// shown are the legs that a projection shows: those with a voyage, and leg 1 without one of each container that has none.
func (o *order) shown() []place {
	legs := make([]place, 0, len(o.legs)+len(o.containers))
	for _, c := range o.containers {
		if !c.value.value {
			continue
		}
		first, _ := o.legs.find(place{containerID: c.containerID})
		i := first
		for ; i < len(o.legs) && o.legs[i].containerID == c.containerID; i++ {
			legs = append(legs, o.legs[i].place)
		}
		if i == first {
			legs = append(legs, place{c.containerID, 1})
		}
	}
	return legs
}
