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
		r := o.containers[ev.ContainerID]
		r.write(ev.Type == ContainerAllocated, s)
		o.containers[ev.ContainerID] = r
		return true
	case VoyageAssigned, VoyageUnassigned:
		voyage := ev.VoyageID
		if ev.Type == VoyageUnassigned {
			voyage = ""
		}
		if ev.ContainerID == "" {
			r := o.voyages[ev.Leg]
			r.write(voyage, s)
			o.voyages[ev.Leg] = r
		} else {
			p := place{ev.ContainerID, ev.Leg}
			r := o.own[p]
			r.write(voyage, s)
			o.own[p] = r
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
func (o *order) wanted() map[place]string {
	legs := map[place]string{}
	for id, present := range o.containers {
		if !present.value {
			continue
		}
		for n, r := range o.voyages {
			if r.value != "" {
				legs[place{id, n}] = r.value
			}
		}
	}
	for p, r := range o.own {
		if r.value != "" && o.containers[p.containerID].value {
			legs[p] = r.value
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
	for p, old := range o.legs {
		if to := wanted[p]; to != old.voyageID {
			moves = append(moves, move{p, old.voyageID, to})
		}
	}
	for p, to := range wanted {
		if _, there := o.legs[p]; !there {
			moves = append(moves, move{p, "", to})
		}
	}
	slices.SortFunc(moves, func(a, b move) int { return a.place.compare(b.place) })
	for _, m := range moves {
		if m.to == "" {
			delete(o.legs, m.place)
		} else {
			o.legs[m.place] = route{m.to, epoch}
		}
		o.routed = epoch
	}
	return moves
}

// shown are the legs that a projection shows: those with a voyage, and leg 1 without one of each container that has none.
func (o *order) shown() []place {
	var legs []place
	with := map[string]bool{}
	for p := range o.legs {
		legs = append(legs, p)
		with[p.containerID] = true
	}
	for id, present := range o.containers {
		if present.value && !with[id] {
			legs = append(legs, place{id, 1})
		}
	}
	slices.SortFunc(legs, place.compare)
	return legs
}
