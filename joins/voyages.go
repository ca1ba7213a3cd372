package joins

import (
	"errors"
	"strconv"

	"coldchain/joins/event"
)

// The key spaces of the voyages stage, beside those of what waits. Behind the voyage's id stand
// those of the container and the order, and the leg number.
const (
	voyageSpace   = 'v'
	boardingSpace = 'b'
	legSpace      = 'l'
)

// voyages is the stage that knows when a voyage was on its way. It keeps the registers of voyages
// and the legs that sail on them, and tells the container of each leg what its voyage says.
type voyages struct {
	decoder  event.Decoder
	state    State
	voyage   latest[voyage]
	touched  map[string]*voyageTouch // in this cycle
	held     waiting                 // each with how far its legs were told: see unheard
	progress waiting

	room     int // how many legs the end of the cycle may still tell: see endOfCycle
	event    event.Voyage
	boarding boarding
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
	v := &voyages{
		decoder: s.decoder(event.Voyages), state: st,
		voyage: latest[voyage]{state: st, space: voyageSpace, clear: func(v *voyage) { *v = voyage{} },
			decode: (*voyage).decode, append: (*voyage).append},
		touched: map[string]*voyageTouch{},
		held:    newWaiting(st, heldSpace), progress: newWaiting(st, pendingSpace),
	}
	err := onlySpaces("voyages", st, voyageSpace, boardingSpace, legSpace, heldSpace, pendingSpace)
	if err != nil {
		return nil, err
	}
	return v, v.Reset()
}

// Reset implements Processor. What waits is not read: the end of the next cycle goes on with it.
func (v *voyages) Reset() error {
	v.voyage.forget()
	clear(v.touched)
	return errors.Join(v.held.back(), v.progress.back())
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
	voy, err := v.voyage.make(ev.VoyageID)
	if err != nil {
		return "", err
	}
	s := stampOf(r, ev.Time)
	voy.apply(ev, s)
	v.voyage.changed = true
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
	c, err := v.boardingOf(ev.VoyageID, ev.ContainerID)
	if err != nil {
		return err
	}
	c.apply(ev, s)
	v.out = c.append(v.out[:0])
	v.state.Put(v.key, v.out)
	return nil
}

// boardingOf reads what is known of a container on a voyage, and leaves its key in v.key.
func (v *voyages) boardingOf(voyageID, containerID string) (*boarding, error) {
	v.boarding = boarding{}
	v.key = key(v.key, boardingSpace, voyageID, containerID)
	b, there, err := v.state.Get(v.key)
	if err == nil && there {
		err = v.boarding.decode(b)
	}
	return &v.boarding, err
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
	v.state.Put(v.key, r.Value)
	voy, err := v.voyage.find(l.voyageID)
	if err != nil {
		return err
	}
	return v.tell(voy, &l, emit)
}

// tell tells a leg's container what is known of the leg's voyage; voy is nil where that is nothing.
func (v *voyages) tell(voy *voyage, l *leg, emit Emit) error {
	c, err := v.boardingOf(l.voyageID, l.containerID)
	if err != nil {
		return err
	}
	said := voyageLeg{l.legID, l.epoch, voy.info(c)}
	v.out = said.append(append(v.out[:0], voyageLegKind))
	emit(LegsByContainer, []byte(l.containerID), v.out)
	return nil
}
