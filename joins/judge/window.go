package judge

import "math"

// OpenEnd is the end of a window that has none. NoTime stands for a time that is not known.
const (
	OpenEnd = math.MaxInt64
	NoTime  = math.MinInt64
)

// Basis says which fact a start or an end rests on (SPECIFICATION 3.1, 3.2).
type Basis uint8

// The bases of windows.
const (
	NoBasis Basis = iota
	Stuffed
	Loaded
	Departed
	Stripped
	Delivered
	Discharged
	Arrived
	Planned
	Open
	basesEnd
)

// NumBases is how many bases there are.
const NumBases = int(basesEnd)

var basisNames = [NumBases]string{
	"", "stuffed", "loaded", "departed", "stripped", "delivered", "discharged", "arrived",
	"planned", "open",
}

func (b Basis) String() string { return basisNames[b] }

// Window is a stretch of time with what its ends rest on, [Start, End), in ms since the epoch. The
// zero Window is none.
type Window struct {
	Start, End           int64 // End is OpenEnd while no end is known
	StartBasis, EndBasis Basis
}

// Known reports whether there is a window at all.
func (w Window) Known() bool { return w.StartBasis != NoBasis }

// Valid reports whether there is a window that ends after it starts.
func (w Window) Valid() bool { return w.Known() && w.Start < w.End }

// LegFacts are the times that a leg's window can rest on, in ms since the epoch; nil where not
// known.
type LegFacts struct {
	Loaded, Departed, PlannedDeparture  *int64
	Discharged, Arrived, PlannedArrival *int64
}

// Window takes the first fact that is known for start and end (SPECIFICATION 3.1).
func (f *LegFacts) Window() Window {
	w := Window{End: OpenEnd, EndBasis: Open}
	switch {
	case f.Loaded != nil:
		w.Start, w.StartBasis = *f.Loaded, Loaded
	case f.Departed != nil:
		w.Start, w.StartBasis = *f.Departed, Departed
	case f.PlannedDeparture != nil:
		w.Start, w.StartBasis = *f.PlannedDeparture, Planned
	default:
		return Window{}
	}
	switch {
	case f.Discharged != nil:
		w.End, w.EndBasis = *f.Discharged, Discharged
	case f.Arrived != nil:
		w.End, w.EndBasis = *f.Arrived, Arrived
	case f.PlannedArrival != nil:
		w.End, w.EndBasis = *f.PlannedArrival, Planned
	}
	return w
}

// Leg is a leg of a custody with the window that its voyage gives it.
type Leg struct {
	Number int64
	Window Window // the zero Window where the voyage gives none
}

// CustodyFacts are what a custody's window can rest on.
type CustodyFacts struct {
	Stuffed, Stripped *int64 // of the container, ms since the epoch; nil where not known
	Delivered         *int64 // event time of the order's status, if that is delivered
	Legs              []Leg
}

// window is the custody's window over its legs that have one, sorted (SPECIFICATION 3.2).
func (f *CustodyFacts) window(legs []Leg) Window {
	w := Window{End: OpenEnd, EndBasis: Open}
	switch {
	case f.Stuffed != nil:
		w.Start, w.StartBasis = *f.Stuffed, Stuffed
	case len(legs) > 0:
		w.Start, w.StartBasis = legs[0].Window.Start, legs[0].Window.StartBasis
	default:
		return Window{}
	}
	switch {
	case f.Stripped != nil:
		w.End, w.EndBasis = *f.Stripped, Stripped
	case f.Delivered != nil && *f.Delivered > w.Start:
		w.End, w.EndBasis = *f.Delivered, Delivered
	case len(legs) > 0:
		w.End, w.EndBasis = lastEnd(legs)
	}
	return w
}

// lastEnd is the end of the last leg, or a later one that is no plan.
func lastEnd(legs []Leg) (int64, Basis) {
	last := legs[len(legs)-1].Window
	end, basis := last.End, last.EndBasis
	if end == OpenEnd {
		return end, basis
	}
	for _, l := range legs {
		actual := l.Window.EndBasis == Discharged || l.Window.EndBasis == Arrived
		if actual && l.Window.End > end {
			end, basis = l.Window.End, l.Window.EndBasis
		}
	}
	return end, basis
}
