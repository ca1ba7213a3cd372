package state

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"testing"
)

func TestLayers(t *testing.T) {
	s := newStore(t, Options{})
	put(s, "a", 1)
	if got := get(t, s, "a"); got != 1 {
		t.Errorf("cycle reads its own a = %d", got)
	}
	if got := view(t, s, "a"); got != 0 {
		t.Errorf("a reader sees the cycle: a = %d", got)
	}
	s.Commit(at(5))
	if got := view(t, s, "a"); got != 1 {
		t.Errorf("committed a = %d", got)
	}
	put(s, "a", 2)
	put(s, "b", 2)
	s.Delete([]byte("a"))
	s.Rollback()
	if a, b := get(t, s, "a"), get(t, s, "b"); a != 1 || b != 0 {
		t.Errorf("after Rollback a = %d, b = %d", a, b)
	}
	check(t, s.Flush())
	s.Delete([]byte("a"))
	if got := get(t, s, "a"); got != 0 {
		t.Errorf("deleted a = %d", got)
	}
	if got := view(t, s, "a"); got != 1 {
		t.Errorf("a reader sees the cycle's deletion: a = %d", got)
	}
	s.Commit(at(6))
	check(t, s.Flush())
	if got := view(t, s, "a"); got != 0 {
		t.Errorf("a = %d on disk after deletion", got)
	}
	if got := s.Offsets(); !maps.Equal(got, at(6)) {
		t.Errorf("offsets %v", got)
	}
}

// An empty value is a value, and values and keys are copies of what was put.
func TestValues(t *testing.T) {
	s := newStore(t, Options{})
	key, value := []byte("k"), []byte("v")
	s.Put(nil, nil)
	s.Put(key, value)
	key[0], value[0] = 'x', 'x'
	for range 3 {
		for _, c := range []struct {
			key, value string
			there      bool
		}{{"", "", true}, {"k", "v", true}, {"x", "", false}} {
			if v, there, err := s.Get([]byte(c.key)); err != nil || there != c.there ||
				string(v) != c.value {
				t.Errorf("Get %q = %q, %v, %v", c.key, v, there, err)
			}
		}
		s.Commit(nil)
		check(t, s.Flush())
	}
	large := bytes.Repeat([]byte("large"), arenaBlock)
	s.Put([]byte("k"), large)
	s.Put([]byte("k"), large[:len(large)-1])
	s.Commit(nil)
	for range 2 {
		v, _, err := s.View([]byte("k"))
		check(t, err)
		if !bytes.Equal(v, large[:len(large)-1]) {
			t.Errorf("%d bytes, want %d", len(v), len(large)-1)
		}
		check(t, s.Flush())
	}
}

func TestCycleBytes(t *testing.T) {
	s := newStore(t, Options{})
	want := func(want int64) {
		t.Helper()
		if got := s.CycleBytes(); got != want {
			t.Errorf("%d bytes, want %d", got, want)
		}
	}
	want(0)
	put(s, "key", 1)
	want(11)
	put(s, "key", 2)
	s.Delete([]byte("other"))
	want(27)
	check(t, s.Flush())
	want(27)
	s.Commit(nil)
	want(0)
	put(s, "key", 3)
	s.Rollback()
	want(0)
}

func TestScanMergesLayers(t *testing.T) {
	s := newStore(t, Options{})
	for _, k := range []string{"b", "d", "f", "h", "j"} {
		put(s, k, 1)
	}
	s.Commit(nil)
	check(t, s.Flush())
	put(s, "a", 2)
	put(s, "d", 2)
	s.Delete([]byte("f"))
	s.Commit(nil)
	put(s, "b", 3)
	put(s, "z", 3)
	s.Delete([]byte("h"))
	for _, c := range []struct{ lower, upper, scan, view string }{
		{"", "", "a=2 b=3 d=2 j=1 z=3 ", "a=2 b=1 d=2 h=1 j=1 "},
		{"b", "d", "b=3 ", "b=1 "},
		{"c", "i", "d=2 ", "d=2 h=1 "},
		{"e", "", "j=1 z=3 ", "h=1 j=1 "},
		{"k", "c", "", ""},
	} {
		lower, upper := []byte(c.lower), []byte(c.upper)
		if c.upper == "" {
			upper = nil
		}
		if got := listing(t, s.Scan, lower, upper); got != c.scan {
			t.Errorf("Scan[%s,%s) = %s, want %s", c.lower, c.upper, got, c.scan)
		}
		if got := listing(t, s.ViewScan, lower, upper); got != c.view {
			t.Errorf("ViewScan[%s,%s) = %s, want %s", c.lower, c.upper, got, c.view)
		}
	}
}

func TestScanEndsWithTheErrorOfItsCaller(t *testing.T) {
	s := newStore(t, Options{})
	for i := range 10 {
		put(s, fmt.Sprint(i), 1)
	}
	s.Commit(nil)
	check(t, s.Flush())
	put(s, "4", 2)
	stop := errors.New("stop")
	for _, scan := range []func(lower, upper []byte, fn func(_, _ []byte) error) error{s.Scan,
		s.ViewScan} {
		n := 0
		if err := scan(nil, nil, func(_, _ []byte) error {
			if n++; n == 6 {
				return stop
			}
			return nil
		}); !errors.Is(err, stop) || n != 6 {
			t.Errorf("fn's error became %v after %d keys", err, n)
		}
		if got, want := listing(t, s.Scan, []byte("3"), []byte("6")), "3=1 4=2 5=1 "; got != want {
			t.Errorf("the next scan = %s, want %s", got, want)
		}
	}
}
