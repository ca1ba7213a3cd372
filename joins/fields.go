package joins

// eventFields are the fields of one event as they stand in the record: those
// of the top level, and those of the payload.
type eventFields struct {
	names   func(name []byte) field // of the topic
	level   [2]fieldLevel           // atTop, inPayload
	payload payloadForm
}

const (
	atTop = iota
	inPayload
)

type fieldLevel struct {
	seen    uint32 // bit f: the name f was there, be it null
	present uint32 // bit f: with a value other than null; only then slot f is of this record
	slot    [maxFields]jsonValue
}

// payloadForm says what there is of a payload.
type payloadForm uint8

const (
	payloadNone   payloadForm = iota // absent, or null
	payloadRead                      // its fields are in level[inPayload]
	payloadString                    // a string, not looked into
	payloadWrong                     // no form that is read: absent, and an error of its own
)

// longestEscapedName is more than any name takes with each byte as an escape.
const longestEscapedName = 6 * 24

// readFields reads the fields of the record's value that have a name in the
// topic, and validates all the rest.
func (d *Decoder) readFields(r *Record, names func([]byte) field) Code {
	if r.Value == nil {
		return NullValue
	}
	d.scratch = d.scratch[:0]
	f := &d.fields
	f.names, f.payload = names, payloadNone
	for l := range f.level {
		f.level[l].seen, f.level[l].present = 0, 0
	}
	b := r.Value
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '{' {
		return BadJSON
	}
	if i = d.readObject(b, i+1, atTop); i < 0 || skipSpace(b, i) != len(b) {
		return BadJSON
	}
	f.payload = payloadNone
	if f.level[atTop].present&(1<<fieldPayload) != 0 {
		switch f.level[atTop].slot[fieldPayload].kind {
		case jsonObject:
			f.payload = payloadRead
		case jsonString:
			f.payload = payloadString
		default:
			f.payload = payloadWrong
		}
	}
	return ""
}

// readObject reads the fields of the top level or of the payload, an object
// whose brace is open, and returns the position after it; -1 if it is not JSON
// or repeats a name that the topic has.
func (d *Decoder) readObject(b []byte, i, level int) int {
	into := &d.fields.level[level]
	if i = skipSpace(b, i); i < len(b) && b[i] == '}' {
		return i + 1
	}
	var unread jsonValue
	for {
		if i >= len(b) || b[i] != '"' {
			return -1
		}
		end, escaped := skipString(b, i+1)
		if end < 0 {
			return -1
		}
		name := b[i+1 : end]
		if escaped {
			name = d.unescapeName(name)
		}
		f := d.fields.names(name)
		if level == inPayload && f <= fieldPayload {
			f = fieldUnknown // the type and the payload are fields of the top level alone
		}
		if i = skipColon(b, end+1); i < 0 {
			return -1
		}
		switch {
		case f == fieldUnknown:
			i = readJSON(b, i, level+1, &unread)
		case into.seen&(1<<f) != 0:
			return -1
		case f == fieldPayload && i < len(b) && b[i] == '{':
			into.slot[f].kind = jsonObject
			into.seen |= 1 << f
			into.present |= 1 << f
			i = d.readObject(b, i+1, inPayload)
		default:
			i = readJSON(b, i, level+1, &into.slot[f])
			into.seen |= 1 << f
			if into.slot[f].kind != jsonNull {
				into.present |= 1 << f
			}
		}
		if i < 0 {
			return -1
		}
		if i = skipSpace(b, i); i >= len(b) {
			return -1
		}
		switch b[i] {
		case '}':
			return i + 1
		case ',':
			i = skipSpace(b, i+1)
		default:
			return -1
		}
	}
}

// unescapeName is a name without escapes, valid until the next call; nil, which
// is no field's name, if it is too long for one.
func (d *Decoder) unescapeName(raw []byte) []byte {
	if len(raw) > longestEscapedName {
		return nil
	}
	d.scratch = appendUnescaped(d.scratch[:0], raw)
	return d.scratch
}

// get is the field that is known by the names from first to last: for each
// name in that order the payload's, else the top level's; nil = absent.
func (f *eventFields) get(first, last field) *jsonValue {
	top, payload := &f.level[atTop], &f.level[inPayload]
	for n := first; n <= last; n++ {
		switch bit := uint32(1) << n; {
		case payload.present&bit != 0:
			return &payload.slot[n]
		case top.present&bit != 0:
			return &top.slot[n]
		}
	}
	return nil
}

// eventType is the text of the event's type; nil if there is none.
func (d *Decoder) eventType() []byte {
	top := &d.fields.level[atTop]
	if v := &top.slot[fieldType]; top.present&(1<<fieldType) != 0 && v.kind == jsonString {
		return d.text(v)
	}
	return nil
}
