package joins

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// maxID is the longest id, in bytes.
const maxID = 128

// validID says whether b is an id: 1 to 128 bytes of printable UTF-8 without a
// space at either end.
func validID(b []byte) bool {
	if len(b) == 0 || len(b) > maxID || b[0] == ' ' || b[len(b)-1] == ' ' {
		return false
	}
	for i := 0; i < len(b); {
		if c := b[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 || !unicode.IsPrint(r) {
			return false
		}
		i += n
	}
	return true
}

// id is the id in the field v; nil where the field is absent.
func (d *Decoder) id(v *jsonValue) (id []byte, ok bool) {
	if v == nil {
		return nil, true
	}
	if v.kind != jsonString {
		return nil, false
	}
	id = d.text(v)
	return id, validID(id)
}

// ownID is the id that the topic is keyed by: the field's, or the record's key
// where the field is absent.
func (d *Decoder) ownID(r *Record, v *jsonValue) (id []byte, ok bool) {
	if v == nil {
		return r.Key, validID(r.Key)
	}
	return d.id(v)
}

// checkKey refuses a record that lies under another key than its event's id,
// unless the topic is re-keyed.
func (d *Decoder) checkKey(r *Record, id []byte) Code {
	if !d.Rekeyed && (r.Key == nil || !bytes.Equal(r.Key, id)) {
		return KeyMismatch
	}
	return ""
}
