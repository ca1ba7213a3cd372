package series

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coldchain/joins/measure"
)

// backAndForth writes readings as a sealed chunk and as an open one, at once and one after the
// other, stored in between, and reads them.
func backAndForth(t testing.TB, name string, want []Held) {
	t.Helper()
	same := func(how string, got []Held, err error) {
		t.Helper()
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%s: %s: %v\n got %+v\nwant %+v", name, how, err, got, want)
		}
	}
	got, err := decodeSealed(nil, sealed(want))
	same("sealed", got, err)
	c := chunkOf(want)
	got, err = c.decode(nil)
	same("open", got, err)
	if c.n != len(want) || c.first != want[0].Time || c.last() != want[len(want)-1].Time {
		t.Fatalf("%s: chunk of %d readings from %d to %d", name, c.n, c.first, c.last())
	}
	for _, half := range []int{0, 1, len(want) / 2, len(want)} {
		var through, paused chunk
		for i := range want {
			through.append(&want[i])
			paused.append(&want[i])
			if i+1 == half {
				s := Series{Sensor: "main", gone: noTime, open: paused}
				paused = stored(t, &s).open
			}
		}
		got, err = through.decode(nil)
		same("appended to", got, err)
		got, err = paused.decode(nil)
		same(fmt.Sprintf("stored after %d readings", half), got, err)
		if len(paused.fresh) != len(want)-half {
			t.Fatalf("%s: %d of %d readings are fresh", name, len(paused.fresh), len(want)-half)
		}
	}
}

// A chunk gives back what it was given, sealed or open, stored on the way or not.
func TestChunkRoundTrip(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		backAndForth(t, fmt.Sprintf("random, seed %d", seed), randomHeld(r, 1+r.IntN(400)))
		n := 1 + r.IntN(split)
		backAndForth(t, fmt.Sprintf("typical, seed %d", seed), typicalReadings(seed, n))
		backAndForth(t, fmt.Sprintf("shaped, seed %d", seed), shapedReadings(r, n))
	}
}

// So do the chunks that are not typical at all.
func TestChunksOfTheEnds(t *testing.T) {
	f := func(name string, n int, each func(i int, h *Held)) {
		t.Helper()
		list := make([]Held, n)
		for i := range list {
			list[i].Present, list[i].Time = 0xff, int64(i)
			each(i, &list[i])
		}
		backAndForth(t, name, list)
	}
	ends := []int32{math.MinInt32, math.MaxInt32, 0, -1, 1}
	for _, n := range []int{1, 2, 3, 15, 16, 17, Full, split} {
		f("nothing measured", n, func(_ int, h *Held) { h.Present = 0 })
		f("all fields full", n, func(i int, h *Held) {
			*h = Held{measure.Reading{Time: int64(i), Present: 0xff, Faulty: 0xff, Flags: 0xff},
				math.MaxUint32, math.MaxUint32}
		})
		f("values at the ends", n, func(i int, h *Held) {
			for m := range h.Values {
				h.Values[m] = ends[(i*(m+1)+m)%len(ends)]
			}
		})
		f("counters from end to end", n, func(i int, h *Held) {
			h.Duplicates, h.Conflicts = uint32(-i%2), uint32(i%2-1)
		})
		f("half of all time between two readings", n, func(i int, h *Held) {
			if i >= n/2 {
				h.Time += math.MaxInt64 - split
			}
		})
		f("all of time", n, func(i int, h *Held) {
			h.Time += math.MinInt64
			if i >= n/2 {
				h.Time = math.MaxInt64 - int64(n-i)
			}
		})
		f("times that are all but a power of two apart", n, func(i int, h *Held) { h.Time *= 1<<54 - 1 })
		r := rand.New(rand.NewPCG(uint64(n), 11))
		anywhere := make([]int64, n)
		for i := range anywhere {
			anywhere[i] = int64(r.Uint64())
		}
		f("times in no order at all", n, func(i int, h *Held) { h.Time = anywhere[i] })
		slices.Sort(anywhere)
		f("times anywhere", n, func(i int, h *Held) { h.Time = anywhere[i] })
		f("times in steps that hardly fit", n, func(i int, h *Held) {
			h.Time = math.MinInt64 + int64(i)*(math.MaxInt64/split*2)
		})
	}
}

