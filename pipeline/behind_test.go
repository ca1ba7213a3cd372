package pipeline

import (
	"testing"
	"time"
)

func TestCatchingUp(t *testing.T) {
	in := &input{found: 100, end: 100}
	x := &task{inputs: []*input{{found: 0, end: 0}, in}}
	f := func(position, end int64, want bool) {
		t.Helper()
		in.position, in.end = position, end
		if got := x.catchingUp(50); got != want {
			t.Errorf("at %d of %d: %v, want %v", position, end, got, want)
		}
	}
	f(0, 100, true)
	f(99, 100, true)   // one before the end that was found
	f(100, 200, true)  // there, but by now far behind
	f(150, 200, false) // as far behind as is allowed
	f(149, 200, true)
	f(200, 200, false)
	f(200, 250, false) // not behind for what comes later, until it is too much
	f(200, 251, true)
}

func TestHeldIsReleased(t *testing.T) {
	x, start := &task{}, time.Now()
	f := func(after time.Duration, behind, want bool) {
		t.Helper()
		if got := x.held(behind, start.Add(after), 10*time.Second); got != want {
			t.Errorf("after %v: released %v, want %v", after, got, want)
		}
	}
	f(0, true, false)
	f(5*time.Second, true, false)
	f(10*time.Second, true, true)
	f(11*time.Second, true, false) // begins to hold again
	f(20*time.Second, true, false)
	f(21*time.Second, true, true)
	f(22*time.Second, true, false)
	f(23*time.Second, false, false) // caught up: nothing is held any more
	f(40*time.Second, true, false)
}
