package event

import (
	"bytes"

	"coldchain/joins/internal/jsontext"
	"coldchain/joins/measure"
)

// id is the id in the value v; nil where v is.
func (d *Decoder) id(v *jsontext.Value) (id []byte, ok bool) {
	if v == nil {
		return nil, true
	}
	if v.Kind != jsontext.String {
		return nil, false
	}
	id = d.text(v)
	return id, measure.ValidID(id)
}

// ownID is the id that the topic is keyed by: the field's, or the record's key where the field is
// absent.
func (d *Decoder) ownID(r *Record, v *jsontext.Value) (id []byte, ok bool) {
	if v == nil {
		return r.Key, measure.ValidID(r.Key)
	}
	return d.id(v)
}

// checkKey refuses a record that lies under another key than its event's id, unless the topic is
// re-keyed.
func (d *Decoder) checkKey(r *Record, id []byte) Code {
	if !d.Rekeyed && !bytes.Equal(r.Key, id) { // an id is not empty, a null key is
		return KeyMismatch
	}
	return ""
}
