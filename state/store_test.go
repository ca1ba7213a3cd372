package state

import (
	"errors"
	"fmt"
	"maps"
	"strings"
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

func TestOwn(t *testing.T) {
	s := newStore(t, Options{})
	own := func(want bool) {
		t.Helper()
		if _, got, err := s.Get([]byte("k")); err != nil || got != want {
			t.Errorf("own = %v, %v, want %v", got, err, want)
		}
	}
	own(false)
	put(s, "k", 1)
	own(true)
	s.Commit(nil)
	own(false)
	check(t, s.Flush())
	own(false)
	put(s, "k", 2)
	own(true)
	s.Delete([]byte("k"))
	own(false)
	s.Rollback()
	own(false)
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

func TestScanShowsItsBeginning(t *testing.T) {
	s := newStore(t, Options{})
	for i := range 10 {
		put(s, fmt.Sprint(i), 1)
	}
	s.Commit(nil)
	check(t, s.Flush())
	put(s, "4", 2)
	got := ""
	check(t, s.Scan(nil, nil, func(key []byte, v any) error {
		got += fmt.Sprintf("%s=%d ", key, number(v))
		for i := range 10 {
			s.Delete([]byte(fmt.Sprint(i)))
			put(s, fmt.Sprint(i, "x"), 9)
		}
		return nil
	}))
	if want := "0=1 1=1 2=1 3=1 4=2 5=1 6=1 7=1 8=1 9=1 "; got != want {
		t.Errorf("scan = %s, want %s", got, want)
	}
	stop := errors.New("stop")
	if err := s.Scan(nil, nil, func([]byte, any) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("fn's error became %v", err)
	}
}

func TestEvictionKeepsToTheBudget(t *testing.T) {
	const budget = 20000
	s := newStore(t, Options{CleanBytes: budget})
	for round := range 5 {
		for i := range 500 {
			put(s, fmt.Sprint(i), uint64(round*1000+i+1))
		}
		s.Commit(nil)
		check(t, s.Flush())
		if s.cleanBytes > budget || len(s.clock) != len(s.entries) {
			t.Fatalf("%d clean bytes, %d on the clock, %d in memory",
				s.cleanBytes, len(s.clock), len(s.entries))
		}
		for i := range 500 {
			if got := get(t, s, fmt.Sprint(i)); got != uint64(round*1000+i+1) {
				t.Fatalf("key %d = %d", i, got)
			}
		}
		s.Rollback()
	}
}

func TestReadErrorsNameTheKey(t *testing.T) {
	s := newStore(t, Options{CleanBytes: 1})
	s.Put([]byte("bad"), short{})
	s.Commit(nil)
	check(t, s.Flush())
	_, _, gerr := s.Get([]byte("bad"))
	_, verr := s.View([]byte("bad"))
	serr := s.Scan(nil, nil, func([]byte, any) error { return nil })
	for _, err := range []error{gerr, verr, serr} {
		if err == nil || !strings.Contains(err.Error(), `key "bad" of task task-0`) {
			t.Errorf("error %v", err)
		}
	}
}

type short struct{}

func (short) AppendBinary(b []byte) ([]byte, error) { return append(b, 1), nil }
