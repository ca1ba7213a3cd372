package words

import "coldchain/joins/measure"

// metrics are how the metrics that a limit may name are named in a sentence.
var metrics = [measure.NumMetrics]struct {
	subject string // at the beginning of a sentence
	noun    string // within one
	unit    string // with the space before it; empty for a state
}{
	measure.Temperature: {"Temperature", "temperature", " °C"},
	measure.SetPoint:    {"The set point", "the set point", " °C"},
	measure.Humidity:    {"Humidity", "humidity", " %"},
	measure.CO2:         {"CO2", "CO2", " %"},
	measure.O2:          {"O2", "O2", " %"},
	measure.Power:       {"The power", "the power", " kW"},
	measure.Door:        {"The door", "the door", ""},
}
