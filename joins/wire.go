package joins

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The values of the state and of the internal topics are written field after field: integers as (zigzag) varints, texts with their length in
// front, a version byte first. A decoder reads straight down with a sticky error and checks that nothing is left.

var errShort = errors.New("value ends early")

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendBytes(b, s []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// appendText writes an optional text: absent is 0, else the length plus one and the text.
func appendText(b []byte, s *string) []byte {
	if s == nil {
		return append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(*s))+1)
	return append(b, *s...)
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

func appendUint128(b []byte, u uint128) []byte {
	b = binary.AppendUvarint(b, u.hi)
	return binary.AppendUvarint(b, u.lo)
}

// wire reads what the append functions wrote.
type wire struct {
	b   []byte
	err error
}

// open checks the version byte.
func (w *wire) open(what string, version byte) {
	v := w.byte()
	if w.err == nil && v != version {
		w.err = fmt.Errorf("%s of format %d: this program reads format %d; use a newer program", what, v, version)
	}
}

// close reports the sticky error, or bytes that are left over.
func (w *wire) close(what string) error {
	if w.err == nil && len(w.b) > 0 {
		w.err = fmt.Errorf("%d bytes too many", len(w.b))
	}
	if w.err != nil {
		return fmt.Errorf("decode %s: %w", what, w.err)
	}
	return nil
}

func (w *wire) fail() {
	if w.err == nil {
		w.err = errShort
	}
	w.b = nil
}

func (w *wire) byte() byte {
	if len(w.b) == 0 {
		w.fail()
		return 0
	}
	v := w.b[0]
	w.b = w.b[1:]
	return v
}

func (w *wire) bool() bool { return w.byte() != 0 }

func (w *wire) uint() uint64 {
	if len(w.b) > 0 && w.b[0] < 0x80 {
		v := w.b[0]
		w.b = w.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(w.b)
	if n <= 0 {
		w.fail()
		return 0
	}
	w.b = w.b[n:]
	return v
}

func (w *wire) int() int64 {
	u := w.uint()
	return int64(u>>1) ^ -int64(u&1)
}

// count reads the number of entries that follow, each of at least one byte.
func (w *wire) count() int {
	n := w.uint()
	if n > uint64(len(w.b)) {
		w.fail()
		return 0
	}
	return int(n)
}

// size reads a number of readings in a chunk.
func (w *wire) size() int {
	n := w.uint()
	if n > chunkSplit {
		w.fail()
		return 0
	}
	return int(n)
}

// bytes returns a part of the input, not a copy.
func (w *wire) bytes() []byte { return w.take(w.uint()) }

func (w *wire) take(n uint64) []byte {
	if n > uint64(len(w.b)) {
		w.fail()
		return nil
	}
	v := w.b[:n:n]
	w.b = w.b[n:]
	return v
}

func (w *wire) string() string { return string(w.bytes()) }

func (w *wire) text() *string {
	n := w.uint()
	if n == 0 {
		return nil
	}
	s := string(w.take(n - 1))
	return &s
}

// uint64 reads eight bytes.
func (w *wire) uint64() uint64 {
	b := w.take(8)
	if len(b) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

func (w *wire) uint128() uint128 { return uint128{w.uint(), w.uint()} }
