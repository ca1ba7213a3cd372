package joins

import (
	"maps"
	"slices"
)

// EndCycle implements Processor. It publishes the projections that changed in what is material;
// those that only progressed wait until progress is due.
func (o *orders) EndCycle(c Cycle, emit Emit) error {
	if o.rebook && !c.Restoring {
		if err := o.takeBook(emit); err != nil {
			return err
		}
	}
	due := c.settles(&o.restored)
	if c.holds() {
		for id := range o.touched {
			o.pending.add(id)
		}
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(o.touched)) {
		published, misjudged, err := o.publish(id, false, emit)
		if err != nil {
			return err
		}
		switch {
		case !misjudged:
			o.again.remove(id)
		case o.touched[id] || c.Restoring:
			o.again.add(id)
		}
		if published && !c.Restoring {
			o.pending.remove(id)
		} else {
			o.pending.add(id)
		}
	}
	clear(o.touched)
	if err := o.sendAgain(c, emit); err != nil {
		return err
	}
	if due {
		for _, id := range slices.Sorted(maps.Keys(o.pending.set)) {
			if _, _, err := o.publish(id, true, emit); err != nil {
				return err
			}
			o.pending.remove(id)
		}
	}
	return nil
}

// sendAgain sends the terms of orders of which a custody was judged by another rule than theirs. A
// result may have crossed with a change of the rule. But it may also tell of a rule book that a
// lost run of this task had taken over after the state was written, of which nothing else is known.
func (o *orders) sendAgain(c Cycle, emit Emit) error {
	if c.Restoring {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(o.again.set)) {
		x, _, err := o.state.Get(key(nil, orderSpace, id))
		if err != nil {
			return err
		}
		if ord, _ := x.(*order); ord != nil {
			o.sendAllTerms(id, ord, emit)
		}
		o.again.remove(id)
	}
	return nil
}

// publish sends the projection of an order, unless nothing material changed; always if progress is
// due. misjudged: a custody was judged by another rule than the order's.
func (o *orders) publish(id string, always bool, emit Emit) (published, misjudged bool, err error) {
	x, own, err := o.state.Get(key(nil, orderSpace, id))
	if err != nil || x == nil {
		return false, false, err
	}
	ord := x.(*order)
	p, err := project(id, ord, o.rules.of(ord), func(containerID string) (*result, error) {
		r, _, err := o.state.Get(resultKey(id, containerID))
		res, _ := r.(*result)
		return res, err
	})
	if err != nil {
		return false, false, err
	}
	if p.material == ord.published && !always {
		return false, p.misjudged, nil
	}
	emit(Compliance, []byte(id), p.json())
	if p.material != ord.published {
		if !own {
			ord = ord.clone()
			o.state.Put(key(nil, orderSpace, id), ord)
		}
		ord.published = p.material
	}
	return true, p.misjudged, nil
}

// takeBook sends all terms anew after the rule book changed.
func (o *orders) takeBook(emit Emit) error {
	err := o.state.Scan([]byte{orderSpace}, []byte{orderSpace + 1}, func(k []byte, x any) error {
		id, ord := string(k[1:]), x.(*order)
		o.sendAllTerms(id, ord, emit)
		o.touch(id)
		return nil
	})
	if err != nil {
		return err
	}
	o.state.Put([]byte{bookSpace}, raw(o.rules.book.Fingerprint()))
	o.rebook = false
	return nil
}
