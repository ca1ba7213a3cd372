package state

import (
	"testing"
)

func TestRetained(t *testing.T) {
	dir := t.TempDir()
	for range 2 { // also over what a first pool left
		p, err := OpenPool(Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		before, err := p.Retained()
		if err != nil {
			t.Fatal(err)
		}
		for task, n := range map[string]int64{"orders-0": 7, "a/b %": 9} {
			s, err := p.Open(t.Context(), task, "l")
			if err != nil {
				t.Fatal(err)
			}
			s.Commit(map[Position]int64{pos("x", 0): n - 1, pos("y", 0): 1})
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if had := before[task]; had != 0 && had != n {
				t.Errorf("copy of %s: %d, want %d", task, had, n)
			}
		}
		after, err := p.Retained()
		if err != nil || len(after) != 2 || after["orders-0"] != 7 || after["a/b %"] != 9 {
			t.Errorf("retained: %v, %v", after, err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
