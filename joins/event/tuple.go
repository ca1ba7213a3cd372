package event

import "coldchain/joins/internal/jsontext"

// tupleNames are the names of a tuple's fields, in its order. What is unknown is not read.
var tupleNames = [...]name{
	nameContainerIDSnake,
	nameMeasurementTime,
	unknownName, // product
	metricTemperature,
	metricTargetTemperature,
	unknownName, // ambient temperature
	metricKilowatts,
	metricTimeDoorOpen,
	unknownName, // content type
	unknownName, // defrost cycle: a schedule, not a state
	metricOxygenLevel,
	unknownName, // nitrogen
	metricHumidityLevel,
	metricCarbonDioxideLevel,
	unknownName, // three fans
	unknownName,
	unknownName,
	metricLatitude,
	metricLongitude,
	unknownName, // maintenance
}

// matchTuple and readTuple are the dialect of a payload that is a string holding a tuple in
// parentheses, as the oldest emitter of readings writes it.
func matchTuple(f *fields, payload *jsontext.Value) bool {
	return f.topic == ContainerMetrics && payload.Kind == jsontext.String
}

// readTuple cuts the tuple at every comma. Its fields become strings of the payload, as if it was
// an object; an empty one is absent.
func readTuple(d *Decoder, payload *jsontext.Value) (ok bool) {
	b := d.text(payload)
	if len(b) < 2 || b[0] != '(' || b[len(b)-1] != ')' {
		return false
	}
	b = b[1 : len(b)-1]
	into := &d.fields.level[inPayload]
	n, start := 0, 0
	for i := 0; i <= len(b); i++ {
		if i < len(b) && b[i] != ',' {
			continue
		}
		if n == len(tupleNames) {
			return false
		}
		raw := stripTupleField(b[start:i])
		if name := tupleNames[n]; name != unknownName && len(raw) > 0 {
			into.put(name, jsontext.Value{Raw: raw, Kind: jsontext.String})
		}
		n++
		start = i + 1
	}
	return n == len(tupleNames)
}

// stripTupleField takes quotes and spaces from both ends.
func stripTupleField(b []byte) []byte {
	for len(b) > 0 && isTuplePadding(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isTuplePadding(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isTuplePadding(c byte) bool { return c == ' ' || c == '\'' || c == '"' }
