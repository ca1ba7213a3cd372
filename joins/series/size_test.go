package series

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// nowhere is a Store that keeps nothing.
type nowhere struct{}

func (nowhere) Chunk(string, int64) ([]byte, error) { return nil, nil }
func (nowhere) PutChunk(string, int64, []byte)      {}
func (nowhere) DeleteChunk(string, int64)           {}

// This is what the formats are for: the bytes that a reading takes.
func TestReadingsAreSmall(t *testing.T) {
	f := func(name string, bytes, readings int, most float64) {
		t.Helper()
		if got := float64(bytes) / float64(readings); got > most {
			t.Errorf("%s: %.2f bytes a reading, at most %.2f are wanted", name, got, most)
		}
	}
	closed, half, short := 0, 0, 0
	const containers = 100
	for seed := range uint64(containers) {
		list := typicalReadings(seed, 2*Full)
		closed += len(sealed(list[:Full]))
		s := newSeries("main")
		for i := range list[:Full+Full/2] {
			s.Add(nowhere{}, &list[i].Reading)
			if i == 39 {
				short += len(s.Append(nil))
			}
		}
		half += len(s.Append(nil))
	}
	f("sealed", closed, containers*Full, 4.85)
	f("a container of 40 readings", short, containers*40, 8.7)
	f("a container with half a chunk open", half, containers*Full/2, 6.4)

	var steady []Held
	x := measure.Reading{Time: 1772323200000, Present: 0xff, Flags: measure.DoorKnown}
	for i := range Full {
		x.Time += 60_000
		x.Values[measure.Temperature] = int32(4000 + i%3*10)
		steady = append(steady, Held{Reading: x})
	}
	f("a reefer that hardly changes", len(sealed(steady)), Full, 0.4)
	c := chunkOf(steady)
	f("a reefer that hardly changes, open", len(c.b), Full, 1.3)
}

// A reading in its order takes no memory of its own: a chunk takes its value, and room for the
// next.
func TestAddDoesNotAllocate(t *testing.T) {
	list := typicalReadings(1, 2*Full)
	s := newSeries("main")
	for i := range list[:Full+1] {
		s.Add(nowhere{}, &list[i].Reading)
	}
	at := Full
	if n := testing.AllocsPerRun(Full-20, func() {
		at++
		s.Add(nowhere{}, &list[at].Reading)
	}); n != 0 {
		t.Errorf("%v allocations a reading", n)
	}
	later := int64(0)
	if n := testing.AllocsPerRun(20, func() {
		later += Full * 15 * 60_000
		for i := range list[:Full] {
			x := list[i].Reading
			x.Time += later
			s.Add(nowhere{}, &x)
		}
	}); n > 3 {
		t.Errorf("%v allocations a chunk", n)
	}
}

// Reading chunks takes no memory but the list.
func TestDecodeDoesNotAllocate(t *testing.T) {
	readings := typicalReadings(1, Full)
	value, open := sealed(readings), chunkOf(readings)
	list := make([]Held, 0, Full)
	f := func(name string, decode func() ([]Held, error)) {
		t.Helper()
		if n := testing.AllocsPerRun(10, func() {
			if _, err := decode(); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	f("sealed", func() ([]Held, error) { return decodeSealed(list[:0], value) })
	f("open", func() ([]Held, error) { return open.decode(list[:0]) })
}

// Damaged chunks take no more memory than the greatest chunk, whatever they say.
func TestDecodersDoNotTrustSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 8))
	for range 2000 {
		b := make([]byte, 1+r.IntN(60))
		for i := range b {
			b[i] = byte(r.Uint32() >> r.IntN(32))
		}
		b[0] = 1 + byte(r.IntN(2))
		s := newSeries("main")
		hostile := append(s.Append(nil)[:len(s.Append(nil))-2], b...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _ = decodeSealed(nil, b)
		x := readSeries(wire.Read(hostile))
		_, _ = x.open.decode(nil)
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 2*56*split+10_000 {
			t.Fatalf("%d bytes for %x", n, b)
		}
	}
}
