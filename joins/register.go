package joins

import (
	"cmp"

	"coldchain/joins/event"
	"coldchain/joins/internal/wire"
)

// stamp says which of two writes of a register holds: that of the greater event time, at equal
// times that of the greater offset, then of the greater partition of the source topic
// (SPECIFICATION 2.7).
type stamp struct {
	time      int64
	offset    int64
	partition int32
}

func stampOf(r *event.Record, time int64) stamp { return stamp{time, r.Offset, r.Partition} }

func (s stamp) after(o stamp) bool {
	return cmp.Or(cmp.Compare(s.time, o.time), cmp.Compare(s.offset, o.offset),
		cmp.Compare(s.partition, o.partition)) > 0
}

// register is a last-writer-wins register. The zero register was never written.
type register[T any] struct {
	value   T
	stamp   stamp
	written bool
}

// write takes a value over if it is not older than what holds.
func (r *register[T]) write(v T, s stamp) {
	if !r.written || s.after(r.stamp) {
		*r = register[T]{v, s, true}
	}
}

// appendRegister writes a register; value writes its value.
func appendRegister[T any](b []byte, r *register[T], value func([]byte, T) []byte) []byte {
	b = wire.AppendBool(b, r.written)
	if !r.written {
		return b
	}
	b = wire.AppendInt(b, r.stamp.time)
	b = wire.AppendInt(b, r.stamp.offset)
	b = wire.AppendInt(b, int64(r.stamp.partition))
	return value(b, r.value)
}

func readRegister[T any](w *wire.Reader, r *register[T], value func(*wire.Reader) T) {
	if !w.Bool() {
		*r = register[T]{}
		return
	}
	s := stamp{w.Int(), w.Int(), int32(w.Int())}
	*r = register[T]{value(w), s, true}
}

func appendStringValue(b []byte, s string) []byte { return wire.AppendString(b, s) }
func readStringValue(r *wire.Reader) string       { return r.String() }
func readIntValue(r *wire.Reader) int64           { return r.Int() }

// writeText writes an attribute that is there.
func writeText(r *register[string], v *string, s stamp) {
	if v != nil {
		r.write(*v, s)
	}
}

// known returns a register's value, nil if it was never written.
func known[T any](r *register[T]) *T {
	if !r.written {
		return nil
	}
	return &r.value
}
