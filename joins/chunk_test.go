package joins

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// randomReading is a reading as random as the decoder could give it.
func randomReading(r *rand.Rand, t int64) Reading {
	x := Reading{Time: t}
	for m := range NumMetrics {
		switch r.IntN(4) {
		case 0:
		case 1:
			x.set(m, 1<<40) // faulty
		default:
			x.set(m, plausible[m].min+r.Int64N(plausible[m].max-plausible[m].min+1))
		}
	}
	x.Flags = [...]uint8{0, DoorKnown, DoorKnown | DoorOpen, DefrostKnown | DefrostOn, DoorKnown | DefrostKnown}[r.IntN(5)]
	return x
}

// randomTime spreads over all years that are read, with many near the epoch and steady steps among them.
func randomTime(r *rand.Rand) int64 {
	switch r.IntN(4) {
	case 0:
		return r.Int64N(1000) - 500
	case 1:
		return -62135596800000 + r.Int64N(1000) // year 1
	case 2:
		return 253402300799999 - r.Int64N(1000) // year 9999
	default:
		return 1772323200000 + r.Int64N(1000)*60_000
	}
}

func randomHeld(r *rand.Rand, n int) []held {
	byTime := map[int64]held{}
	for range n {
		t := randomTime(r)
		h := held{Reading: randomReading(r, t)}
		if r.IntN(5) == 0 {
			h.duplicates, h.conflicts = r.Uint32(), r.Uint32()
		}
		byTime[t] = h
	}
	var list []held
	for _, h := range byTime {
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b held) int {
		if a.Time < b.Time {
			return -1
		}
		return 1
	})
	return list
}

func TestChunkGivesBackWhatItWasGiven(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		want := randomHeld(r, 1+r.IntN(400))
		c := chunkOf(want)
		if c.n != len(want) || c.first != want[0].Time || c.last() != want[len(want)-1].Time {
			t.Fatalf("seed %d: chunk of %d readings from %d to %d", seed, c.n, c.first, c.last())
		}
		got, err := decodeSealed(nil, c.seal())
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("seed %d: sealed: %v", seed, err)
		}
		if got, err = decodeReadings(nil, c.n, c.b); err != nil || !slices.Equal(got, want) {
			t.Fatalf("seed %d: open: %v", seed, err)
		}
		// what is appended after a reload is what would have been appended before it
		half := chunkOf(want[:len(want)/2])
		s := series{sensor: "main", gone: noTime, open: half, some: true, tail: want[len(want)-1]}
		w := &wire{b: s.append(nil)}
		s = w.series()
		if err := w.close("series"); err != nil {
			t.Fatal(err)
		}
		if s.tail != want[len(want)-1] {
			t.Fatalf("seed %d: last reading %v, want %v", seed, s.tail, want[len(want)-1])
		}
		for i := range want[len(want)/2:] {
			s.open.append(&want[len(want)/2+i])
		}
		if !slices.Equal(s.open.b, c.b) {
			t.Fatalf("seed %d: a chunk that was reloaded goes on differently", seed)
		}
	}
}

// TestSteadyReadingsAreSmall pins what the format is for: a reefer that reports every minute and hardly changes.
func TestSteadyReadingsAreSmall(t *testing.T) {
	var c chunk
	x := Reading{Time: 1772323200000, Present: 1<<NumMetrics - 1, Flags: DoorKnown}
	for i := range 256 {
		x.Time += 60_000
		x.Value[Temperature] = int32(4000 + i%3*10)
		c.append(&held{Reading: x})
	}
	if n := len(c.b); n > 256*4+40 {
		t.Errorf("%d bytes for 256 readings", n)
	}
}

func TestChunkRefuses(t *testing.T) {
	good := sealedBytes([]held{{Reading: Reading{Time: 5, Present: 1}}, {Reading: Reading{Time: 9, Present: 1}}})
	f := func(name string, b []byte) {
		t.Helper()
		if _, err := decodeSealed(nil, b); err == nil {
			t.Errorf("%s: read", name)
		}
	}
	f("nothing", nil)
	f("another version", append([]byte{chunkVersion + 1}, good[1:]...))
	f("short", good[:len(good)-1])
	f("too long", append(slices.Clone(good), 0))
	f("more readings than bytes", append([]byte{chunkVersion, 100}, good[2:]...))
}

func sealedBytes(list []held) []byte { c := chunkOf(list); return c.seal() }
