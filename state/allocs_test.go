package state

import (
	"reflect"
	"testing"
	"unsafe"
)

// What there is once a key has no pointers, so Go's collector does not walk it, and the sizes that
// the memory is counted by are true.
func TestCellsHaveNoPointers(t *testing.T) {
	for _, c := range []struct {
		v    any
		size uintptr
	}{{cell{}, cellBytes}, {rank{}, rankBytes}, {table{0}[0], 8}, {uint32(0), 4}} {
		typ := reflect.TypeOf(c.v)
		if typ.Size() != c.size {
			t.Errorf("%v has %d bytes, counted as %d", typ, typ.Size(), c.size)
		}
		if hasPointers(typ) {
			t.Errorf("%v has pointers", typ)
		}
	}
	if size := unsafe.Sizeof(cell{}) * cellBlock; size > arenaBlock {
		t.Errorf("a block of cells has %d bytes", size)
	}
}

func hasPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.Uint8, reflect.Uint32, reflect.Uint64:
		return false
	case reflect.Struct:
		for i := range t.NumField() {
			if hasPointers(t.Field(i).Type) {
				return true
			}
		}
		return false
	}
	return true
}

// A key in memory costs no allocation, whatever is done with it.
func TestKeysInMemoryDoNotAllocate(t *testing.T) {
	s := newStore(t, Options{})
	key, value := []byte("some longer key than the usual one"), count(1, 1000)
	for range 2 {
		s.Put(key, value)
		s.Commit(nil)
	}
	if n := testing.AllocsPerRun(100, func() {
		s.Put(key, value)
		if v, there, err := s.Get(key); len(v) != len(value) || !there || err != nil {
			t.Fatal(v, there, err)
		}
		if s.FlushDue(s.dirtySince) {
			t.Fatal("due")
		}
		s.Put(key, value[:len(value)-1])
		s.Commit(nil)
		s.Delete(key)
		s.Rollback()
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// The next keys after a flush take the memory of those before, and allocate next to nothing.
func TestMemoryIsReused(t *testing.T) {
	s := newStore(t, Options{})
	keys, value := benchKeys(5000), count(1, 1000)
	fill := func() {
		for _, k := range keys {
			s.Put(k, value)
		}
		s.Commit(nil)
	}
	fill()
	before := s.memory.bytes()
	for range 3 {
		s.memory.reset()
		fill()
	}
	if n := testing.AllocsPerRun(3, func() {
		s.memory.reset()
		fill()
	}); n > 50 {
		t.Errorf("%v allocations for %d keys", n, len(keys))
	}
	if after := s.memory.bytes(); after > before+before/10 {
		t.Errorf("%d bytes after some flushes, %d before", after, before)
	}
}
