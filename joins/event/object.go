package event

import "coldchain/joins/internal/jsontext"

// matchObject and readObject are the dialect of a payload that is a JSON object: the fields of the
// top level may stand there too.
func matchObject(_ *fields, payload *jsontext.Value) bool { return payload.Kind == jsontext.Object }

// readObject has nothing left to do: the pass over the record has read the object (readMembers).
func readObject(*Decoder, *jsontext.Value) (ok bool) { return true }

// readRecord reads a record's value, one JSON object, in one pass. It is not ok if the value is
// something else, or if a name of the topic is there twice at the top level or twice in the
// payload.
func (d *Decoder) readRecord(b []byte) (ok bool) {
	i := jsontext.SkipSpace(b, 0)
	if i >= len(b) || b[i] != '{' {
		return false
	}
	i = d.readMembers(b, i+1, atTop)
	return i >= 0 && jsontext.SkipSpace(b, i) == len(b)
}

// readMembers reads the members of an object whose brace is open and returns the position after it;
// -1 if it is not JSON or repeats a name of the topic. The object is the top level or the payload.
func (d *Decoder) readMembers(b []byte, i, depth int) int {
	into := &d.fields.level[depth]
	find := topics[d.fields.topic].find
	if i = jsontext.SkipSpace(b, i); i < len(b) && b[i] == '}' {
		return i + 1
	}
	var unread jsontext.Value
	for {
		if i >= len(b) || b[i] != '"' {
			return -1
		}
		end, escaped := jsontext.SkipString(b, i+1)
		if end < 0 {
			return -1
		}
		text := b[i+1 : end]
		if escaped {
			text = d.unescapeName(text)
		}
		n := find(text)
		if depth == inPayload && n <= namePayload {
			n = unknownName // the type and the payload are fields of the top level alone
		}
		// Most often there is a colon and no white space.
		if i = end + 2; i >= len(b) || b[i-1] != ':' || b[i] <= ' ' {
			if i = jsontext.SkipColon(b, end+1); i < 0 {
				return -1
			}
		}
		switch {
		case n == unknownName:
			i = jsontext.Read(b, i, depth+1, &unread)
		case into.seen.has(n):
			return -1
		case n == namePayload && i < len(b) && b[i] == '{':
			start := i
			into.seen |= n.bit()
			if i = d.readMembers(b, i+1, inPayload); i >= 0 {
				into.put(n, jsontext.Value{Raw: b[start:i], Kind: jsontext.Object})
			}
		default:
			i = jsontext.Read(b, i, depth+1, &into.value[n])
			into.seen |= n.bit()
			if into.value[n].Kind != jsontext.Null {
				into.present |= n.bit()
			}
		}
		if i < 0 {
			return -1
		}
		if i = jsontext.SkipSpace(b, i); i >= len(b) {
			return -1
		}
		switch b[i] {
		case '}':
			return i + 1
		case ',':
			i = jsontext.SkipSpace(b, i+1)
		default:
			return -1
		}
	}
}

// unescapeName is a name without escapes, valid until the next text.
func (d *Decoder) unescapeName(raw []byte) []byte {
	d.scratch = jsontext.AppendUnescaped(d.scratch[:0], raw)
	return d.scratch
}
