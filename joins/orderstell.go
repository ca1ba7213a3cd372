package joins

import "slices"

// teller tells what one event changed.
type teller struct {
	*orders
	id    string
	order *order
	rule  []byte
	epoch int64
	emit  Emit
}

// tell brings a custody in line with the registers. facts: what the terms say beside the legs
// changed.
func (t *teller) tell(c *orderContainer, facts bool) error {
	if !c.present.value {
		return t.withdraw(c)
	}
	var before []route
	if c.custody != nil {
		before = c.custody.legs
	}
	legs, moved := t.order.wanted(c), false
	for i := range legs {
		l := &legs[i]
		k := slices.IndexFunc(before, func(r route) bool { return r.number == l.number })
		if k >= 0 && before[k].voyageID == l.voyageID {
			l.epoch = before[k].epoch
		} else {
			l.epoch, moved = t.epoch, true
		}
	}
	if c.custody != nil && !moved && len(legs) == len(before) && !facts {
		return nil
	}
	custody := &orderCustody{born: t.epoch, epoch: t.epoch, legs: legs}
	if c.custody != nil {
		custody.born = c.custody.born
	}
	c.custody, t.order.changed = custody, t.epoch
	t.sendTerms(t.id, t.order, c, t.rule, t.emit)
	for _, l := range before {
		if !slices.Contains(legs, l) {
			t.sendLeg(leg{legID{t.id, c.id, l.number}, l.voyageID, t.epoch, true}, t.emit)
		}
	}
	for _, l := range legs {
		if l.epoch == t.epoch {
			t.sendLeg(leg{legID{t.id, c.id, l.number}, l.voyageID, l.epoch, false}, t.emit)
		}
	}
	return nil
}

// withdraw ends the custody of a container that is not the order's any more.
func (t *teller) withdraw(c *orderContainer) error {
	if c.custody == nil {
		return nil
	}
	t.order.changed = t.epoch
	x := terms{orderID: t.id, born: c.custody.born, epoch: t.epoch, withdrawn: true}
	t.send(c.id, &x, t.emit)
	for _, l := range c.custody.legs {
		t.sendLeg(leg{legID{t.id, c.id, l.number}, l.voyageID, t.epoch, true}, t.emit)
	}
	c.custody = nil
	r, err := t.resultOf(0, t.id, c.id)
	if r != nil && err == nil && r.epoch < t.epoch {
		t.state.Delete(t.key)
	}
	return err
}

// sendTerms sends what an order says of a custody.
func (o *orders) sendTerms(id string, ord *order, c *orderContainer, rule []byte, emit Emit) {
	o.send(c.id, &terms{
		orderID: id, born: c.custody.born, epoch: c.custody.epoch, rule: rule, legs: c.custody.legs,
		stuffed: known(&c.stuffed), stripped: known(&c.stripped), delivered: ord.delivered(),
	}, emit)
}

func (o *orders) send(containerID string, t *terms, emit Emit) {
	o.out = t.append(append(o.out[:0], termsKind))
	emit(LegsByContainer, []byte(containerID), o.out)
}

func (o *orders) sendLeg(l leg, emit Emit) {
	o.out = l.append(o.out[:0])
	emit(LegsByVoyage, []byte(l.voyageID), o.out)
}

// sendAllTerms sends the terms of all custodies of an order again, with the rule of now.
func (o *orders) sendAllTerms(id string, emit Emit) error {
	ord, err := o.order.find(id)
	if err != nil || ord == nil {
		return err
	}
	rule := o.rules.of(ord)
	for i := range ord.containers {
		if c := &ord.containers[i]; c.custody != nil {
			o.sendTerms(id, ord, c, rule, emit)
			o.room--
		}
	}
	return nil
}
