package event

import "coldchain/joins/internal/jsontext"

// dialect is a form in which an emitter writes the fields of a payload. The names are those of the
// topic in any dialect.
type dialect struct {
	name string // as in docs/formats/events.md
	// match says whether the payload, which is not null, is meant to be of this form.
	match func(t Topic, payload *jsontext.Value) bool
	// read puts the payload's fields (level.put). It is not ok if the payload is of no such form.
	read func(d *Decoder, payload *jsontext.Value) (ok bool)
}

// dialects are the forms of a payload. The first that matches is the payload's.
var dialects = [...]dialect{
	{"object", matchObject, readObject},
	{"tuple", matchTuple, readTuple},
}

// Dialects are the names of the forms that a payload may have.
func Dialects() (names []string) {
	for i := range dialects {
		names = append(names, dialects[i].name)
	}
	return names
}

// readPayload reads a payload in its dialect. One that is of none has no fields.
func (d *Decoder) readPayload(payload *jsontext.Value) {
	for i := range dialects {
		if dialects[i].match(d.fields.topic, payload) {
			if dialects[i].read(d, payload) {
				d.fields.payload = payloadRead
				return
			}
			break
		}
	}
	d.fields.payload = payloadWrong
	d.fields.level[inPayload].present = 0
}

// put gives a name its value.
func (l *level) put(n name, v jsontext.Value) {
	l.value[n] = v
	l.present |= 1 << n
}
