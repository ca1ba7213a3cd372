package joins

import "encoding/binary"

// stamp says which of two writes of a register holds: that of the greater event time, at equal times that of the greater offset, then of
// the greater partition of the source topic.
type stamp struct {
	time      int64
	offset    int64
	partition int32
}

func stampOf(r *Record, time int64) stamp { return stamp{time, r.Offset, r.Partition} }

func (s stamp) after(o stamp) bool {
	if s.time != o.time {
		return s.time > o.time
	}
	if s.offset != o.offset {
		return s.offset > o.offset
	}
	return s.partition > o.partition
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
	b = appendBool(b, r.written)
	if !r.written {
		return b
	}
	b = binary.AppendVarint(b, r.stamp.time)
	b = binary.AppendVarint(b, r.stamp.offset)
	b = binary.AppendVarint(b, int64(r.stamp.partition))
	return value(b, r.value)
}

func readRegister[T any](w *wire, r *register[T], value func(*wire) T) {
	if !w.bool() {
		return
	}
	s := stamp{w.int(), w.int(), int32(w.int())}
	*r = register[T]{value(w), s, true}
}

func readTime(w *wire) int64 { return w.int() }

func appendInt(b []byte, v int64) []byte { return binary.AppendVarint(b, v) }
