package event

import "coldchain/joins/internal/jsontext"

// fields are the values of one record under the names that its topic has: those of the top level,
// and those of the payload.
type fields struct {
	topic   Topic
	level   [2]level // atTop, inPayload
	payload payloadForm
}

const (
	atTop = iota
	inPayload
)

// level has the values of one object.
type level struct {
	seen    nameSet // the names that were there, be it with null
	present nameSet // the names with a value; only their values are of this record
	value   [maxNames]jsontext.Value
}

// payloadForm says what there is of a payload.
type payloadForm uint8

const (
	payloadNone  payloadForm = iota // absent, or null
	payloadRead                     // its fields are in level[inPayload]
	payloadWrong                    // of no form that is read: absent, and an error of its own
)

// put gives a name its value.
func (l *level) put(n name, v jsontext.Value) {
	l.value[n] = v
	l.present |= n.bit()
}

// get is the value of a field: for each of its names in order the payload's, else the top level's;
// nil = absent.
func (f *fields) get(names field) *jsontext.Value {
	top, payload := &f.level[atTop], &f.level[inPayload]
	for n := names.first; n <= names.last; n++ {
		switch {
		case payload.present.has(n):
			return &payload.value[n]
		case top.present.has(n):
			return &top.value[n]
		}
	}
	return nil
}

// only is the field that has one name.
func only(n name) field { return field{n, n} }

// readFields reads what the record's value has under the names of the topic, and validates the
// rest.
func (d *Decoder) readFields(r *Record, t Topic) Code {
	if r.Value == nil {
		return NullValue
	}
	if len(r.Value) > MaxValue {
		return TooLarge
	}
	d.scratch = d.scratch[:0]
	f := &d.fields
	f.topic, f.payload = t, payloadNone
	for l := range f.level {
		f.level[l].seen, f.level[l].present = 0, 0
	}
	if !d.readRecord(r.Value) {
		return BadJSON
	}
	d.readPayload()
	return ""
}

// eventType is the text of the event's type; nil if there is none.
func (d *Decoder) eventType() []byte {
	top := &d.fields.level[atTop]
	if v := &top.value[nameType]; top.present.has(nameType) && v.Kind == jsontext.String {
		return d.text(v)
	}
	return nil
}
