package series

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coldchain/joins/measure"
)

// A chunk gives back what it was given, sealed or open, and one that was stored goes on as one that
// was not.
func TestChunkRoundTrip(t *testing.T) {
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
		half := len(want) / 2
		s := Series{Sensor: "main", gone: noTime, open: chunkOf(want[:half])}
		s = stored(t, &s)
		for i := range want[half:] {
			s.open.append(&want[half+i])
		}
		if !slices.Equal(s.open.b, c.b) {
			t.Fatalf("seed %d: a chunk that was stored goes on differently", seed)
		}
	}
}

// Decoding appends to the list that it is given.
func TestDecodeAppends(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	a, b := randomHeld(r, 5), randomHeld(r, 5)
	c := chunkOf(b)
	got, err := decodeSealed(slices.Clone(a), c.seal())
	if err != nil || !slices.Equal(got, slices.Concat(a, b)) {
		t.Errorf("%v, %v", got, err)
	}
}

// This is what the format is for: a reefer that reports every minute and hardly changes.
func TestSteadyReadingsAreSmall(t *testing.T) {
	var c chunk
	x := measure.Reading{Time: 1772323200000, Present: 1<<measure.NumStored - 1,
		Flags: measure.DoorKnown}
	for i := range full {
		x.Time += 60_000
		x.Values[measure.Temperature] = int32(4000 + i%3*10)
		c.append(&Held{Reading: x})
	}
	if n := len(c.b); n > full*4+40 {
		t.Errorf("%d bytes for %d readings", n, full)
	}
}

func TestChunkRefuses(t *testing.T) {
	c := chunkOf([]Held{
		{Reading: measure.Reading{Time: 5, Present: 1}}, {Reading: measure.Reading{Time: 9, Present: 1}},
	})
	good := c.seal()
	f := func(b []byte, want string) {
		t.Helper()
		if _, err := decodeSealed(nil, b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", b, err, want)
		}
	}
	f(nil, "ends early")
	f(append([]byte{Chunk.Version + 1}, good[1:]...), "use a newer program")
	f(append([]byte{0}, good[1:]...), "no program wrote that")
	f(good[:len(good)-1], "ends early")
	f(append(slices.Clone(good), 0), "1 bytes too many")
	// more readings than bytes
	f(append([]byte{Chunk.Version, 100}, good[2:]...), "ends early")
	// more than a chunk holds
	f(append([]byte{Chunk.Version, 0x81, 0x04}, good[2:]...), "decode chunk of")
}

var writeFixtures = flag.Bool("write-fixtures", false,
	"write the fixture of the version of now if it is missing")

// A chunk that version 1 wrote is read, and the same readings are stored as it was. So long as
// there is no other version, that of now is version 1.
func TestChunkFixtures(t *testing.T) {
	c := chunkOf(randomHeld(rand.New(rand.NewPCG(1, 7)), 100))
	const file = "testdata/v1/chunk.bin"
	if _, err := os.Stat(file); err != nil && *writeFixtures {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, c.seal(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	list, err := decodeSealed(nil, b)
	if again := chunkOf(list); err != nil || !bytes.Equal(again.seal(), b) {
		t.Errorf("%d readings, %v", len(list), err)
	}
	if Chunk.Version != 1 || !bytes.Equal(c.seal(), b) {
		t.Errorf("version %d stores the same readings as\n%x\nversion 1 as\n%x", Chunk.Version, c.seal(),
			b)
	}
}
