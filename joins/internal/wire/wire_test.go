package wire

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	text, number := "x", int64(-5)
	b := AppendUint(nil, math.MaxUint64)
	b = AppendInt(AppendInt(b, math.MinInt64), math.MaxInt64)
	b = AppendBool(AppendBool(b, true), false)
	b = AppendBytes(AppendString(b, "é"), []byte{0, 1})
	b = AppendText(AppendText(b, nil), &text)
	b = AppendOptional(AppendOptional(b, nil), &number)
	r := Read(b)
	if r.Uint() != math.MaxUint64 || r.Int() != math.MinInt64 || r.Int() != math.MaxInt64 {
		t.Error("integers")
	}
	if !r.Bool() || r.Bool() || r.String() != "é" || !bytes.Equal(r.Bytes(), []byte{0, 1}) {
		t.Error("bools and texts")
	}
	if r.Text() != nil || *r.Text() != "x" || r.Optional() != nil || *r.Optional() != -5 {
		t.Error("optional values")
	}
	if err := r.Close("value"); err != nil {
		t.Error(err)
	}
}

func TestDamagedValues(t *testing.T) {
	f := func(b []byte, read func(*Reader)) {
		t.Helper()
		r := Read(b)
		read(r)
		if r.Close("value") == nil {
			t.Errorf("%v was read", b)
		}
	}
	f(nil, func(r *Reader) { r.Byte() })
	f([]byte{2}, func(r *Reader) { r.Bool() })
	f([]byte{3}, func(r *Reader) { r.Below(3) })
	f([]byte{0x80}, func(r *Reader) { r.Uint() })
	f([]byte{2, 1}, func(r *Reader) { r.Count() })
	f([]byte{3, 1}, func(r *Reader) { r.Bytes() })
	f([]byte{3, 1}, func(r *Reader) { r.Text() })
	f([]byte{0}, func(*Reader) {})
}

// A value of an older format is brought to the newest step by step; a newer one is refused.
func TestVersions(t *testing.T) {
	f := &Format{Name: "pair", Version: 3, Upgrade: []func([]byte) ([]byte, error){
		// format 2 has a second number
		func(b []byte) ([]byte, error) { return AppendInt(b, 7), nil },
		func(b []byte) ([]byte, error) { // format 3 has them the other way round
			r := Read(b)
			first, second := r.Int(), r.Int()
			return AppendInt(AppendInt(nil, second), first), r.Close("pair")
		},
	}}
	read := func(b []byte) (first, second int64, err error) {
		r := f.Open(b)
		first, second = r.Int(), r.Int()
		return first, second, r.Close("pair")
	}
	for _, b := range [][]byte{
		AppendInt([]byte{1}, 5),
		AppendInt(AppendInt([]byte{2}, 5), 7),
		AppendInt(AppendInt([]byte{3}, 7), 5),
	} {
		if first, second, err := read(b); first != 7 || second != 5 || err != nil {
			t.Errorf("format %d: %d, %d, %v", b[0], first, second, err)
		}
	}
	for want, b := range map[string][]byte{
		"use a newer program": {4, 0, 0},
		"no program wrote":    {0, 0, 0},
		"bring it to format":  {2, 0x80},
		"ends early":          {},
	} {
		if _, _, err := read(b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", b, err, want)
		}
	}
}
