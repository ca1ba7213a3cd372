package joins

// tupleFields are the fields of a payload that is a tuple, in its order; what
// is unknown is not read.
var tupleFields = [...]field{
	fieldContainerIDSnake,
	fieldMeasurementTime,
	fieldUnknown, // product
	fieldTemperature,
	fieldTargetTemperature,
	fieldUnknown, // ambient temperature
	fieldKilowatts,
	fieldTimeDoorOpen,
	fieldUnknown, // content type
	fieldUnknown, // defrost cycle: a schedule, not a state
	fieldOxygenLevel,
	fieldUnknown, // nitrogen
	fieldHumidityLevel,
	fieldCarbonDioxideLevel,
	fieldUnknown, // three fans
	fieldUnknown,
	fieldUnknown,
	fieldLatitude,
	fieldLongitude,
	fieldUnknown, // maintenance
}

// readTuple reads a payload that is a string as a tuple in parentheses, cut at
// every comma. Its fields become strings of the payload, as if it was an object.
func (d *Decoder) readTuple() {
	f := &d.fields
	if f.payload != payloadString {
		return
	}
	f.payload = payloadWrong
	b := d.text(&f.level[atTop].slot[fieldPayload])
	if len(b) < 2 || b[0] != '(' || b[len(b)-1] != ')' {
		return
	}
	b = b[1 : len(b)-1]
	into := &f.level[inPayload]
	into.present = 0
	n, start := 0, 0
	for i := 0; i <= len(b); i++ {
		if i < len(b) && b[i] != ',' {
			continue
		}
		if n == len(tupleFields) {
			break
		}
		if name, raw := tupleFields[n], stripTupleField(b[start:i]); name != fieldUnknown && len(raw) > 0 {
			into.slot[name] = jsonValue{raw: raw, kind: jsonString}
			into.present |= 1 << name
		}
		n++
		start = i + 1
	}
	if n < len(tupleFields) || start <= len(b) {
		into.present = 0
		return
	}
	f.payload = payloadRead
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
