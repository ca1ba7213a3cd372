package inbox

import (
	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// A row is a reading as it differs from the latest of the rows before it, by event time, or from
// none.

const (
	changedMeta = 1 << measure.NumStored
	fromNone    = changedMeta << 1
)

// appendRow appends a reading behind the latest one; nil for none.
func appendRow(b []byte, latest, x *measure.Reading) []byte {
	var changed uint64
	if latest == nil {
		latest, changed = &measure.Reading{}, fromNone
	}
	for m := range x.Values {
		if x.Values[m] != latest.Values[m] {
			changed |= 1 << m
		}
	}
	if x.Present != latest.Present || x.Faulty != latest.Faulty || x.Flags != latest.Flags {
		changed |= changedMeta
	}
	b = wire.AppendUint(wire.AppendInt(b, x.Time-latest.Time), changed)
	if changed&changedMeta != 0 {
		b = append(b, x.Present, x.Faulty, x.Flags)
	}
	for m := range x.Values {
		if changed&(1<<m) != 0 {
			b = wire.AppendInt(b, int64(x.Values[m])-int64(latest.Values[m]))
		}
	}
	return b
}

// readRow reads a row that was written behind the latest one.
func readRow(r *wire.Reader, latest, x *measure.Reading) {
	step, changed := r.Int(), r.Uint()
	if changed >= fromNone<<1 {
		r.Fail()
		return
	}
	if *x = *latest; changed&fromNone != 0 {
		*x = measure.Reading{}
	}
	x.Time += step
	if changed&changedMeta != 0 {
		x.Present, x.Faulty, x.Flags = r.Byte(), r.Byte(), r.Byte()
	}
	for m := range x.Values {
		if changed&(1<<m) != 0 {
			x.Values[m] += int32(r.Int())
		}
	}
}
