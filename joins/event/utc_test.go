package event

import (
	"math/rand/v2"
	"testing"
	"time"
)

// slowTime is parseTime for a text that ends in Z, by the way of an offset.
func slowTime(b []byte) (ms int64, ok bool) {
	var d Decoder
	return d.parseTime(append(b[:len(b)-1:len(b)-1], "+00:00"...))
}

func TestUTC(t *testing.T) {
	f := func(text string, size int) {
		t.Helper()
		want, err := time.Parse(time.RFC3339, text[:size])
		if err != nil {
			t.Fatal(err)
		}
		if ms, end := parseUTC([]byte("x"+text), 1); end != 1+size || ms != want.UnixMilli() {
			t.Errorf("%s: got %d, end %d, want %d", text, ms, end, want.UnixMilli())
		}
	}
	f("2026-03-05T20:20:31.250Z", 24)
	f("2026-03-05T20:20:31.250Z,", 24)
	f(`2026-03-05T20:20:31Z","a`, 20)
	f("0001-01-01T00:00:00.000Z", 24)
	f("9999-12-31T23:59:59.999Z", 24)
	f("2024-02-29T00:00:00.001Z", 24)
	f(`1969-12-31T23:59:59Z","a`, 20)
}

func TestUTCLeavesTheRest(t *testing.T) {
	f := func(text string) {
		t.Helper()
		if ms, end := parseUTC([]byte(text), 0); end >= 0 {
			t.Errorf("%s: read as %d", text, ms)
		}
	}
	f("")
	f("2026-03-05T20:20:31Z")
	f("2026-03-05T20:20:31.250")
	f("2026-03-05T20:20:31.25Z    ")
	f("2026-03-05T20:20:31.2500Z")
	f("2026-03-05T20:20:31+00:00")
	f("2026-03-05 20:20:31.250Z")
	f("2026-03-05t20:20:31.250z")
	f("2026-02-29T20:20:31.250Z")
	f("2026-13-05T20:20:31.250Z")
	f("2026-00-05T20:20:31.250Z")
	f("2026-03-32T20:20:31.250Z")
	f("2026-03-00T20:20:31.250Z")
	f("0000-03-05T20:20:31.250Z")
	f("2026-03-05T24:20:31.250Z")
	f("2026-03-05T20:60:31.250Z")
	f("2026-03-05T20:20:60.250Z")
	if ms, end := parseUTC(make([]byte, 3), 4); end >= 0 {
		t.Errorf("behind the end: read as %d", ms)
	}
}

// With any byte in any place it reads what the slow way reads, or nothing.
func TestUTCAgreesOnEdits(t *testing.T) {
	for _, text := range []string{
		"2026-03-05T20:20:31.250Z", `2026-03-05T20:20:31Z","x`, "1600-02-29T23:59:59.999Z",
	} {
		b := []byte(text)
		for i := range b {
			for c := range 256 {
				b[i] = byte(c)
				if ms, end := parseUTC(b, 0); end >= 0 {
					if want, ok := slowTime(b[:end]); !ok || ms != want {
						t.Fatalf("%q: got %d, want %d, %v", b, ms, want, ok)
					}
				} else if _, ok := slowTime(b); b[23] == 'Z' && ok {
					t.Fatalf("%q was not read", b)
				}
			}
			b[i] = text[i]
		}
	}
}

func TestUTCAgreesOnTimes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		want := minTime + rng.Int64N(maxTime-minTime+1)
		b := time.UnixMilli(want).UTC().AppendFormat(nil, "2006-01-02T15:04:05.000Z")
		if ms, end := parseUTC(b, 0); end != len(b) || ms != want {
			t.Fatalf("%s: got %d, end %d, want %d", b, ms, end, want)
		}
	}
}
