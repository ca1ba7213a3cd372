package state

import (
	"fmt"
	"testing"
)

func benchStore(b *testing.B, n int) (*Store, [][]byte) {
	s := newStore(b, Options{CleanBytes: 1 << 30})
	keys := make([][]byte, n)
	for i := range keys {
		keys[i] = fmt.Appendf(nil, "container-%06d/temperature", i)
		s.Put(keys[i], &count{n: uint64(i), ballast: 100})
	}
	s.Commit(nil)
	check(b, s.Flush())
	return s, keys
}

// Get of a key in memory is one look into the map and allocates nothing.
func TestGetHitDoesNotAllocate(t *testing.T) {
	s := newStore(t, Options{})
	put(s, "some longer key than the usual one", 1)
	s.Commit(nil)
	key := []byte("some longer key than the usual one")
	if n := testing.AllocsPerRun(100, func() {
		if v, _, err := s.Get(key); v == nil || err != nil {
			t.Fatal(v, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if n := testing.AllocsPerRun(100, func() {
		if v, err := s.View(key); v == nil || err != nil {
			t.Fatal(v, err)
		}
	}); n != 0 {
		t.Errorf("View: %v allocations", n)
	}
	v := &count{n: 2}
	if n := testing.AllocsPerRun(100, func() {
		s.Put(key, v)
		s.Commit(nil)
	}); n != 0 {
		t.Errorf("Put and Commit: %v allocations", n)
	}
}

func BenchmarkGetHit(b *testing.B) {
	for _, n := range []int{1, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, keys := benchStore(b, n)
			i := 0
			for b.Loop() {
				if _, _, err := s.Get(keys[i]); err != nil {
					b.Fatal(err)
				}
				if i++; i == n {
					i = 0
				}
			}
		})
	}
}

// One key put and committed, in cycles of a thousand; nothing is flushed.
func BenchmarkPutCommit(b *testing.B) {
	s, keys := benchStore(b, 10_000)
	v := &count{n: 1, ballast: 100}
	i := 0
	for b.Loop() {
		s.Put(keys[i%len(keys)], v)
		if i++; i%1000 == 0 {
			s.Commit(nil)
		}
	}
	s.Commit(nil)
}

// One key put, committed, encoded and written, ten thousand to a flush.
func BenchmarkFlush(b *testing.B) {
	s, keys := benchStore(b, 10_000)
	v := &count{n: 1, ballast: 100}
	i := 0
	for b.Loop() {
		s.Put(keys[i%len(keys)], v)
		if i++; i%10_000 == 0 {
			s.Commit(nil)
			check(b, s.Flush())
		}
	}
	s.Commit(nil)
}

func BenchmarkScanOf10(b *testing.B) {
	s, keys := benchStore(b, 10_000)
	i := 0
	for b.Loop() {
		lo := i * 10 % (len(keys) - 10)
		nothing := func([]byte, any) error { return nil }
		if err := s.Scan(keys[lo], keys[lo+10], nothing); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
