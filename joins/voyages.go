package joins

import (
	"encoding"
	"maps"
	"slices"
	"strconv"

	"coldchain/joins/event"
)

// The key spaces of the voyages stage. Behind the voyage's id stand those of the container and the
// order, and the leg number.
const (
	voyageSpace   = 'v'
	boardingSpace = 'b'
	legSpace      = 'l'
)

// voyages is the stage that knows when a voyage was on its way. It keeps the registers of voyages
// and the legs that sail on them, and tells the container of each leg what its voyage says.
type voyages struct {
	decoder event.Decoder
	state   State
	pending pending
	touched map[string]*voyageTouch
	event   event.Voyage

	restored bool // no cycle since the restore could send
	key      []byte
	out      []byte
}

// voyageTouch says which legs of a voyage must hear of this cycle's events: all, or those of some
// containers.
type voyageTouch struct {
	all        bool
	containers map[string]struct{}
}

func newVoyages(s *Settings, st State) (*voyages, error) {
	v := &voyages{decoder: s.decoder(event.Voyages), state: st}
	return v, v.Reset()
}

// Reset implements Processor.
func (v *voyages) Reset() error {
	v.touched = map[string]*voyageTouch{}
	if err := v.pending.reset(v.state, pendingSpace); err != nil {
		return err
	}
	for id := range v.pending.set { // what was held
		v.touched[id] = &voyageTouch{all: true}
	}
	return nil
}

// Fold implements Processor: input 0 is `voyages`, input 1 the legs by voyage.
func (v *voyages) Fold(input int, r *event.Record, emit Emit) (event.Code, error) {
	if input == 1 {
		return "", v.assign(r, emit)
	}
	ev := &v.event
	if code := v.decoder.Voyage(r, ev); code != "" {
		return code, nil
	}
	voy, err := v.change(ev.VoyageID)
	if err != nil {
		return "", err
	}
	s := stampOf(r, ev.Time)
	voy.apply(ev, s)
	t := v.touched[ev.VoyageID]
	if t == nil {
		t = &voyageTouch{}
		v.touched[ev.VoyageID] = t
	}
	if ev.Type != event.ContainerLoaded && ev.Type != event.ContainerDischarged {
		t.all = true
		return "", nil
	}
	t.all = t.all || voy.events == 1
	if t.containers == nil {
		t.containers = map[string]struct{}{}
	}
	t.containers[ev.ContainerID] = struct{}{}
	return "", v.board(ev, s)
}

// board folds a time of a container on a voyage.
func (v *voyages) board(ev *event.Voyage, s stamp) error {
	v.key = key(v.key, boardingSpace, ev.VoyageID, ev.ContainerID)
	x, _, err := v.state.Get(v.key)
	if err != nil {
		return err
	}
	c := &boarding{}
	if x != nil {
		*c = *x.(*boarding)
	}
	c.apply(ev, s)
	v.state.Put(v.key, c)
	return nil
}

// change returns a voyage that may be changed.
func (v *voyages) change(id string) (*voyage, error) {
	v.key = key(v.key, voyageSpace, id)
	x, own, err := v.state.Get(v.key)
	if err != nil {
		return nil, err
	}
	if own {
		return x.(*voyage), nil
	}
	voy := &voyage{}
	if x != nil {
		*voy = *x.(*voyage)
	}
	v.state.Put(v.key, voy)
	return voy, nil
}

func (v *voyages) assign(r *event.Record, emit Emit) error {
	l, err := decodeLeg(r.Value)
	if err != nil {
		return err
	}
	v.key = key(v.key, legSpace, l.voyageID, l.containerID, l.orderID,
		strconv.FormatInt(l.number, 10))
	if l.withdrawn {
		v.state.Delete(v.key)
		return nil
	}
	v.state.Put(v.key, raw(l.append(nil)))
	v.key = key(v.key, voyageSpace, l.voyageID)
	x, _, err := v.state.Get(v.key)
	if err != nil {
		return err
	}
	voy, _ := x.(*voyage)
	return v.tell(voy, l, emit)
}

// EndCycle implements Processor. It tells the legs of voyages what changed.
func (v *voyages) EndCycle(c Cycle, emit Emit) error {
	due := c.settles(&v.restored)
	if c.holds() {
		for id := range v.touched {
			v.pending.add(id)
		}
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(v.touched)) {
		t := v.touched[id]
		if !t.all || c.Restoring {
			v.pending.add(id) // the number of events is shown with every leg
		}
		if c.Restoring {
			continue
		}
		if t.all {
			if err := v.tellAll(id, emit); err != nil {
				return err
			}
			v.pending.remove(id)
			continue
		}
		for _, container := range slices.Sorted(maps.Keys(t.containers)) {
			if err := v.tellLegs(id, key(nil, legSpace, id, container, ""), emit); err != nil {
				return err
			}
		}
	}
	clear(v.touched)
	if due {
		for _, id := range slices.Sorted(maps.Keys(v.pending.set)) {
			if err := v.tellAll(id, emit); err != nil {
				return err
			}
			v.pending.remove(id)
		}
	}
	return nil
}

func (v *voyages) tellAll(id string, emit Emit) error {
	return v.tellLegs(id, key(nil, legSpace, id, ""), emit)
}

// tellLegs tells the legs under a prefix of keys what is known of their voyage.
func (v *voyages) tellLegs(id string, prefix []byte, emit Emit) error {
	x, _, err := v.state.Get(key(nil, voyageSpace, id))
	if err != nil || x == nil {
		return err
	}
	var legs []leg
	err = v.state.Scan(prefix, prefixEnd(prefix), func(_ []byte, value any) error {
		l, err := decodeLeg(value.(raw))
		legs = append(legs, l)
		return err
	})
	if err != nil {
		return err
	}
	for _, l := range legs {
		if err := v.tell(x.(*voyage), l, emit); err != nil {
			return err
		}
	}
	return nil
}

// tell tells a leg's container what is known of the leg's voyage; voy is nil where that is nothing.
func (v *voyages) tell(voy *voyage, l leg, emit Emit) error {
	v.key = key(v.key, boardingSpace, l.voyageID, l.containerID)
	x, _, err := v.state.Get(v.key)
	if err != nil {
		return err
	}
	c, _ := x.(*boarding)
	said := voyageLeg{l.legID, l.epoch, voy.info(c)}
	v.out = said.append(append(v.out[:0], voyageLegKind))
	emit(LegsByContainer, []byte(l.containerID), v.out)
	return nil
}

func decodeVoyagesValue(k, value []byte) (encoding.BinaryAppender, error) {
	switch k[0] {
	case voyageSpace:
		return decodeVoyage(value)
	case boardingSpace:
		return decodeBoarding(value)
	case legSpace, pendingSpace:
		return append(raw{}, value...), nil
	default:
		return nil, unknownKey("voyages", k)
	}
}
