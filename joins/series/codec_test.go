package series

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// stored is a series as it comes back from where it was written.
func stored(t testing.TB, s *Series) Series {
	t.Helper()
	r := wire.Read(s.Append(nil))
	x := readSeries(r)
	if err := r.Close("series"); err != nil {
		t.Fatal(err)
	}
	return x
}

func TestReadingRoundTrip(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 3))
		x := randomReading(r, randomTime(r))
		in := wire.Read(AppendReading(nil, &x))
		if y := ReadReading(in); y != x || in.Close("reading") != nil {
			t.Fatalf("seed %d: %+v came back as %+v", seed, x, y)
		}
	}
}

// A series comes back whole: what is sealed, what is open, the last reading, what is gone, who
// named it.
func TestSeriesRoundTrip(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 4))
		s, st := newSeries("return"), shelf{}
		for range r.IntN(4) {
			s.Named = append(s.Named, r.Int32())
		}
		now := randomTime(r)
		for range r.IntN(1500) {
			now += int64(r.IntN(3))
			x := randomReading(r, now)
			s.Add(st, &x)
		}
		s.Cut(st, now-int64(r.IntN(1500)))
		got := stored(t, &s)
		if s.open.n == 0 { // the room and the frame that an empty chunk begins with are not stored
			s.open, got.open = chunk{}, chunk{}
		}
		for _, x := range []*Series{&s, &got} { // nor is room kept for more
			x.Named, x.sealed, x.late = slices.Clip(x.Named), slices.Clip(x.sealed), nil
			if x.open.fresh = nil; len(x.sealed) == 0 {
				x.sealed = nil
			}
			if len(x.Named) == 0 {
				x.Named = nil
			}
		}
		if !reflect.DeepEqual(got, s) {
			t.Fatalf("seed %d:\n got %+v\nwant %+v", seed, got, s)
		}
	}
}

func TestSeriesRefuses(t *testing.T) {
	s, st := newSeries("main"), shelf{}
	for i := range int64(600) {
		s.Add(st, &measure.Reading{Time: i, Present: 1})
	}
	good := s.Append(nil)
	for n := range len(good) {
		r := wire.Read(good[:n])
		readSeries(r)
		if r.Close("series") == nil {
			t.Errorf("the first %d of %d bytes were read", n, len(good))
		}
	}
}

// Whatever bytes there are, they are refused, or read as readings that are written and read as the
// same.
func FuzzReadings(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 6))
	for n := range uint64(4) {
		f.Add(sealed(randomHeld(r, 20)))
		f.Add(sealed(typicalReadings(n, 40)))
		f.Add(sealed(shapedReadings(r, 20)))
		f.Add(append([]byte{1, 30}, plainRows(nil, typicalReadings(n, 30))...))
	}
	f.Add([]byte{1, 0x80, 0x04})
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := decodeSealed(nil, b)
		if err != nil {
			return
		}
		if len(list) == 0 || len(list) > split {
			t.Fatalf("%d readings in a chunk", len(list))
		}
		again, err := decodeSealed(nil, sealed(list))
		if err != nil || !slices.Equal(again, list) {
			t.Fatalf("%+v came back as %+v: %v", list, again, err)
		}
	})
}

// Whatever bytes there are, they are refused as an open chunk, or it goes on: what is appended to
// it is read behind what was in it.
func FuzzOpen(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 9))
	for n := range uint64(4) {
		for _, list := range [][]Held{randomHeld(r, 20), typicalReadings(n, 40), shapedReadings(r, 7)} {
			c := chunkOf(list)
			c.settle()
			f.Add(c.encode(nil), int64(n)<<(16*n))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, seed int64) {
		in := wire.Read(b)
		var c chunk
		c.read(in)
		if in.Close("open chunk") != nil || c.n == 0 || c.n == split {
			return
		}
		list, err := c.decode(nil)
		if err != nil {
			return
		}
		// what stands behind the rows is where the last of them ends
		c.prev.Reading = list[len(list)-1].Reading
		if c.delta = c.prev.Time; len(list) > 1 {
			c.delta -= list[len(list)-2].Time
		}
		for _, h := range shapedReadings(rand.New(rand.NewPCG(uint64(seed), 10)), min(20, split-c.n)) {
			c.append(&h)
			list = append(list, h)
		}
		for range 2 {
			again, err := c.decode(nil)
			if err != nil || !slices.Equal(again, list) {
				t.Fatalf("%+v came back as %+v: %v", list, again, err)
			}
			c.settle()
		}
	})
}

// Whatever bytes there are, they are refused, or read as a series that is written and read as the
// same.
func FuzzSeries(f *testing.F) {
	s, st := newSeries("main"), shelf{}
	s.Named = []int32{0, 3}
	for i := range int64(600) {
		s.Add(st, &measure.Reading{Time: i, Present: 1, Values: [measure.NumStored]int32{int32(i % 5)}})
	}
	f.Add(s.Append(nil))
	empty := newSeries("x")
	f.Add(empty.Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := wire.Read(b)
		x := readSeries(r)
		if r.Close("series") != nil {
			return
		}
		once := x.Append(nil)
		y := stored(t, &x)
		if twice := y.Append(nil); !bytes.Equal(once, twice) {
			t.Fatalf("written as %x, then as %x", once, twice)
		}
	})
}
