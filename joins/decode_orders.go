package joins

const (
	maxQuantity = 1_000_000_000_000_000 // thousandths, either way
	maxLeg      = 1_000_000
)

// Order reads a record of the orders topic. It sets ev anew, and what ev holds
// is of no meaning unless the record is accepted.
func (d *Decoder) Order(r *Record, ev *OrderEvent) Code {
	*ev = OrderEvent{Leg: 1}
	if code := d.readFields(r, orderName); code != "" {
		return code
	}
	if d.repeatsRuleKey() {
		return BadJSON
	}
	if ev.Type = orderTypeNamed(d.eventType()); ev.Type == 0 {
		return UnknownType
	}
	id, code := d.readOrderIDs(r, ev)
	if code != "" {
		return code
	}
	var ok bool
	if ev.Time, ok = d.eventTime(r); !ok {
		return BadTime
	}
	if d.fields.payload > payloadRead || !d.readOrderValues(ev) {
		return BadValue
	}
	return d.checkKey(r, id)
}

// repeatsRuleKey says whether a rule, be it one that is read or not, has a key
// twice.
func (d *Decoder) repeatsRuleKey() bool {
	for l := range d.fields.level {
		level := &d.fields.level[l]
		if level.present&(1<<fieldRule) == 0 {
			continue
		}
		if v := &level.slot[fieldRule]; (v.kind == jsonObject || v.kind == jsonArray) && repeatsKey(v.raw) {
			return true
		}
	}
	return false
}

func orderTypeNamed(name []byte) OrderType {
	for t, known := range orderTypeNames {
		if t > 0 && string(name) == known {
			return OrderType(t)
		}
	}
	if string(name) == "OderCancelled" { // as one emitter spells it
		return OrderCancelled
	}
	return 0
}

// readOrderIDs reads the ids that the event's type has.
func (d *Decoder) readOrderIDs(r *Record, ev *OrderEvent) (id []byte, code Code) {
	f := &d.fields
	order := f.get(fieldOrderID, fieldOrderID)
	missing := order == nil && r.Key == nil
	var container, voyage *jsonValue
	switch ev.Type {
	case ContainerAllocated, ContainerDeallocated:
		container = f.get(fieldContainerID, fieldContainerIDSnake)
		missing = missing || container == nil
	case VoyageAssigned, VoyageUnassigned:
		container = f.get(fieldContainerID, fieldContainerIDSnake)
		voyage = f.get(fieldOrderVoyageID, fieldOrderVoyageID)
		missing = missing || voyage == nil
	case OrderSpoilt:
		container = f.get(fieldContainerID, fieldContainerIDSnake)
	}
	if missing {
		return nil, MissingID
	}
	id, ok := d.ownID(r, order)
	if !ok {
		return nil, BadID
	}
	containerID, ok := d.id(container)
	if !ok {
		return nil, BadID
	}
	voyageID, ok := d.id(voyage)
	if !ok {
		return nil, BadID
	}
	ev.OrderID, ev.ContainerID, ev.VoyageID = string(id), string(containerID), string(voyageID)
	return id, ""
}

// readOrderValues reads the other fields of the event's type. It is not ok if
// one of them has a wrong form.
func (d *Decoder) readOrderValues(ev *OrderEvent) (ok bool) {
	f := &d.fields
	switch ev.Type {
	case OrderCreated, OrderUpdated:
		return d.readAttributes(ev)
	case VoyageAssigned, VoyageUnassigned:
		v := f.get(fieldLeg, fieldLeg)
		if v == nil {
			return true
		}
		n, ok := d.number(v)
		if !ok {
			return false
		}
		ev.Leg, ok = n.whole()
		return ok && ev.Leg >= 1 && ev.Leg <= maxLeg
	case OrderCancelled, OrderRejected, OrderDelivered, OrderSpoilt, ContainerNotFound, VoyageNotFound:
		ev.Reason, ok = d.freeText(f.get(fieldOrderReason, fieldOrderReason))
		return ok
	}
	return true
}

// readAttributes reads what OrderCreated and OrderUpdated say of the order.
func (d *Decoder) readAttributes(ev *OrderEvent) (ok bool) {
	f := &d.fields
	for _, text := range [...]struct {
		name field
		into **string
	}{
		{fieldCustomerID, &ev.CustomerID},
		{fieldProductID, &ev.ProductID},
		{fieldPickupDate, &ev.PickupDate},
		{fieldExpectedDeliveryDate, &ev.ExpectedDeliveryDate},
	} {
		if *text.into, ok = d.freeText(f.get(text.name, text.name)); !ok {
			return false
		}
	}
	if ev.PickupAddress, ok = address(f.get(fieldPickupAddress, fieldPickupAddress)); !ok {
		return false
	}
	if ev.DestinationAddress, ok = address(f.get(fieldDestinationAddress, fieldDestinationAddress)); !ok {
		return false
	}
	if v := f.get(fieldQuantity, fieldQuantity); v != nil {
		n, ok := d.number(v)
		if !ok || n.thousandths < -maxQuantity || n.thousandths > maxQuantity {
			return false
		}
		ev.Quantity = &n.thousandths
	}
	if v := f.get(fieldRule, fieldRule); v != nil {
		if v.kind != jsonObject {
			return false
		}
		rule, err := ParseRule(v.raw)
		if err != nil {
			return false
		}
		ev.Rule = rule
	}
	return true
}

// address is an object or a text as compact JSON; nil = absent.
func address(v *jsonValue) (compact []byte, ok bool) {
	switch {
	case v == nil:
		return nil, true
	case v.kind == jsonObject:
		return appendCompact(nil, v.raw), true
	case v.kind == jsonString:
		compact = append(make([]byte, 0, len(v.raw)+2), '"')
		compact = append(compact, v.raw...)
		return append(compact, '"'), true
	}
	return nil, false
}
