package event

import "coldchain/joins/internal/jsontext"

// dialect is a form in which an emitter wraps the fields of an event. Whatever the dialect, what it
// says counts as fields of the payload, under the names of the topic.
type dialect struct {
	text string // its name in docs/formats/events.md
	in   name   // a top-level name that an event of the form has
	// match says whether an event is meant to have the form. v is what the name in has, not null.
	match func(f *fields, v *jsontext.Value) bool
	// read gives the names of the payload their values (level.put, or readMembers for an object),
	// and the type where the form implies it. It is not ok if the value has another form.
	read func(d *Decoder, v *jsontext.Value) (ok bool)
}

// dialects has a row for each form. The first that matches is the event's.
var dialects = [...]dialect{
	{"object", namePayload, matchObject, readObject},
	{"tuple", namePayload, matchTuple, readTuple},
}

// Dialects are the names of the forms in which the fields of an event may be wrapped.
func Dialects() (list []string) {
	for i := range dialects {
		list = append(list, dialects[i].text)
	}
	return list
}

// readPayload reads the payload in the event's dialect. One that has no known form has no fields.
func (d *Decoder) readPayload() {
	top := &d.fields.level[atTop]
	for i := range dialects {
		form := &dialects[i]
		if !top.present.has(form.in) || !form.match(&d.fields, &top.value[form.in]) {
			continue
		}
		if form.read(d, &top.value[form.in]) {
			d.fields.payload = payloadRead
			return
		}
		d.refusePayload()
		return
	}
	if top.present.has(namePayload) {
		d.refusePayload()
	}
}

func (d *Decoder) refusePayload() {
	d.fields.payload = payloadWrong
	d.fields.level[inPayload].present = 0
}
