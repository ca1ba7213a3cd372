package words

// metric is how one metric is named in a sentence.
type metric struct {
	subject string // at the beginning of a sentence
	noun    string // within one
	unit    string // with the space before it; empty for a state
}

var metrics = map[string]metric{
	"temperature": {"Temperature", "temperature", " °C"},
	"setPoint":    {"The set point", "the set point", " °C"},
	"humidity":    {"Humidity", "humidity", " %"},
	"co2":         {"CO2", "CO2", " %"},
	"o2":          {"O2", "O2", " %"},
	"power":       {"The power", "the power", " kW"},
	"door":        {"The door", "the door", ""},
}

// metricOf is the metric of that name. One that this program does not know goes by its name.
func metricOf(name string) metric {
	if m, ok := metrics[name]; ok {
		return m
	}
	return metric{name, name, ""}
}

// noun is a series within a sentence; the rule's own sensor goes without saying.
func (s series) noun(r *Rule) string { return metricOf(s.metric).noun + s.ofSensor(r) }

func (s series) ofSensor(r *Rule) string {
	if s.sensor == "" || r != nil && s.sensor == r.Sensor {
		return ""
	}
	return " of sensor " + s.sensor
}
