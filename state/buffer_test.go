package state

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// operands is a Buffer for tests: lists.
type operands struct{ cycle, committed []operand }

type operand struct{ key, bytes string }

func (o *operands) append(key, bytes string) { o.cycle = append(o.cycle, operand{key, bytes}) }

func (o *operands) Commit() { o.committed, o.cycle = append(o.committed, o.cycle...), nil }

func (o *operands) Rollback() { o.cycle = nil }

func (o *operands) CycleBytes() int64 { return int64(100 * len(o.cycle)) }

func (o *operands) Bytes() int64 { return int64(100 * (len(o.cycle) + len(o.committed))) }

func (o *operands) Flush(write func(key, operand []byte) error) error {
	slices.SortStableFunc(o.committed, func(a, b operand) int { return cmp.Compare(a.key, b.key) })
	for _, p := range o.committed {
		if err := write([]byte(p.key), []byte(p.bytes)); err != nil {
			return err
		}
	}
	o.committed = nil
	return nil
}

// What is appended follows the value that was put, on disk and for readers alike, once it is
// flushed; a value that is put later supersedes it.
func TestOperands(t *testing.T) {
	s := newStore(t, Options{})
	b := &operands{}
	s.Attach(b)
	want := func(want string) {
		t.Helper()
		for _, scan := range []func(lower, upper []byte, fn func(_, _ []byte) error) error{s.Scan,
			s.ViewScan} {
			got := ""
			check(t, scan(nil, nil, func(key, value []byte) error {
				got += string(key) + "=" + string(value) + " "
				return nil
			}))
			if got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
	}
	for _, key := range []string{"a", "c", "d"} {
		s.Put([]byte(key), []byte("1"))
	}
	b.append("c", "+2")
	b.append("b", "+2")
	b.append("c", "+3")
	s.Commit(at(1))
	want("a=1 c=1 d=1 ")
	b.append("a", "+never")
	s.Rollback()
	check(t, s.Flush())
	want("a=1 b=+2 c=1+2+3 d=1 ")
	s.Put([]byte("a"), []byte("4"))
	s.Delete([]byte("d"))
	b.append("d", "+5")
	b.append("c", "+5")
	s.Commit(at(2))
	want("a=4 b=+2 c=1+2+3 ")
	check(t, s.Flush())
	want("a=4 b=+2 c=1+2+3+5 d=+5 ")
	check(t, s.db.Compact(t.Context(), []byte{0}, []byte{2}, false))
	v, there, err := s.Get([]byte("c"))
	if string(v) != "1+2+3+5" || !there || err != nil {
		t.Errorf("Get = %q, %v, %v", v, there, err)
	}
	s.Put([]byte("c"), []byte("6"))
	s.Commit(at(3))
	check(t, s.Flush())
	want("a=4 b=+2 c=6 d=+5 ")
	check(t, s.Checkpoint("/copy"))
}

// The buffer's memory counts as dirty, also if nothing else is, and is not flushed within a cycle.
func TestBufferIsPartOfTheStore(t *testing.T) {
	s := newStore(t, Options{DirtyBytes: 200 << 10})
	b := &operands{}
	s.Attach(b)
	now := time.Now()
	for range 1000 {
		b.append("a", "1")
	}
	s.Commit(nil)
	if s.FlushDue(now) {
		t.Error("half the budget is due")
	}
	for range 1500 {
		b.append("a", "1")
	}
	s.Commit(nil)
	if !s.FlushDue(now) {
		t.Error("the budget is not due")
	}
	check(t, s.Flush())
	if v, _, err := s.View([]byte("a")); len(v) != 2500 || err != nil {
		t.Errorf("%d bytes, %v", len(v), err)
	}
	if s.FlushDue(now.Add(time.Hour)) {
		t.Error("an empty buffer is due")
	}
	defer func() {
		if recover() == nil {
			t.Error("a second buffer was taken")
		}
	}()
	put(s, "a", 1)
	if err := s.Flush(); err == nil || !strings.Contains(err.Error(), "cycle is in progress") {
		t.Errorf("Flush within a cycle: %v", err)
	}
	s.Attach(b)
}

// Operands of a key become one entry with its value, whether that was put, deleted or is on disk.
func TestOperandsMeetValues(t *testing.T) {
	s := newStore(t, Options{})
	o := &operands{}
	s.Attach(o)
	for _, key := range []string{"a", "b", "c", "d"} {
		s.Put([]byte(key), []byte("1"))
	}
	s.Commit(nil)
	check(t, s.Flush())
	s.Put([]byte("a"), []byte("2"))
	s.Delete([]byte("b"))
	s.Delete([]byte("d"))
	for _, key := range []string{"", "a", "b", "c", "e"} {
		o.append(key, "+")
		o.append(key, "-")
	}
	s.Commit(nil)
	check(t, s.Flush())
	for key, want := range map[string]string{"": "+-", "a": "2+-", "b": "+-", "c": "1+-", "e": "+-"} {
		if v, there, err := s.Get([]byte(key)); string(v) != want || !there || err != nil {
			t.Errorf("%q = %s, %v, want %s", key, v, err, want)
		}
	}
	if _, there, err := s.Get([]byte("d")); there || err != nil {
		t.Errorf("d is there: %v, %v", there, err)
	}
}

// Operands out of order make the store unusable: what they belong to may be written already.
func TestOperandsOutOfOrder(t *testing.T) {
	s := newStore(t, Options{})
	s.Attach(unordered{})
	if err := s.Flush(); err == nil || !strings.Contains(err.Error(), "order") {
		t.Errorf("error %v", err)
	}
}

type unordered struct{}

func (unordered) Commit()      {}
func (unordered) Rollback()    {}
func (unordered) Bytes() int64 { return 1 }

func (unordered) CycleBytes() int64 { return 0 }

func (unordered) Flush(write func(key, operand []byte) error) error {
	return errors.Join(write([]byte("c"), []byte("+")), write(nil, []byte("+")),
		write([]byte("a"), []byte("+")))
}

// A buffer that fails makes the store unusable, as a disk does.
func TestBufferFails(t *testing.T) {
	s := newStore(t, Options{})
	s.Attach(failing{})
	for range 2 {
		err := s.Flush()
		if !errors.Is(err, errFailing) || !s.FlushDue(time.Now()) {
			t.Errorf("error %v", err)
		}
	}
}

type failing struct{ unordered }

var errFailing = errors.New("no operands")

func (failing) Flush(func(key, operand []byte) error) error { return errFailing }
