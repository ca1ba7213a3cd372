package state

import (
	"fmt"
	"testing"
	"time"
)

func TestFlushMidCycleWritesCommittedOnly(t *testing.T) {
	s := newStore(t, Options{})
	put(s, "a", 1)
	put(s, "gone", 1)
	s.Commit(at(1))
	put(s, "a", 2)
	put(s, "new", 2)
	s.Delete([]byte("gone"))
	check(t, s.Flush())
	if got, want := listing(t, s.ViewScan, nil, nil), "a=1 gone=1 "; got != want {
		t.Errorf("committed: %s, want %s", got, want)
	}
	if got, want := listing(t, s.Scan, nil, nil), "a=2 new=2 "; got != want {
		t.Errorf("cycle: %s, want %s", got, want)
	}
	s.Commit(at(2))
	if got, want := listing(t, s.ViewScan, nil, nil), "a=2 new=2 "; got != want {
		t.Errorf("committed: %s, want %s", got, want)
	}
}

// What aborted cycles have left takes memory, which a flush frees without writing a batch.
func TestFlushDueAfterAborts(t *testing.T) {
	s := newStore(t, Options{DirtyBytes: 200 << 10})
	for i := range 60 {
		s.Put(fmt.Append(nil, i), count(1, 4000))
	}
	s.Rollback()
	if !s.FlushDue(time.Now()) {
		t.Error("the memory of an aborted cycle should be due")
	}
	check(t, s.Flush())
	if s.FlushDue(time.Now().Add(time.Hour)) {
		t.Error("nothing was committed, nothing is to be written")
	}
	if got := listing(t, s.Scan, nil, nil); got != "" {
		t.Errorf("the store has %s", got)
	}
	if s.pool.dirty.Load() == 0 {
		t.Error("the tables are let go at once")
	}
	if s.FlushDue(time.Now().Add(2*time.Hour)) || s.pool.dirty.Load() != 0 {
		t.Errorf("an idle store counts %d bytes", s.pool.dirty.Load())
	}
}

func TestFlushDue(t *testing.T) {
	start := time.Unix(1000, 0)
	s := newStore(t, Options{DirtyAge: time.Minute, DirtyBytes: 200 << 10})
	due := func(after time.Duration, want bool) {
		t.Helper()
		if got := s.FlushDue(start.Add(after)); got != want {
			t.Errorf("after %v due = %v", after, got)
		}
	}
	due(0, false)
	s.Commit(at(1)) // offsets alone age too
	due(time.Hour, false)
	due(time.Hour+59*time.Second, false)
	due(time.Hour+60*time.Second, true)
	check(t, s.Flush())
	due(2*time.Hour, false)
	for i := range 60 {
		s.Put(fmt.Append(nil, i), count(1, 3000))
	}
	due(2*time.Hour, false) // a cycle in progress is not dirty
	s.Commit(nil)
	due(2*time.Hour, true)
	check(t, s.Flush())
	due(2*time.Hour, false)
	s.Commit(at(1)) // no change
	due(9*time.Hour, false)
	due(19*time.Hour, false)
}

// The budget is the pool's: the store that holds most of it is asked, a small one is left in peace.
func TestFlushDueAsksTheLarge(t *testing.T) {
	p := openPool(t, Options{DirtyBytes: 500 << 10})
	large, small := openStore(t, p, "large"), openStore(t, p, "small")
	for i := range 50 {
		large.Put(fmt.Append(nil, i), count(1, 10_000))
	}
	put(small, "k", 1)
	large.Commit(nil)
	small.Commit(nil)
	now := time.Now()
	if !large.FlushDue(now) || small.FlushDue(now) {
		t.Error("want the large store due and the small one not")
	}
	for i := range 50 {
		large.Put(fmt.Append(nil, 50+i), count(1, 10_000))
	}
	large.Commit(nil)
	if !small.FlushDue(now) {
		t.Error("at twice the budget every store should be due")
	}
	check(t, large.Close())
	check(t, small.Close())
	check(t, p.Close())
	if d := p.dirty.Load(); d != 0 {
		t.Errorf("closed stores still count %d dirty bytes", d)
	}
}

func TestLargeBatchIsOne(t *testing.T) {
	s := newStore(t, Options{})
	for i := range 3000 {
		s.Put(fmt.Appendf(nil, "%04d", i), count(uint64(i), 4000))
	}
	s.Commit(at(7))
	check(t, s.Flush()) // 12 MB, far above a memtable
	n := 0
	check(t, s.ViewScan(nil, nil, func(_, v []byte) error {
		if number(v, true) != uint64(n) {
			return fmt.Errorf("%d at %d", number(v, true), n)
		}
		n++
		return nil
	}))
	if n != 3000 {
		t.Errorf("%d keys", n)
	}
}
