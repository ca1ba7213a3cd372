package joins

import (
	"encoding"

	"maps"
	"slices"
	"strconv"
)

// The key spaces of the voyages stage. Behind the voyage's id come those of the container, the order and the leg.
const (
	voyageSpace   = 'v'
	boardingSpace = 'b'
	legSpace      = 'l'
)

// Voyages is the stage that knows when a voyage was on its way: it keeps the registers of voyages and the legs that sail on them, and tells the
// container of each leg its window.
type Voyages struct {
	decoder Decoder
	state   State
	pending pending
	touched map[string]*voyageTouch
	key     []byte
	out     []byte
}

// voyageTouch says which legs of a voyage must hear of this cycle's events: all, or those of some containers.
type voyageTouch struct {
	all        bool
	containers map[string]struct{}
}

// NewVoyages returns the stage over its state.
func NewVoyages(d Decoder, s State) (*Voyages, error) {
	v := &Voyages{decoder: d, state: s}
	return v, v.Reset()
}

// Reset forgets what is kept beside the state, after a cycle was aborted.
func (v *Voyages) Reset() error {
	v.touched = map[string]*voyageTouch{}
	return v.pending.reset(v.state, pendingSpace)
}

// Fold takes a record of `voyages` (input 0) or of the legs by voyage (input 1). It returns why the record was refused, or an error of the state.
func (v *Voyages) Fold(input int, r *Record, emit Emit) (Code, error) {
	if input == 1 {
		return "", v.assign(r, emit)
	}
	var ev VoyageEvent
	if code := v.decoder.Voyage(r, &ev); code != "" {
		return code, nil
	}
	voy, err := v.change(ev.VoyageID)
	if err != nil {
		return "", err
	}
	s := stampOf(r, ev.Time)
	voy.apply(&ev, s)
	t := v.touched[ev.VoyageID]
	if t == nil {
		t = &voyageTouch{containers: map[string]struct{}{}}
		v.touched[ev.VoyageID] = t
	}
	if ev.Type != ContainerLoaded && ev.Type != ContainerDischarged {
		t.all = true
		return "", nil
	}
	t.containers[ev.ContainerID] = struct{}{}
	v.key = key(v.key, boardingSpace, ev.VoyageID, ev.ContainerID)
	x, _, err := v.state.Get(v.key)
	if err != nil {
		return "", err
	}
	c := &boarding{}
	if x != nil {
		*c = *x.(*boarding)
	}
	c.apply(&ev, s)
	v.state.Put(v.key, c)
	return "", nil
}

// change returns a voyage that may be changed.
func (v *Voyages) change(id string) (*voyage, error) {
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

func (v *Voyages) assign(r *Record, emit Emit) error {
	a, err := decodeAssignment(r.Value)
	if err != nil {
		return err
	}
	v.key = key(v.key, legSpace, a.voyageID, a.containerID, a.orderID, strconv.FormatInt(a.number, 10))
	if a.withdrawn {
		v.state.Delete(v.key)
		v.send(&voyageLeg{assignment: a}, emit)
		return nil
	}
	v.state.Put(v.key, raw(a.append(nil)))
	v.key = key(v.key, voyageSpace, a.voyageID)
	x, _, err := v.state.Get(v.key)
	if err != nil || x == nil {
		return err // nothing can be said of the leg before the voyage's first event
	}
	return v.tell(x.(*voyage), a, emit)
}

// EndCycle tells the legs of voyages what changed.
func (v *Voyages) EndCycle(c Cycle, emit Emit) error {
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
	if c.progress() {
		for _, id := range slices.Sorted(maps.Keys(v.pending.set)) {
			if err := v.tellAll(id, emit); err != nil {
				return err
			}
			v.pending.remove(id)
		}
	}
	return nil
}

func (v *Voyages) tellAll(id string, emit Emit) error {
	return v.tellLegs(id, key(nil, legSpace, id, ""), emit)
}

// tellLegs tells the legs under a prefix of keys what is known of their voyage.
func (v *Voyages) tellLegs(id string, prefix []byte, emit Emit) error {
	x, _, err := v.state.Get(key(nil, voyageSpace, id))
	if err != nil || x == nil {
		return err
	}
	var legs []assignment
	err = v.state.Scan(prefix, prefixEnd(prefix), func(_ []byte, leg any) error {
		a, err := decodeAssignment(leg.(raw))
		legs = append(legs, a)
		return err
	})
	if err != nil {
		return err
	}
	for _, a := range legs {
		if err := v.tell(x.(*voyage), a, emit); err != nil {
			return err
		}
	}
	return nil
}

func (v *Voyages) tell(voy *voyage, a assignment, emit Emit) error {
	v.key = key(v.key, boardingSpace, a.voyageID, a.containerID)
	x, _, err := v.state.Get(v.key)
	if err != nil {
		return err
	}
	c, _ := x.(*boarding)
	v.send(&voyageLeg{assignment: a, voyage: voy.info(c)}, emit)
	return nil
}

func (v *Voyages) send(l *voyageLeg, emit Emit) {
	v.out = l.append(v.out[:0])
	emit(LegsByContainer, []byte(l.containerID), v.out)
}

// DecodeVoyages reads a value of the voyages stage's state.
func DecodeVoyages(k, value []byte) (encoding.BinaryAppender, error) {
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
