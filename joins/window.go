package joins

import "math"

// openEnd is the end of a window that has none, and noTime a stream time that is not known.
const (
	openEnd = math.MaxInt64
	noTime  = math.MinInt64
)

// Basis says which fact a start or an end rests on.
type Basis uint8

// The bases of windows, in the order in which they are preferred.
const (
	NoBasis Basis = iota
	Loaded
	Departed
	Discharged
	Arrived
	Planned
	OpenEnd
)

var basisNames = [...]string{"", "loaded", "departed", "discharged", "arrived", "planned", "open"}

func (b Basis) String() string { return basisNames[b] }

// Window is the time for which a leg is judged, [Start, End), in ms since the epoch. The zero Window is none.
type Window struct {
	Start, End           int64 // End is openEnd while no end is known
	StartBasis, EndBasis Basis
}

// known reports whether there is a window at all; valid whether it can be judged.
func (w Window) known() bool { return w.StartBasis != NoBasis }
func (w Window) valid() bool { return w.known() && w.Start < w.End }

// windowOf takes the first known fact for start and end. Times are nil where they are not known.
func windowOf(loaded, departed, plannedDeparture, discharged, arrived, plannedArrival *int64) Window {
	w := Window{End: openEnd, EndBasis: OpenEnd}
	switch {
	case loaded != nil:
		w.Start, w.StartBasis = *loaded, Loaded
	case departed != nil:
		w.Start, w.StartBasis = *departed, Departed
	case plannedDeparture != nil:
		w.Start, w.StartBasis = *plannedDeparture, Planned
	default:
		return Window{}
	}
	switch {
	case discharged != nil:
		w.End, w.EndBasis = *discharged, Discharged
	case arrived != nil:
		w.End, w.EndBasis = *arrived, Arrived
	case plannedArrival != nil:
		w.End, w.EndBasis = *plannedArrival, Planned
	}
	return w
}
