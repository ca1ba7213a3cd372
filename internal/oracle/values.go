package oracle

import (
	"errors"
	"math/big"
)

// measured is one value of a reading: absent, faulty (out of the plausible range; all faulty values are
// the same), or usable with its value in thousandths.
type measured struct {
	present, faulty bool
	value           int64
}

func (m measured) usable() bool { return m.present && !m.faulty }

// reading holds the ten values of a reading: eight numbers by name, door and defrost. It is comparable.
type reading struct {
	temperature, setPoint, humidity, co2, o2, power, latitude, longitude measured

	door, defrost flag
}

// flag is a bool that may be absent.
type flag struct{ present, on bool }

func (r *reading) measure(name string) *measured {
	return map[string]*measured{
		"temperature": &r.temperature, "setPoint": &r.setPoint, "humidity": &r.humidity, "co2": &r.co2, "o2": &r.o2,
		"power": &r.power, "latitude": &r.latitude, "longitude": &r.longitude,
	}[name]
}

// hasMetric says whether there is a value, usable or faulty, of something that can be judged.
func (r *reading) hasMetric() bool {
	return r.temperature.present || r.humidity.present || r.co2.present || r.o2.present
}

func (r *reading) faulty() bool {
	for _, m := range []measured{r.temperature, r.setPoint, r.humidity, r.co2, r.o2, r.power, r.latitude, r.longitude} {
		if m.faulty {
			return true
		}
	}
	return false
}

// plausible holds the greatest plausible magnitude and whether the value may be negative.
var plausible = map[string]struct {
	greatest int64
	negative bool
}{
	"temperature": {80, true}, "setPoint": {80, true}, "humidity": {100, false}, "co2": {100, false}, "o2": {100, false},
	"power": {1000, true}, "latitude": {90, true}, "longitude": {180, true},
}

func measure(name string, d decimal) measured {
	n := d.scaled(3)
	p := plausible[name]
	if n.CmpAbs(big.NewInt(p.greatest*1000)) > 0 || n.Sign() < 0 && !p.negative {
		return measured{present: true, faulty: true}
	}
	return measured{present: true, value: n.Int64()}
}

var errWrongType = errors.New("a value of a wrong type")

func (ev *event) readValues(fields []eventField, look lookup) string {
	for _, f := range fields {
		v, name := look.first(namesOf(f.name))
		if v == nil {
			continue
		}
		if err := ev.readValue(f, v, name); err != nil {
			return "bad_value"
		}
	}
	return ""
}

// readValue reads one field that is present, found under name.
func (ev *event) readValue(f eventField, v *value, name string) error {
	switch f.kind {
	case fieldText:
		ev.texts[f.name] = v.text
		return want(v.kind == isText)
	case fieldTextOrNumber:
		return want(v.kind == isText || v.kind == isNumber)
	case fieldAddress:
		ev.addresses[f.name] = v.plain()
		return want(v.kind == isText || v.kind == isObject)
	case fieldRule:
		r, err := parseOwnRule(v)
		ev.rule = r
		return err
	case fieldBool:
		ev.reading.defrost = flag{true, v.text == "true"}
		return want(v.kind == isBool)
	case fieldDoor:
		if name == "door" {
			ev.reading.door = flag{true, v.text == "true"}
			return want(v.kind == isBool)
		}
		d, err := finite(v)
		ev.reading.door = flag{true, d.digits != "" && !d.negative}
		return err
	case fieldMeasure:
		d, err := finite(v)
		if err == nil {
			*ev.reading.measure(f.name) = measure(f.name, d)
		}
		return err
	case fieldQuantity:
		d, err := finite(v)
		if err != nil {
			return err
		}
		n, err := thousandths(d)
		ev.quantity = &n
		return err
	case fieldLeg:
		d, err := finite(v)
		if err != nil {
			return err
		}
		if n, err := thousandths(d); err != nil || !d.whole() || n < 1000 || n > 1_000_000_000 {
			return errWrongType
		}
		ev.leg = d.scaled(0).Int64()
	}
	return nil
}

func want(ok bool) error {
	if !ok {
		return errWrongType
	}
	return nil
}
