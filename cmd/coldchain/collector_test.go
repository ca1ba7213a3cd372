package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

// TestGrowth: a heap grows to the size that it may have, within bounds.
func TestGrowth(t *testing.T) {
	for _, x := range []struct{ live, heap, want int64 }{
		{0, 256, mostGrowth}, {1, 256, mostGrowth}, {100, 256, 156}, {190, 256, 34},
		{200, 256, leastGrowth}, {1000, 256, leastGrowth},
	} {
		if got := growth(x.live<<20, x.heap<<20); got != int(x.want) {
			t.Errorf("%d MiB live of %d: %d %%, want %d", x.live, x.heap, got, x.want)
		}
	}
}

// TestCollectorIsTuned: what lives decides, after each collection, when the next begins; in the end
// it is as it was.
func TestCollectorIsTuned(t *testing.T) {
	const usual = 77
	defer debug.SetGCPercent(debug.SetGCPercent(usual))
	percent := func() int {
		p := debug.SetGCPercent(usual)
		debug.SetGCPercent(p)
		return p
	}
	stop := tune(1 << 40)
	for range 1000 {
		if runtime.GC(); percent() == mostGrowth {
			break
		}
		time.Sleep(time.Millisecond) // the finalizer has a goroutine of its own
	}
	if p := percent(); p != mostGrowth {
		t.Errorf("the heap may grow by %d %%, want %d", p, mostGrowth)
	}
	stop()
	runtime.GC()
	if p := percent(); p != usual {
		t.Errorf("after the end the heap may grow by %d %%, want %d", p, usual)
	}
}

// TestCollectorIsAsDocumented: the number of GOGC that OPERATIONS.md names is the program's.
func TestCollectorIsAsDocumented(t *testing.T) {
	const page = "../../docs/OPERATIONS.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("GOGC=%d;", leastGrowth); strings.Count(string(text), "GOGC=") != 1 ||
		!strings.Contains(string(text), want) {
		t.Errorf("%s does not say %s", page, want)
	}
}
