package measure

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
)

// agrees holds what is read at the start of b against the strict parser, and says whether a number
// was read.
func agrees(t *testing.T, b []byte) bool {
	t.Helper()
	thousandths, end := ParsePlain(b, 0)
	if end < 0 {
		return false
	}
	n, ok := ParseDecimal(b[:end])
	if !ok || n.Thousandths != thousandths || !json.Valid(b[:end]) {
		t.Fatalf("%q: got %d, want %d, %v", b[:end], thousandths, n.Thousandths, ok)
	}
	if end == len(b) || b[end]-'0' <= 9 {
		t.Fatalf("%q: the number does not end with %q", b, b[:end])
	}
	return true
}

func TestPlain(t *testing.T) {
	f := func(text string, thousandths int64) {
		t.Helper()
		b := []byte(`x` + text + `,"b":1.25}`)
		if got, end := ParsePlain(b, 1); got != thousandths || end != 1+len(text) {
			t.Errorf("%s: got %d, end %d, want %d", text, got, end, thousandths)
		}
	}
	f("0", 0)
	f("-0", 0)
	f("7", 7000)
	f("18", 18000)
	f("-80", -80000)
	f("100", 100000)
	f("0.5", 500)
	f("2.0", 2000)
	f("4.37", 4370)
	f("81.25", 81250)
	f("-18.125", -18125)
	f("100.999", 100999)
	f("-18.0005", -18001)
	f("-18.00049999999999999", -18000)
	f("999.9995", 1000000)
	f("-0.0005", -1)
	f("0.00049", 0)
	f("37.8226902168957", 37823)
	f("-122.324895", -122325)
	f("121.1234", 121123)
	f("121.12345678", 121123)
}

func TestPlainLeavesTheRest(t *testing.T) {
	f := func(text string) {
		t.Helper()
		if got, end := ParsePlain([]byte(text), 0); end >= 0 {
			t.Errorf("%q was read as %d", text, got)
		}
	}
	f("")
	f("-")
	f("1")
	f("1234567")
	f("-1234567")
	f("1.234567")
	f("1.23456789012345")
	f(`-,"a":1234`)
	f(`.5,"a":1234`)
	f(`+5,"a":1234`)
	f(`5.,"a":1234`)
	f(`05,"a":1234`)
	f(`00,"a":1234`)
	f(`1234,"a":1234`)
	f(`--1,"a":1234`)
	f(`null,"a":1234`)
	if got, end := ParsePlain([]byte("1,2"), 3); end >= 0 {
		t.Errorf("behind the end: read as %d", got)
	}
}

// Every short text of the bytes of which numbers are made is read as ParseDecimal does, or not.
func TestPlainAgrees(t *testing.T) {
	const alphabet = "04569.-e,"
	read := 0
	var grow func(text []byte)
	grow = func(text []byte) {
		if agrees(t, append(text[:len(text):len(text)], ",\xff456.789,"...)) {
			read++
		}
		if len(text) < 6 {
			for _, c := range []byte(alphabet) {
				grow(append(text[:len(text):len(text)], c))
			}
		}
	}
	grow(nil)
	if read < 100_000 {
		t.Errorf("only %d texts were read", read)
	}
}

func TestPlainAgreesOnRandomTexts(t *testing.T) {
	const alphabet = "0123456789012345678901234567890123456789.....-,e}\x7f\x80\xff"
	rng := rand.New(rand.NewPCG(1, 2))
	b, read := make([]byte, 24), 0
	for range 500_000 {
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		if agrees(t, b) {
			read++
		}
	}
	if read < 100_000 {
		t.Errorf("only %d texts were read", read)
	}
}

func BenchmarkPlain(b *testing.B) {
	text := []byte(`4.37,"setPoint":5.0`)
	for b.Loop() {
		if _, end := ParsePlain(text, 0); end < 0 {
			b.Fatal("not read")
		}
	}
}
