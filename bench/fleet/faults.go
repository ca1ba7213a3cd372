package fleet

import "math/rand/v2"

// Fault is something that goes wrong, or at least not to plan, on one order's way.
type Fault string

const (
	NoFault         Fault = "none"
	PowerOff        Fault = "power off"        // the box drifts to the air around it for hours
	DoorOpen        Fault = "door open"        // somebody inspects the cargo for too long
	StuckSensor     Fault = "stuck sensor"     // the same temperature to the last digit for hours
	DeadZone        Fault = "dead zone"        // no network; the readings are uploaded afterwards
	LostReadings    Fault = "lost readings"    // no readings at all, they never come
	Duplicates      Fault = "duplicates"       // the gateway sends readings twice
	FaultyValues    Fault = "faulty values"    // values that no sensor can have measured
	Reassigned      Fault = "reassigned"       // booked on another voyage first
	SwappedBox      Fault = "swapped box"      // another container was allocated first
	Transhipment    Fault = "transhipment"     // two voyages, one after the other
	OrderCancelled  Fault = "order cancelled"  // on its way
	VoyageCancelled Fault = "voyage cancelled" // before it began; another one is assigned
	WrongPlan       Fault = "wrong plan"       // a planned arrival that is before the departure
	NoRule          Fault = "no rule"          // a product that nobody wrote a rule for
)

// rota is the order in which the first orders of a fleet meet the faults, so that a small fleet
// shows each of them soon. The ones that decide a verdict come first.
var rota = []Fault{
	NoFault, PowerOff, LostReadings, DeadZone, Transhipment, DoorOpen, Reassigned, Duplicates,
	OrderCancelled, FaultyValues, WrongPlan, StuckSensor, NoFault, NoRule, VoyageCancelled,
	SwappedBox,
}

// Faults lists every kind that a Fleet can produce, NoFault left out.
func Faults() []Fault {
	var all []Fault
	for _, f := range rota {
		if f != NoFault {
			all = append(all, f)
		}
	}
	return all
}

// pick is the fault of the n-th order of the fleet: by the rota the first time round, then by
// chance, most orders having none.
func pick(n int, rng *rand.Rand) Fault {
	if n < len(rota) {
		return rota[n]
	}
	if rng.IntN(100) < 60 {
		return NoFault
	}
	return rota[rng.IntN(len(rota))]
}

// spell is a stretch of event time in which a box is not as it should be.
type spell struct {
	fault    Fault
	from, to int64 // [from, to), ms
}

// inReadings tells whether this fault shows in a box's readings, rather than in orders or voyages.
func (f Fault) inReadings() bool {
	switch f {
	case PowerOff, DoorOpen, StuckSensor, DeadZone, LostReadings, Duplicates, FaultyValues:
		return true
	}
	return false
}

// hours is how long a spell of it lasts, at least and at most; a door is never open for hours.
func (f Fault) hours() (least, most float64) {
	switch f {
	case DoorOpen:
		return 0.3, 1.2
	case LostReadings:
		return 7, 11 // longer than every maxBlind of the rule book
	case DeadZone:
		return 7, 12
	case StuckSensor:
		return 6, 12
	default:
		return 4, 9
	}
}
