package joins

// Metric is the index of one measured value of a reading.
type Metric uint8

// The measured values. Degrees are Celsius; Humidity, CO2 and O2 are percent,
// Power is kW, Latitude and Longitude are degrees.
const (
	Temperature Metric = iota
	SetPoint
	Humidity
	CO2
	O2
	Power
	Latitude
	Longitude
	NumMetrics
)

// Flags of a reading: whether it says something of the door and of defrosting,
// and what it says. The second of a pair is never set without the first.
const (
	DoorKnown uint8 = 1 << iota
	DoorOpen
	DefrostKnown
	DefrostOn
)

// Reading is what one sensor of a container reported for one instant. Two
// readings of the same instant are the same exactly if they are == : a value
// that is absent or faulty is 0 in Value.
type Reading struct {
	Time    int64             // event time, ms since the epoch
	Value   [NumMetrics]int32 // thousandths of the unit
	Present uint8             // bit m: there is a usable value of metric m
	Faulty  uint8             // bit m: there is a value of metric m, out of its plausible range
	Flags   uint8             // DoorKnown, DoorOpen, DefrostKnown, DefrostOn
}

// plausible is the greatest and least plausible value of each metric, both
// included, in thousandths.
var plausible = [NumMetrics]struct{ min, max int64 }{
	Temperature: {-80_000, 80_000},
	SetPoint:    {-80_000, 80_000},
	Humidity:    {0, 100_000},
	CO2:         {0, 100_000},
	O2:          {0, 100_000},
	Power:       {-1_000_000, 1_000_000},
	Latitude:    {-90_000, 90_000},
	Longitude:   {-180_000, 180_000},
}

// judgeable are the metrics of which a reading must have at least one, be it a
// faulty one.
const judgeable = 1<<Temperature | 1<<Humidity | 1<<CO2 | 1<<O2

// Has says whether the reading has a usable value of m.
func (r *Reading) Has(m Metric) bool { return r.Present&(1<<m) != 0 }

// set stores a rounded value of m, which is faulty where it is not plausible.
func (r *Reading) set(m Metric, thousandths int64) {
	if p := &plausible[m]; thousandths < p.min || thousandths > p.max {
		r.Faulty |= 1 << m
		return
	}
	r.Present |= 1 << m
	r.Value[m] = int32(thousandths)
}
