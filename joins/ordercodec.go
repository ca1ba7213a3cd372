package joins

import "coldchain/joins/internal/wire"

func (o *order) texts() []*register[string] {
	return []*register[string]{
		&o.customer, &o.product, &o.pickupDate, &o.expectedDelivery,
		&o.pickupAddress, &o.destinationAddress, &o.rule,
	}
}

func (o *order) AppendBinary(b []byte) ([]byte, error) {
	b = wire.AppendBool(append(b, orderFormat.Version), o.created)
	for _, r := range o.texts() {
		b = appendRegister(b, r, appendStringValue)
	}
	b = appendRegister(b, &o.quantity, wire.AppendInt)
	b = appendRegister(b, &o.status, func(b []byte, s status) []byte { return append(b, byte(s)) })
	b = o.claims.append(wire.AppendInt(b, o.events), appendClaim)
	b = o.decisions.append(b, appendDecision)
	b = wire.AppendUint(b, uint64(len(o.containers)))
	for i := range o.containers {
		b = o.containers[i].append(b)
	}
	b = appendVoyages(b, o.voyages)
	b = wire.AppendUint(b, uint64(len(o.named)))
	for i := range o.named {
		n := &o.named[i]
		b = wire.AppendUint(wire.AppendInt(b, int64(n.partition)), uint64(len(n.containers)))
		for _, id := range n.containers {
			b = wire.AppendString(b, id)
		}
		b = wire.AppendUint(b, uint64(len(n.legs)))
		for _, leg := range n.legs {
			b = wire.AppendInt(b, leg)
		}
	}
	return append(wire.AppendInt(b, o.changed), o.published[:]...), nil
}

func (c *orderContainer) append(b []byte) []byte {
	b = appendRegister(wire.AppendString(b, c.id), &c.present, wire.AppendBool)
	b = appendRegister(appendRegister(b, &c.stuffed, wire.AppendInt), &c.stripped, wire.AppendInt)
	b = appendVoyages(b, c.own)
	b = wire.AppendBool(b, c.custody != nil)
	if c.custody == nil {
		return b
	}
	b = wire.AppendInt(wire.AppendInt(b, c.custody.born), c.custody.epoch)
	return appendRoutes(b, c.custody.legs)
}

func appendVoyages(b []byte, list []legVoyage) []byte {
	b = wire.AppendUint(b, uint64(len(list)))
	for i := range list {
		b = appendRegister(wire.AppendInt(b, list[i].number), &list[i].voyage, appendStringValue)
	}
	return b
}

func readVoyages(r *wire.Reader) (list []legVoyage) {
	for range r.Count() {
		l := legVoyage{number: r.Int()}
		readRegister(r, &l.voyage, readStringValue)
		list = append(list, l)
	}
	return list
}

func decodeOrder(b []byte) (*order, error) {
	r, o := orderFormat.Open(b), newOrder()
	o.created = r.Bool()
	for _, text := range o.texts() {
		readRegister(r, text, readStringValue)
	}
	readRegister(r, &o.quantity, readIntValue)
	readRegister(r, &o.status, func(r *wire.Reader) status {
		return status(r.Below(int(numStatuses)))
	})
	o.events = r.Int()
	o.claims = readRecent(r, readClaim)
	o.decisions = readRecent(r, readDecision)
	for range r.Count() {
		o.containers = append(o.containers, readOrderContainer(r))
	}
	o.voyages = readVoyages(r)
	for range r.Count() {
		n := named{partition: int32(r.Int())}
		for range r.Count() {
			n.containers = append(n.containers, r.String())
		}
		for range r.Count() {
			n.legs = append(n.legs, r.Int())
		}
		o.named = append(o.named, n)
	}
	o.changed, o.published = r.Int(), readDigest(r)
	return o, r.Close(orderFormat.Name)
}

func readOrderContainer(r *wire.Reader) orderContainer {
	c := orderContainer{id: r.String()}
	readRegister(r, &c.present, (*wire.Reader).Bool)
	readRegister(r, &c.stuffed, readIntValue)
	readRegister(r, &c.stripped, readIntValue)
	c.own = readVoyages(r)
	if r.Bool() {
		c.custody = &orderCustody{born: r.Int(), epoch: r.Int(), legs: readRoutes(r)}
	}
	return c
}
