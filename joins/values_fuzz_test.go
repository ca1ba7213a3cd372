package joins

import (
	"bytes"
	"encoding"
	"encoding/binary"
	"runtime"
	"testing"
)

// decoders are all readers of what the stages store and send, by name. One that reads gives what writes it again.
var decoders = map[string]func(b []byte) (encoding.BinaryAppender, error){
	"container":  func(b []byte) (encoding.BinaryAppender, error) { return DecodeContainers([]byte{containerSpace}, b) },
	"streamtime": func(b []byte) (encoding.BinaryAppender, error) { return DecodeContainers([]byte{clockSpace}, b) },
	"order":      func(b []byte) (encoding.BinaryAppender, error) { return DecodeOrders([]byte{orderSpace}, b) },
	"result":     func(b []byte) (encoding.BinaryAppender, error) { return DecodeOrders([]byte{resultSpace}, b) },
	"voyage":     func(b []byte) (encoding.BinaryAppender, error) { return DecodeVoyages([]byte{voyageSpace}, b) },
	"boarding":   func(b []byte) (encoding.BinaryAppender, error) { return DecodeVoyages([]byte{boardingSpace}, b) },
	"assignment": func(b []byte) (encoding.BinaryAppender, error) {
		a, err := decodeAssignment(b)
		return raw(a.append(nil)), err
	},
	"voyageleg": func(b []byte) (encoding.BinaryAppender, error) {
		l, err := decodeVoyageLeg(b)
		return raw(l.append(nil)), err
	},
	"chunk": func(b []byte) (encoding.BinaryAppender, error) {
		list, err := decodeSealed(nil, b)
		c := chunkOf(list)
		return c.seal(), err
	},
}

// FuzzDecodeValues reads anything by every decoder: none panics, and what is read can be written and read again as the same.
func FuzzDecodeValues(f *testing.F) {
	for _, x := range fixtures(f) {
		f.Add(x.value)
	}
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, decode := range decoders {
			v, err := decode(bytes.Clone(b))
			if err != nil {
				continue
			}
			first := written(t, name, v)
			if v, err = decode(bytes.Clone(first)); err != nil {
				t.Fatalf("%s: can't be read again: %v", name, err)
			}
			if second := written(t, name, v); !bytes.Equal(first, second) {
				t.Fatalf("%s: written as %x, then as %x", name, first, second)
			}
		}
	})
}

func written(t testing.TB, name string, v encoding.BinaryAppender) []byte {
	t.Helper()
	b, err := v.AppendBinary(nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b
}

// TestDecodersDoNotTrustCounts holds that damaged values take memory in proportion to their length.
func TestDecodersDoNotTrustCounts(t *testing.T) {
	var hostile [][]byte
	for _, n := range []uint64{100, 1 << 20, 1 << 40, 1<<64 - 1} {
		hostile = append(hostile, binary.AppendUvarint([]byte{1}, n))
	}
	for _, fill := range []byte{0, 1, 2, 0x7f, 0xff} { // counts that are as great as the rest allows
		b := append([]byte{1}, bytes.Repeat([]byte{fill}, 1<<16)...)
		hostile = append(hostile, b, append([]byte{1, 0x80, 0x80, 0x03}, b...))
	}
	for _, x := range fixtures(t) { // each length in it made great
		for i := 1; i < min(len(x.value), 60); i++ {
			b := binary.AppendUvarint(bytes.Clone(x.value[:i]), 1<<15)
			hostile = append(hostile, append(b, bytes.Repeat([]byte{0}, 1<<15)...))
		}
	}
	for name, decode := range decoders {
		for _, b := range hostile {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := decode(b)
			runtime.ReadMemStats(&after)
			if n := after.TotalAlloc - before.TotalAlloc; n > 1<<16+500*uint64(len(b)) {
				t.Errorf("%s: %d bytes for a value of %d: %x (%v)", name, n, len(b), b[:min(len(b), 60)], err)
			}
		}
	}
}
