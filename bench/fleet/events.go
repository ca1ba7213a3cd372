package fleet

// created plans the OrderCreated event of an order.
func (t *trip) created(id string, at int64, goods product, boxes int64) {
	var o object
	o.text("type", "OrderCreated")
	o.instant("time", at)
	o.text("orderID", id)
	o.text("customerID", goods.customer)
	o.text("productID", goods.id)
	o.integer("quantity", boxes*(200+t.lane.rng.Int64N(300)))
	o.text("pickupAddress", t.from.code)
	o.text("destinationAddress", t.to.code)
	o.instant("pickupDate", t.load)
	o.instant("expectedDeliveryDate", t.discharge+12*hour)
	t.lane.plan(t.lane.topics.Orders, id, at, o.done())
}

// orderEvent plans an order event with at most one field of its own.
func (t *trip) orderEvent(id, kind string, at int64, field, value string) {
	t.event(t.lane.topics.Orders, "orderID", id, kind, at, field, value)
}

// voyageEvent plans a voyage event with at most one field of its own.
func (t *trip) voyageEvent(id, kind string, at int64, field, value string) {
	t.event(t.lane.topics.Voyages, "voyageID", id, kind, at, field, value)
}

func (t *trip) event(topic, key, id, kind string, at int64, field, value string) {
	var o object
	o.text("type", kind)
	o.instant("time", at)
	o.text(key, id)
	if field != "" {
		o.text(field, value)
	}
	t.lane.plan(topic, id, at, o.done())
}

func (t *trip) assigned(id, voyage string, leg, at int64) {
	var o object
	o.text("type", "VoyageAssigned")
	o.instant("time", at)
	o.text("orderID", id)
	o.text("voyageID", voyage)
	if leg != 1 {
		o.integer("leg", leg)
	}
	t.lane.plan(t.lane.topics.Orders, id, at, o.done())
}

// schedule plans what is known of a voyage beforehand; whoever planned it thinks in whole hours.
func (t *trip) schedule(voyage string, at, depart, arrive int64) {
	var o object
	o.text("type", "VoyageScheduled")
	o.instant("time", at)
	o.text("voyageID", voyage)
	o.text("vesselID", vessels[(t.lane.index+t.number)%len(vessels)])
	o.text("from", t.from.code)
	o.text("to", t.to.code)
	o.instant("plannedDeparture", depart-depart%hour)
	o.instant("plannedArrival", arrive-arrive%hour)
	t.lane.plan(t.lane.topics.Voyages, voyage, at, o.done())
}

// sail plans the actual departure and arrival; the arrival is reported a while after it happened.
func (t *trip) sail(voyage string, depart, arrive int64) {
	t.voyageEvent(voyage, "VoyageDeparted", depart, "", "")
	var o object
	reported := arrive + 20*minute
	o.text("type", "VoyageArrived")
	o.instant("time", reported)
	o.text("voyageID", voyage)
	o.instant("at", arrive)
	t.lane.plan(t.lane.topics.Voyages, voyage, reported, o.done())
}

// handled plans that a container was loaded on, or discharged from, a vessel.
func (t *trip) handled(kind, voyage, container string, at int64) {
	t.voyageEvent(voyage, kind, at, "containerID", container)
}
