package jsontext

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"
)

func TestAppendQuoted(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		if got := string(AppendQuoted(nil, in)); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
	f("", `""`)
	f("plain", `"plain"`)
	f(`"\`, `"\"\\"`)
	f("a\nb\rc\td\be\f", `"a\nb\rc\td\u0008e\u000c"`)
	f("\x00\x1f\x7f", "\"\\u0000\\u001f\x7f\"")
	f("<&>/", `"<&>/"`)
	f("冷é😀\u2028", "\"冷é😀\u2028\"")
	r := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		var runes []rune
		for range r.IntN(20) {
			runes = append(runes, []rune{rune(r.IntN(0x80)), rune(r.IntN(0xd800)),
				0x10000 + rune(r.IntN(0x10000))}[r.IntN(3)])
		}
		var back string
		if err := json.Unmarshal(AppendQuoted(nil, string(runes)), &back); err != nil ||
			back != string(runes) {
			t.Fatalf("%q came back as %q: %v", string(runes), back, err)
		}
	}
}

func TestAppendFixed(t *testing.T) {
	f := func(v int64, digits int, want string) {
		t.Helper()
		if got := string(AppendFixed(nil, v, digits)); got != want {
			t.Errorf("%d with %d digits: %s, want %s", v, digits, got, want)
		}
	}
	f(0, 3, "0")
	f(1, 3, "0.001")
	f(-1, 3, "-0.001")
	f(10, 3, "0.01")
	f(-18_001, 3, "-18.001")
	f(5000, 3, "5")
	f(5050, 3, "5.05")
	f(1_000_000_000_000_000, 3, "1000000000000")
	f(-1_000_000_000_000_000, 3, "-1000000000000")
	f(987_654, 6, "0.987654")
	f(1_000_000, 6, "1")
	f(950_000, 6, "0.95")
}

func TestAppendTime(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		at, err := time.Parse(time.RFC3339, in)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(AppendTime(nil, at.UnixMilli())); got != `"`+want+`"` {
			t.Errorf("%s: got %s, want %q", in, got, want)
		}
	}
	f("2026-03-05T20:20:00Z", "2026-03-05T20:20:00Z")
	f("2026-03-05T20:20:00.5Z", "2026-03-05T20:20:00.500Z")
	f("2026-03-05T22:20:00.001+02:00", "2026-03-05T20:20:00.001Z")
	f("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")
	f("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z")
	f("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z")
	f("0001-01-01T00:00:00.010Z", "0001-01-01T00:00:00.010Z")
	f("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z")
}
