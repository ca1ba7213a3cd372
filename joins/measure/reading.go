// Package measure is the ground of what is measured: metrics and their plausible ranges, readings,
// numbers as they are written, and ids.
package measure

// Flags of a reading: whether it says something of the door and of defrosting, and what it says.
// The second of a pair is never set without the first.
const (
	DoorKnown uint8 = 1 << iota
	DoorOpen
	DefrostKnown
	DefrostOn
)

// DefaultSensor is the sensor of a reading and of a rule that names none.
const DefaultSensor = "main"

// Reading is what one sensor of a container reported for one instant. Two readings of the same
// instant are the same exactly if they are ==: a value that is absent or faulty is 0 in Values.
type Reading struct {
	Time    int64            // event time, ms since the epoch
	Values  [NumStored]int32 // thousandths of the unit
	Present uint8            // bit m: there is a usable value of metric m
	Faulty  uint8            // bit m: there is a value of metric m, out of its plausible range
	Flags   uint8            // DoorKnown, DoorOpen, DefrostKnown, DefrostOn
}

// judgeable are the stored metrics of which a reading must have one, a faulty one counts, unless it
// says something of the door.
const judgeable = 1<<Temperature | 1<<SetPoint | 1<<Humidity | 1<<CO2 | 1<<O2 | 1<<Power

// Value is the usable value of a metric in thousandths of its unit.
func (r *Reading) Value(m Metric) (thousandths int32, ok bool) {
	if m == Door {
		if r.Flags&DoorOpen != 0 {
			return 1000, true
		}
		return 0, r.Flags&DoorKnown != 0
	}
	return r.Values[m], r.Present&(1<<m) != 0
}

// Set stores a rounded value of a stored metric, which is faulty where it is not plausible.
func (r *Reading) Set(m Metric, thousandths int64) {
	if p := &metrics[m]; thousandths < p.min || thousandths > p.max {
		r.Faulty |= 1 << m
		return
	}
	r.Present |= 1 << m
	r.Values[m] = int32(thousandths)
}

// SetFlag says that something is known, and whether it holds.
func (r *Reading) SetFlag(known, holds uint8, yes bool) {
	r.Flags |= known
	if yes {
		r.Flags |= holds
	}
}

// Judgeable says that the reading has something that a limit can look at, be it faulty.
func (r *Reading) Judgeable() bool {
	return (r.Present|r.Faulty)&judgeable != 0 || r.Flags&DoorKnown != 0
}
