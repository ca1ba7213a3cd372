package joins

import (
	"maps"
	"slices"
)

// EndCycle implements Processor. It publishes the projections that changed in what is material;
// those that only progressed wait until progress is due. Of the orders that wait it visits a
// bounded number (endOfCycle).
func (o *orders) EndCycle(c Cycle, emit Emit) (more bool, err error) {
	o.order.flush()
	if c.Behind {
		o.progress.stop()
	}
	o.held.mark(!c.holds() && !c.Restoring)
	o.progress.mark(c.progress())
	o.rebook.mark()
	if c.Restoring {
		o.blank = false
		return false, o.restored()
	}
	for _, id := range slices.Sorted(maps.Keys(o.touched)) {
		if err := o.look(id, o.touched[id], c, emit); err != nil {
			return false, err
		}
	}
	clear(o.touched)
	o.room = c.room()
	if err := o.takeBook(c, emit); err != nil {
		return false, err
	}
	err = o.held.send(&o.room, func(id string) (bool, error) {
		return true, o.settle(id, true, emit)
	})
	if err != nil {
		return false, err
	}
	err = o.progress.send(&o.room, func(id string) (bool, error) {
		_, _, err := o.publish(id, true, emit)
		return true, err
	})
	o.order.flush()
	return o.rebook.underWay() || o.held.more() || o.progress.more(), err
}

// look settles an order, or leaves it until what is held is released.
func (o *orders) look(id string, answered bool, c Cycle, emit Emit) error {
	if c.holds() {
		o.held.add(id)
		return nil
	}
	return o.settle(id, answered, emit)
}

// restored leaves the orders of a cycle whose output goes nowhere to the first one that can send
// (J4). What the lost run sent of them is not known, so whatever they say then is sent.
func (o *orders) restored() error {
	for _, id := range slices.Sorted(maps.Keys(o.touched)) {
		ord, err := o.order.find(id)
		if err != nil {
			return err
		}
		if ord != nil && ord.published != (digest{}) {
			ord.published, o.order.changed = digest{}, true
		}
		o.held.add(id)
	}
	clear(o.touched)
	o.order.flush()
	return nil
}

// settle publishes an order if it changed in what is material, else leaves it until progress is
// due. Where a result has come, it sends the terms again if a custody was judged by another rule
// than theirs. A result may have crossed with a change of the rule. But it may also tell of a rule
// book that a lost run of this task had taken over after the state was written, of which nothing
// else is known.
func (o *orders) settle(id string, answered bool, emit Emit) error {
	published, misjudged, err := o.publish(id, false, emit)
	if err != nil {
		return err
	}
	if misjudged && answered {
		if err := o.sendAllTerms(id, emit); err != nil {
			return err
		}
	}
	if published {
		return o.progress.remove(id)
	}
	o.progress.add(id)
	return nil
}

// publish sends the projection of an order, unless nothing material changed; always if progress is
// due. misjudged: a custody was judged by another rule than the order's.
func (o *orders) publish(id string, always bool, emit Emit) (published, misjudged bool, err error) {
	ord, err := o.order.find(id)
	if err != nil || ord == nil {
		return false, false, err
	}
	n := 0
	p, err := project(id, ord, o.rules.of(ord), func(containerID string) (*result, error) {
		r, err := o.resultOf(n, id, containerID)
		n++
		return r, err
	})
	o.room -= n
	if err != nil {
		return false, false, err
	}
	if p.material == ord.published && !always {
		return false, p.misjudged, nil
	}
	emit(Compliance, []byte(id), p.json())
	if p.material != ord.published {
		ord.published, o.order.changed = p.material, true
	}
	return true, p.misjudged, nil
}

// takeBook sends all terms anew after the rule book changed.
func (o *orders) takeBook(c Cycle, emit Emit) error {
	if !o.rebook.underWay() {
		return nil
	}
	if o.blank { // what orders there are now were told by this book
		o.rebook.stop()
		o.state.Put([]byte{bookSpace}, []byte(o.rules.book.Fingerprint()))
		return nil
	}
	err := o.rebook.walk(&o.room, func(id string) (bool, error) {
		if err := o.sendAllTerms(id, emit); err != nil {
			return false, err
		}
		return true, o.look(id, false, c, emit)
	})
	if err != nil || o.rebook.underWay() {
		return err
	}
	o.state.Put([]byte{bookSpace}, []byte(o.rules.book.Fingerprint()))
	return nil
}