// Decoding appends to the list that it is given.
func TestDecodeAppends(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	a, b := randomHeld(r, 5), randomHeld(r, 40)
	got, err := decodeSealed(slices.Clone(a), sealed(b))
	if err != nil || !slices.Equal(got, slices.Concat(a, b)) {
		t.Errorf("sealed: %v, %v", got, err)
	}
	c := chunkOf(b)
	if got, err = c.decode(slices.Clone(a)); err != nil || !slices.Equal(got, slices.Concat(a, b)) {
		t.Errorf("open: %v, %v", got, err)
	}
}

func TestChunkRefuses(t *testing.T) {
	good := sealed([]Held{
		{Reading: measure.Reading{Time: 5, Present: 1}}, {Reading: measure.Reading{Time: 9, Present: 1}},
		{Reading: measure.Reading{Time: 10, Present: 1}},
	})
	f := func(b []byte, want string) {
		t.Helper()
		if _, err := decodeSealed(nil, b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", b, err, want)
		}
	}
	with := func(i int, v byte) []byte {
		b := bytes.Clone(good)
		b[i] = v
		return b
	}
	for n := range len(good) {
		f(good[:n], "ends early")
	}
	f(append(bytes.Clone(good), 0), "1 bytes too many")
	f(with(0, Chunk.Version+1), "use a newer program")
	f(with(0, 0), "no program wrote that")
	f(with(1, 0), "ends early")    // no reading
	f(with(1, 100), "ends early")  // more readings than bytes
	f(with(3, 0x40), "ends early") // a column that there is not
	// more readings than a chunk holds
	f(append([]byte{Chunk.Version, 0x81, 0x04}, good[2:]...), "ends early")
	// a column that is too wide
	f(append(append(with(7, formWidth)[:8:8], 0, 1, 0), make([]byte, 24)...), "ends early")
}

// An open chunk that version 1 of the program left, plain rows of any number, goes on.
func TestOpenChunkOfPlainRows(t *testing.T) {
	for _, n := range []int{1, 15, 16, 100, 255} {
		list := typicalReadings(1, 2*Full)
		old := chunk{n: n, first: list[0].Time, prev: list[n-1], b: plainRows(nil, list[:n])}
		if n > 1 {
			old.delta = list[n-1].Time - list[n-2].Time
		} else {
			old.delta = list[0].Time
		}
		s := stored(t, &Series{Sensor: "main", gone: noTime, open: old})
		if len(s.Append(nil)) != len((&Series{Sensor: "main", gone: noTime, open: old}).Append(nil)) {
			t.Errorf("%d readings are written anew without need", n)
		}
		st := shelf{}
		for i := range list[n:] {
			s.Add(st, &list[n+i].Reading)
		}
		if got := all(t, &s, st, math.MinInt64, math.MaxInt64); !slices.Equal(got, list[:2*Full-1]) {
			t.Errorf("%d readings went on as %d others", n, len(got))
		}
	}
}

var writeFixtures = flag.Bool("write-fixtures", false, "write the fixture of now if it is missing")

// What any version wrote is read as the same readings. The version of now stores them as it did.
func TestChunkFixtures(t *testing.T) {
	want := randomHeld(rand.New(rand.NewPCG(1, 7)), 100)
	now := sealed(want)
	for v := byte(1); v <= Chunk.Version; v++ {
		file := fmt.Sprintf("testdata/v%d/chunk.bin", v)
		if _, err := os.Stat(file); err != nil && *writeFixtures && v == Chunk.Version {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, now, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if list, err := decodeSealed(nil, b); err != nil || !slices.Equal(list, want) || b[0] != v {
			t.Errorf("version %d: %d readings, %v", v, len(list), err)
		}
		if v == Chunk.Version && !bytes.Equal(now, b) {
			t.Errorf("the same readings are stored as\n%x\nwere\n%x", now, b)
		}
	}
}
