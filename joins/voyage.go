package joins

import "fmt"

const voyageVersion = 1

// voyage is what is known of a voyage.
type voyage struct {
	vesselID, from, to                                  register[string]
	plannedDeparture, plannedArrival, departed, arrived register[int64]
	cancelled                                           bool
	events                                              int64 // accepted
}

// boarding is what is known of a container on a voyage.
type boarding struct{ loaded, discharged register[int64] }

func appendStringValue(b []byte, s string) []byte { return appendString(b, s) }
func readStringValue(w *wire) string              { return w.string() }

// Size is the memory that the value takes.
func (v *voyage) Size() int { return 400 }

func (v *voyage) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, voyageVersion)
	for _, r := range []*register[string]{&v.vesselID, &v.from, &v.to} {
		b = appendRegister(b, r, appendStringValue)
	}
	for _, r := range []*register[int64]{&v.plannedDeparture, &v.plannedArrival, &v.departed, &v.arrived} {
		b = appendRegister(b, r, appendInt)
	}
	return appendInt(appendBool(b, v.cancelled), v.events), nil
}

func decodeVoyage(b []byte) (*voyage, error) {
	w, v := &wire{b: b}, &voyage{}
	w.open("voyage", voyageVersion)
	for _, r := range []*register[string]{&v.vesselID, &v.from, &v.to} {
		readRegister(w, r, readStringValue)
	}
	for _, r := range []*register[int64]{&v.plannedDeparture, &v.plannedArrival, &v.departed, &v.arrived} {
		readRegister(w, r, readTime)
	}
	v.cancelled, v.events = w.bool(), w.int()
	return v, w.close("voyage")
}

// Size is the memory that the value takes.
func (c *boarding) Size() int { return 100 }

func (c *boarding) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, voyageVersion)
	return appendRegister(appendRegister(b, &c.loaded, appendInt), &c.discharged, appendInt), nil
}

func decodeBoarding(b []byte) (*boarding, error) {
	w, c := &wire{b: b}, &boarding{}
	w.open("boarding", voyageVersion)
	readRegister(w, &c.loaded, readTime)
	readRegister(w, &c.discharged, readTime)
	return c, w.close("boarding")
}

// apply folds an event, but for the times of containers.
func (v *voyage) apply(ev *VoyageEvent, s stamp) {
	v.events++
	switch ev.Type {
	case VoyageScheduled, VoyageUpdated:
		writeText(&v.vesselID, ev.VesselID, s)
		writeText(&v.from, ev.From, s)
		writeText(&v.to, ev.To, s)
		if ev.PlannedDeparture != nil {
			v.plannedDeparture.write(*ev.PlannedDeparture, s)
		}
		if ev.PlannedArrival != nil {
			v.plannedArrival.write(*ev.PlannedArrival, s)
		}
	case VoyageDeparted:
		v.departed.write(ev.At, s)
	case VoyageArrived:
		v.arrived.write(ev.At, s)
	case VoyageCancelled:
		v.cancelled = true
	}
}

// apply folds a time of the container on the voyage.
func (c *boarding) apply(ev *VoyageEvent, s stamp) {
	if ev.Type == ContainerLoaded {
		c.loaded.write(ev.At, s)
	} else {
		c.discharged.write(ev.At, s)
	}
}

func writeText(r *register[string], v *string, s stamp) {
	if v != nil {
		r.write(*v, s)
	}
}

// known returns a register's value, nil if it was never written.
func known[T any](r *register[T]) *T {
	if !r.written {
		return nil
	}
	return &r.value
}

// info is what a leg of the voyage shows of it; c is nil where nothing is known of the leg's container.
func (v *voyage) info(c *boarding) voyageInfo {
	if c == nil {
		c = &boarding{}
	}
	i := voyageInfo{vesselID: known(&v.vesselID), from: known(&v.from), to: known(&v.to), events: v.events}
	if !v.cancelled {
		i.window = windowOf(known(&c.loaded), known(&v.departed), known(&v.plannedDeparture),
			known(&c.discharged), known(&v.arrived), known(&v.plannedArrival))
	}
	return i
}

func unknownKey(stage string, key []byte) error {
	return fmt.Errorf("%s: key space %q is not known: the state was written by a newer program", stage, key[:1])
}
