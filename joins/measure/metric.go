package measure

// Metric is the index of one measured value of a reading.
type Metric uint8

// The measured values. Degrees are Celsius. Humidity, CO2 and O2 are percent, Power is kW, Latitude
// and Longitude are degrees. Door is 1 while the door is open, else 0.
const (
	Temperature Metric = iota
	SetPoint
	Humidity
	CO2
	O2
	Power
	Latitude
	Longitude
	NumStored // the metrics before are numbers that a reading stores

	Door       = NumStored
	NumMetrics = NumStored + 1
)

// metrics has a row for each metric: its name in input and in rules, and the plausible range of
// what is stored, both ends included, in thousandths (SPECIFICATION 2.5).
var metrics = [NumMetrics]struct {
	name     string
	min, max int64
	limited  bool // a limit may name it
}{
	Temperature: {"temperature", -80_000, 80_000, true},
	SetPoint:    {"setPoint", -80_000, 80_000, true},
	Humidity:    {"humidity", 0, 100_000, true},
	CO2:         {"co2", 0, 100_000, true},
	O2:          {"o2", 0, 100_000, true},
	Power:       {"power", -1_000_000, 1_000_000, true},
	Latitude:    {"latitude", -90_000, 90_000, false},
	Longitude:   {"longitude", -180_000, 180_000, false},
	Door:        {"door", 0, 1000, true},
}

// String is the name of the metric in input and in rules.
func (m Metric) String() string {
	if m < NumMetrics {
		return metrics[m].name
	}
	return "metric?"
}

// Limited are the metrics that a limit may name, in the order of the specification.
func Limited() (list []Metric) {
	for m := range metrics {
		if metrics[m].limited {
			list = append(list, Metric(m))
		}
	}
	return list
}
