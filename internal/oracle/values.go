package oracle

import (
	"errors"
	"slices"
)

// The greatest sizes in bytes: of an address as it is written, and of any other text.
const (
	maxAddress = 4096
	maxText    = 1024
)

var (
	errWrongType = errors.New("a value of a wrong type")
	errMissing   = errors.New("a value that must be given")
)

var decisions = []string{"released", "rejected", "hold"}

func (ev *event) readValues(fields []eventField, look lookup) string {
	for _, f := range fields {
		v, name := look.first(namesOf(f.name))
		if ev.readValue(f, v, name) != nil {
			return "bad_value"
		}
	}
	return ""
}

// readValue reads one field, found under name; v is nil where it is absent. Ids and times are read
// elsewhere.
func (ev *event) readValue(f eventField, v *value, name string) error {
	if v == nil {
		if f.kind == fieldLeg {
			ev.leg = 1
		}
		return want(f.kind != fieldDecision && f.kind != fieldPerson, errMissing)
	}
	switch f.kind {
	case fieldID, fieldOptionalID, fieldTime:
		return nil
	case fieldText:
		return ev.readText(f.name, v)
	case fieldDecision:
		return errors.Join(ev.readText(f.name, v),
			want(slices.Contains(decisions, v.text), errWrongType))
	case fieldPerson:
		return errors.Join(ev.readText(f.name, v), want(v.text != "", errMissing))
	case fieldTextOrNumber:
		return want(v.kind == isNumber || v.kind == isText && len(v.text) <= maxText, errWrongType)
	case fieldAddress:
		ev.addresses[f.name] = v.plain()
		return want((v.kind == isText || v.kind == isObject) && v.size <= maxAddress, errWrongType)
	case fieldRule:
		r, err := parseOwnRule(v)
		ev.rule = r
		return err
	case fieldBool:
		ev.reading.defrost = flag{true, v.text == "true"}
		return want(v.kind == isBool, errWrongType)
	case fieldDoor:
		if name == "door" {
			ev.reading.door = flag{true, v.text == "true"}
			return want(v.kind == isBool, errWrongType)
		}
		seconds, err := numberOf(v)
		ev.reading.door = flag{true, err == nil && seconds.Sign() > 0}
		return err
	case fieldMeasure:
		return ev.readMeasure(f.name, v)
	case fieldQuantity, fieldLeg:
		return ev.readCount(f.kind, v)
	}
	panic("a kind of field that is none")
}

func (ev *event) readText(name string, v *value) error {
	ev.texts[name] = v.text
	return want(v.kind == isText && len(v.text) <= maxText, errWrongType)
}

func (ev *event) readMeasure(name string, v *value) error {
	r, err := numberOf(v)
	if err == nil {
		*ev.reading.measure(name) = measure(name, r)
	}
	return err
}

func (ev *event) readCount(kind fieldKind, v *value) error {
	r, err := numberOf(v)
	if err != nil {
		return err
	}
	n, err := thousandths(r)
	if err != nil {
		return err
	}
	if kind == fieldQuantity {
		ev.quantity = &n
		return nil
	}
	ev.leg = n / 1000
	return want(r.IsInt() && n >= 1000 && n <= 1_000_000_000, errWrongType)
}

func want(ok bool, otherwise error) error {
	if !ok {
		return otherwise
	}
	return nil
}
