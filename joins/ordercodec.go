package joins

import "coldchain/joins/internal/wire"

func (o *order) texts() []*register[string] {
	return []*register[string]{
		&o.customer, &o.product, &o.pickupDate, &o.expectedDelivery,
		&o.pickupAddress, &o.destinationAddress, &o.rule,
	}
}

func (o *order) append(b []byte) []byte {
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
	return append(wire.AppendInt(b, o.changed), o.published[:]...)
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

func readVoyages(r *wire.Reader, list []legVoyage) []legVoyage {
	for range r.Count() {
		l := legVoyage{number: r.Int()}
		readRegister(r, &l.voyage, readStringValue)
		list = append(list, l)
	}
	return list
}

// decode reads an order. Its memory is reused; b is not kept.
func (o *order) decode(b []byte) error {
	r := orderFormat.Open(b)
	r.Share()
	o.clear()
	o.created = r.Bool()
	for _, text := range o.texts() {
		readRegister(r, text, readStringValue)
	}
	readRegister(r, &o.quantity, readIntValue)
	readRegister(r, &o.status, func(r *wire.Reader) status {
		return status(r.Below(int(numStatuses)))
	})
	o.events = r.Int()
	o.claims.read(r, readClaim)
	o.decisions.read(r, readDecision)
	for range r.Count() {
		o.containers = grown(o.containers)
		o.containers[len(o.containers)-1].read(r)
	}
	o.voyages = readVoyages(r, o.voyages)
	for range r.Count() {
		o.named = grown(o.named)
		o.named[len(o.named)-1].read(r)
	}
	o.changed, o.published = r.Int(), readDigest(r)
	return r.Close(orderFormat.Name)
}

func (n *named) read(r *wire.Reader) {
	n.partition, n.containers, n.legs = int32(r.Int()), n.containers[:0], n.legs[:0]
	for range r.Count() {
		n.containers = append(n.containers, r.String())
	}
	for range r.Count() {
		n.legs = append(n.legs, r.Int())
	}
}

func (c *orderContainer) read(r *wire.Reader) {
	c.id = r.String()
	readRegister(r, &c.present, (*wire.Reader).Bool)
	readRegister(r, &c.stuffed, readIntValue)
	readRegister(r, &c.stripped, readIntValue)
	c.own = readVoyages(r, c.own[:0])
	if !r.Bool() {
		c.custody = nil
		return
	}
	if c.custody == nil {
		c.custody = &orderCustody{}
	}
	u := c.custody
	u.born, u.epoch, u.legs = r.Int(), r.Int(), readRoutes(r, u.legs[:0])
}
