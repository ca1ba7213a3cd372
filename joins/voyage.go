package joins

import (
	"coldchain/joins/event"
	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
)

// The formats of the voyages stage's values.
var (
	voyageFormat   = wire.Format{Name: "voyage", Version: 1}
	boardingFormat = wire.Format{Name: "boarding", Version: 1}
)

// voyage is what is known of a voyage.
type voyage struct {
	vesselID, from, to                                  register[string]
	plannedDeparture, plannedArrival, departed, arrived register[int64]
	cancelled                                           bool
	events                                              int64 // accepted
}

// boarding is what is known of a container on a voyage.
type boarding struct{ loaded, discharged register[int64] }

func (v *voyage) texts() []*register[string] {
	return []*register[string]{&v.vesselID, &v.from, &v.to}
}

func (v *voyage) times() []*register[int64] {
	return []*register[int64]{&v.plannedDeparture, &v.plannedArrival, &v.departed, &v.arrived}
}

func (v *voyage) append(b []byte) []byte {
	b = append(b, voyageFormat.Version)
	for _, r := range v.texts() {
		b = appendRegister(b, r, appendStringValue)
	}
	for _, r := range v.times() {
		b = appendRegister(b, r, wire.AppendInt)
	}
	return wire.AppendInt(wire.AppendBool(b, v.cancelled), v.events)
}

// decode reads a voyage; b is not kept.
func (v *voyage) decode(b []byte) error {
	r := voyageFormat.Open(b)
	r.Share()
	for _, text := range v.texts() {
		readRegister(r, text, readStringValue)
	}
	for _, time := range v.times() {
		readRegister(r, time, readIntValue)
	}
	v.cancelled, v.events = r.Bool(), r.Int()
	return r.Close(voyageFormat.Name)
}

func (c *boarding) append(b []byte) []byte {
	b = appendRegister(append(b, boardingFormat.Version), &c.loaded, wire.AppendInt)
	return appendRegister(b, &c.discharged, wire.AppendInt)
}

func (c *boarding) decode(b []byte) error {
	r := boardingFormat.Open(b)
	readRegister(r, &c.loaded, readIntValue)
	readRegister(r, &c.discharged, readIntValue)
	return r.Close(boardingFormat.Name)
}

// apply folds an event, but for the times of containers.
func (v *voyage) apply(ev *event.Voyage, s stamp) {
	v.events++
	switch ev.Type {
	case event.VoyageScheduled, event.VoyageUpdated:
		writeText(&v.vesselID, ev.VesselID, s)
		writeText(&v.from, ev.From, s)
		writeText(&v.to, ev.To, s)
		if ev.PlannedDeparture != nil {
			v.plannedDeparture.write(*ev.PlannedDeparture, s)
		}
		if ev.PlannedArrival != nil {
			v.plannedArrival.write(*ev.PlannedArrival, s)
		}
	case event.VoyageDeparted:
		v.departed.write(ev.At, s)
	case event.VoyageArrived:
		v.arrived.write(ev.At, s)
	case event.VoyageCancelled:
		v.cancelled = true
	case event.ContainerLoaded, event.ContainerDischarged:
	}
}

// apply folds a time of the container on the voyage.
func (c *boarding) apply(ev *event.Voyage, s stamp) {
	if ev.Type == event.ContainerLoaded {
		c.loaded.write(ev.At, s)
	} else {
		c.discharged.write(ev.At, s)
	}
}

// info is what a leg of the voyage shows of it. v is nil where nothing is known of the voyage, c
// where nothing is known of the leg's container.
func (v *voyage) info(c *boarding) voyageInfo {
	if v == nil {
		return voyageInfo{}
	}
	if c == nil {
		c = &boarding{}
	}
	i := voyageInfo{vesselID: known(&v.vesselID), from: known(&v.from), to: known(&v.to),
		events: v.events}
	if !v.cancelled {
		facts := judge.LegFacts{
			Loaded:           known(&c.loaded),
			Departed:         known(&v.departed),
			PlannedDeparture: known(&v.plannedDeparture),
			Discharged:       known(&c.discharged),
			Arrived:          known(&v.arrived),
			PlannedArrival:   known(&v.plannedArrival),
		}
		i.window = facts.Window()
	}
	return i
}
