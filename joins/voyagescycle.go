package joins

import (
	"errors"
	"maps"
	"slices"

	"coldchain/joins/internal/wire"
)

var unheardFormat = wire.Format{Name: "unheard legs", Version: 1}

// unheard is how far the legs of a held voyage were told.
type unheard struct {
	next  string // the key of the next leg; empty: begin with the first one
	again bool   // something came after the first legs were told: begin again at the end
}

func (u *unheard) append(b []byte) []byte {
	return wire.AppendBool(wire.AppendString(append(b, unheardFormat.Version), u.next), u.again)
}

func (u *unheard) decode(b []byte) error {
	r := unheardFormat.Open(b)
	u.next, u.again = r.String(), r.Bool()
	return r.Close(unheardFormat.Name)
}

// EndCycle implements Processor. It tells the legs of voyages what changed, a bounded number of
// them (endOfCycle). What is told of a leg is what is known then, so it is of no account how often
// a leg is told.
func (v *voyages) EndCycle(c Cycle, emit Emit) (more bool, err error) {
	v.voyage.flush()
	if c.Behind {
		v.progress.stop()
	}
	waits := c.holds() || c.Restoring
	v.held.mark(!waits)
	v.progress.mark(c.progress())
	v.room = c.room()
	if !c.Restoring {
		if err := v.release(emit); err != nil {
			return false, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(v.touched)) {
		if waits {
			err = v.hold(id)
		} else {
			err = v.tellTouched(id, v.touched[id], emit)
		}
		if err != nil {
			return false, err
		}
	}
	clear(v.touched)
	if c.Restoring {
		return false, nil
	}
	err = v.progress.send(&v.room, func(id string) (bool, error) {
		return true, v.tellAll(id, emit)
	})
	return v.held.more() || v.progress.more(), err
}

// hold leaves all legs of a voyage to the next release.
func (v *voyages) hold(id string) error {
	u, _, err := v.unheardOf(id)
	if err != nil {
		return err
	}
	u.again = u.next != ""
	v.keep(id, u)
	return nil
}

func (v *voyages) unheardOf(id string) (u unheard, there bool, err error) {
	b, there, err := v.held.get(id)
	if err == nil && there {
		err = u.decode(b)
	}
	return u, there, err
}

func (v *voyages) keep(id string, u unheard) {
	v.out = u.append(v.out[:0])
	v.held.put(id, v.out)
}

// release tells the legs of voyages that were held, as far as there is room.
func (v *voyages) release(emit Emit) error {
	return v.held.send(&v.room, func(id string) (done bool, err error) {
		u, _, err := v.unheardOf(id)
		for err == nil && !done {
			if u.next, err = v.tellFrom(id, u.next, emit); err != nil {
				break
			}
			if u.next != "" {
				v.keep(id, u)
				return false, nil
			}
			done, u.again = !u.again, false
		}
		if err != nil {
			return false, err
		}
		return true, v.progress.remove(id)
	})
}

// tellTouched tells the legs that must hear of this cycle's events.
func (v *voyages) tellTouched(id string, t *voyageTouch, emit Emit) error {
	if t.all {
		if _, there, err := v.held.get(id); err != nil || there {
			return errors.Join(err, v.hold(id))
		}
		return v.tellAll(id, emit)
	}
	v.progress.add(id) // the number of events is shown with every leg
	for _, container := range slices.Sorted(maps.Keys(t.containers)) {
		next, err := v.tellLegs(id, key(nil, legSpace, id, container, ""), "", emit)
		if err != nil {
			return err
		}
		if next != "" {
			v.held.goOn()
			return v.hold(id)
		}
	}
	return nil
}

// tellAll tells all legs of a voyage. Those for which there is no room are held, and due.
func (v *voyages) tellAll(id string, emit Emit) error {
	next, err := v.tellFrom(id, "", emit)
	if err != nil {
		return err
	}
	if next != "" {
		v.keep(id, unheard{next: next})
		v.held.goOn()
		return nil
	}
	return v.progress.remove(id)
}

// tellFrom tells the legs of a voyage from a key on, as far as there is room. It returns the key
// with which it goes on; empty at the end.
func (v *voyages) tellFrom(id, from string, emit Emit) (next string, err error) {
	return v.tellLegs(id, key(nil, legSpace, id, ""), from, emit)
}

// tellLegs does so with the legs under a prefix of keys.
func (v *voyages) tellLegs(id string, prefix []byte, from string, emit Emit) (string, error) {
	voy, err := v.voyage.find(id)
	if err != nil || voy == nil {
		return "", err
	}
	next, lower := "", prefix
	if from != "" {
		lower = []byte(from)
	}
	var legs []leg
	err = v.state.Scan(lower, prefixEnd(prefix), func(k, value []byte) error {
		if len(legs) >= v.room {
			next = string(k)
			return errEnough
		}
		l, err := decodeLeg(value)
		legs = append(legs, l)
		return err
	})
	if err != nil && !errors.Is(err, errEnough) {
		return "", err
	}
	v.room -= len(legs)
	for i := range legs {
		if err := v.tell(voy, &legs[i], emit); err != nil {
			return "", err
		}
	}
	return next, nil
}
