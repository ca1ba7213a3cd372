package event

import (
	"time"

	"coldchain/joins/internal/jsontext"
	"coldchain/joins/measure"
)

// Decoder reads the records of one source topic into events. The zero Decoder is ready to use. One
// goroutine at a time may use it: it has scratch, which the byte slices of a Metric may alias until
// the next call.
type Decoder struct {
	Zone    *time.Location // of times that are written without an offset; nil = UTC
	Rekeyed bool           // the topic is re-keyed: a record's key need not be the event's id

	fields  fields
	scratch []byte   // unescaped texts of the current record
	span    zoneSpan // of the last local time, most often that of the next one
	layouts layouts  // of readings
}

// text is the content of a string without escapes. It aliases the record or the scratch. When the
// scratch grows, earlier texts keep the old one.
func (d *Decoder) text(v *jsontext.Value) []byte {
	if !v.Escaped {
		return v.Raw
	}
	return d.unescape(v.Raw)
}

func (d *Decoder) unescape(raw []byte) []byte {
	start := len(d.scratch)
	d.scratch = jsontext.AppendUnescaped(d.scratch, raw)
	return d.scratch[start:len(d.scratch):len(d.scratch)]
}

// optionalText is the text of a field; nil = absent. It is not ok if the field is no string or is
// too long.
func (d *Decoder) optionalText(f field) (text *string, ok bool) {
	v := d.fields.get(f)
	if v == nil {
		return nil, true
	}
	if v.Kind != jsontext.String {
		return nil, false
	}
	b := d.text(v)
	if len(b) > MaxText {
		return nil, false
	}
	s := string(b)
	return &s, true
}

// number is the value of a number, also of one that is written as a string.
func (d *Decoder) number(v *jsontext.Value) (n measure.Decimal, ok bool) {
	if v.Kind != jsontext.Number && v.Kind != jsontext.String {
		return measure.Decimal{}, false
	}
	return measure.ParseDecimal(d.text(v))
}
