package joins

import "time"

// Decoder reads the records of one input topic into events. It is strict about
// JSON and tolerant about the names and forms of fields. The zero Decoder is
// ready to use. One goroutine at a time may use it: it has scratch, which the
// byte slices of a MetricEvent may alias until the next call.
type Decoder struct {
	Zone    *time.Location // of times that are written without an offset; nil = UTC
	Rekeyed bool           // the topic is re-keyed: a record's key need not be the event's id

	fields  eventFields
	scratch []byte   // unescaped texts of the current record
	span    zoneSpan // of the last local time, most often that of the next one
}

// text is the content of a string without escapes. It aliases the record or
// the scratch. When the scratch is moved to grow, earlier texts keep the old one.
func (d *Decoder) text(v *jsonValue) []byte {
	if !v.escaped {
		return v.raw
	}
	return d.unescape(v.raw)
}

func (d *Decoder) unescape(raw []byte) []byte {
	start := len(d.scratch)
	d.scratch = appendUnescaped(d.scratch, raw)
	return d.scratch[start:len(d.scratch):len(d.scratch)]
}

// freeText is the text of an optional field; nil = absent. It is not ok if the
// field is no string.
func (d *Decoder) freeText(v *jsonValue) (text *string, ok bool) {
	if v == nil {
		return nil, true
	}
	if v.kind != jsonString {
		return nil, false
	}
	s := string(d.text(v))
	return &s, true
}

// number is the value of a number, also of one that is written as a string.
func (d *Decoder) number(v *jsonValue) (n decimal, ok bool) {
	if v.kind != jsonNumber && v.kind != jsonString {
		return decimal{}, false
	}
	return parseDecimal(d.text(v))
}
