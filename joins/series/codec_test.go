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
	x := Read(r)
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
		s, st := New("return"), shelf{}
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
		if len(s.open.b) == 0 { // the room that an empty chunk begins with is not stored
			s.open.b, got.open.b = nil, nil
		}
		if len(s.sealed) == 0 {
			s.sealed = nil
		}
		if !reflect.DeepEqual(got, s) {
			t.Fatalf("seed %d:\n got %+v\nwant %+v", seed, got, s)
		}
	}
}

func TestSeriesRefuses(t *testing.T) {
	s, st := New("main"), shelf{}
	for i := range int64(600) {
		s.Add(st, &measure.Reading{Time: i, Present: 1})
	}
	good := s.Append(nil)
	for n := range len(good) {
		r := wire.Read(good[:n])
		Read(r)
		if r.Close("series") == nil {
			t.Errorf("the first %d of %d bytes were read", n, len(good))
		}
	}
}

// Whatever bytes there are, they are refused, or read as readings that are written and read as the
// same.
func FuzzReadings(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 6))
	for range 4 {
		c := chunkOf(randomHeld(r, 20))
		f.Add(c.seal())
	}
	f.Add([]byte{1, 0x80, 0x04})
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := decodeSealed(nil, b)
		if err != nil {
			return
		}
		if len(list) > split {
			t.Fatalf("%d readings in a chunk", len(list))
		}
		c := chunkOf(list)
		again, err := decodeSealed(nil, c.seal())
		if err != nil || !slices.Equal(again, list) {
			t.Fatalf("%+v came back as %+v: %v", list, again, err)
		}
	})
}

// Whatever bytes there are, they are refused, or read as a series that is written and read as the
// same.
func FuzzSeries(f *testing.F) {
	s, st := New("main"), shelf{}
	s.Named = []int32{0, 3}
	for i := range int64(600) {
		s.Add(st, &measure.Reading{Time: i, Present: 1, Values: [measure.NumStored]int32{int32(i % 5)}})
	}
	f.Add(s.Append(nil))
	empty := New("x")
	f.Add(empty.Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := wire.Read(b)
		x := Read(r)
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
