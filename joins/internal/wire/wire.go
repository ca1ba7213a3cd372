// Package wire writes and reads the binary values of the state and of the internal topics.
//
// A value begins with a version byte. Then it is written field after field: integers as zigzag
// varints, counts and lengths as varints, texts with their length in front. A reader reads straight
// down with a sticky error, takes memory in proportion to the length of the value, and checks that
// nothing is left.
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// AppendUint writes an unsigned integer.
func AppendUint(b []byte, v uint64) []byte { return binary.AppendUvarint(b, v) }

// AppendInt writes a signed integer.
func AppendInt(b []byte, v int64) []byte { return binary.AppendVarint(b, v) }

// AppendBool writes one byte, 0 or 1.
func AppendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// AppendString writes a text with its length in front.
func AppendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// AppendBytes writes bytes with their length in front.
func AppendBytes(b, s []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// AppendText writes an optional text: absent is 0, else the length plus one and the text.
func AppendText(b []byte, s *string) []byte {
	if s == nil {
		return append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(*s))+1)
	return append(b, *s...)
}

// AppendOptional writes an optional integer: a bool, and the integer where it is there.
func AppendOptional(b []byte, v *int64) []byte {
	if v == nil {
		return append(b, 0)
	}
	return AppendInt(append(b, 1), *v)
}

var errDamaged = errors.New("value ends early, or holds what no program writes")

// Reader reads what the append functions wrote. After an error it reads zeros.
type Reader struct {
	B    []byte // what is left
	text string // what was left when Share was called
	err  error
}

// Read begins to read b.
func Read(b []byte) *Reader { return &Reader{B: b} }

// Err is the first error, nil if there is none.
func (r *Reader) Err() error { return r.err }

// Fail says that what was read is nothing that a program writes.
func (r *Reader) Fail() {
	if r.err == nil {
		r.err = errDamaged
	}
	r.B = nil
}

// Close returns the first error, or one for bytes that are left over.
func (r *Reader) Close(what string) error {
	if r.err == nil && len(r.B) > 0 {
		r.err = fmt.Errorf("%d bytes too many", len(r.B))
	}
	if r.err != nil {
		return fmt.Errorf("decode %s: %w", what, r.err)
	}
	return nil
}

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if len(r.B) == 0 {
		r.Fail()
		return 0
	}
	v := r.B[0]
	r.B = r.B[1:]
	return v
}

// Below reads one byte that must be less than n: the number of a name in a list of n.
func (r *Reader) Below(n int) byte {
	v := r.Byte()
	if int(v) >= n {
		r.Fail()
		return 0
	}
	return v
}

// Bool reads a byte that must be 0 or 1.
func (r *Reader) Bool() bool { return r.Below(2) == 1 }

// Uint reads an unsigned integer.
func (r *Reader) Uint() uint64 {
	if len(r.B) > 0 && r.B[0] < 0x80 {
		v := r.B[0]
		r.B = r.B[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.B)
	if n <= 0 {
		r.Fail()
		return 0
	}
	r.B = r.B[n:]
	return v
}

// Int reads a signed integer.
func (r *Reader) Int() int64 {
	u := r.Uint()
	return int64(u>>1) ^ -int64(u&1)
}

// Count reads the number of entries that follow, each of at least one byte.
func (r *Reader) Count() int {
	n := r.Uint()
	if n > uint64(len(r.B)) {
		r.Fail()
		return 0
	}
	return int(n)
}

// Take reads n bytes. They are a part of the input, not a copy.
func (r *Reader) Take(n uint64) []byte {
	if n > uint64(len(r.B)) {
		r.Fail()
		return nil
	}
	v := r.B[:n:n]
	r.B = r.B[n:]
	return v
}

// Bytes reads bytes with their length in front. They are a part of the input, not a copy.
func (r *Reader) Bytes() []byte { return r.Take(r.Uint()) }

// Share has String give texts as parts of one copy of what is left, instead of a copy each: for
// values whose texts are used together.
func (r *Reader) Share() { r.text = string(r.B) }

// String reads a text with its length in front.
func (r *Reader) String() string {
	b := r.Bytes()
	if end := len(r.text) - len(r.B); len(b) <= end && r.err == nil {
		return r.text[end-len(b) : end]
	}
	return string(b)
}

// Text reads an optional text.
func (r *Reader) Text() *string {
	n := r.Uint()
	if n == 0 {
		return nil
	}
	s := string(r.Take(n - 1))
	return &s
}

// Optional reads an optional integer.
func (r *Reader) Optional() *int64 {
	if !r.Bool() {
		return nil
	}
	v := r.Int()
	return &v
}
