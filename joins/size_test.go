package joins

import (
	"encoding"
	"runtime"
	"testing"

	"coldchain/joins/event"
)

// What values say of their memory is what budgets are kept by: it is near enough to what they take,
// small or as large as they can be.
func TestSizesOfValues(t *testing.T) {
	small := specimens(t)
	for _, name := range []string{"order", "result", "voyage", "container"} {
		sized(t, name, small[name])
	}
	for name, b := range largeSpecimens(t) {
		sized(t, name, b)
	}
}

// largeSpecimens are values of an order that says all that it can.
func largeSpecimens(t *testing.T) map[string][]byte {
	t.Helper()
	r := newRing(t, sampleBook)
	largestOrder(r, 3, 40)
	noisy(r, longID("C", 0), 500)
	r.turn(Cycle{Exhausted: true})
	large := map[string][]byte{}
	for name, at := range map[string]struct {
		stage int
		key   []byte
	}{
		"order":     {0, key(nil, orderSpace, longID("O", 0))},
		"result":    {0, resultKey(longID("O", 0), longID("C", 0))},
		"voyage":    {1, key(nil, voyageSpace, longID("V", 0))},
		"container": {2, key(nil, containerSpace, longID("C", 0))},
	} {
		x, _, err := r.states[at.stage].Get(at.key)
		if err != nil || x == nil {
			t.Fatal(name, err)
		}
		large[name] = written(t, name, x.(encodes))
	}
	if len(large["order"]) < 50*5*event.MaxText {
		t.Fatalf("the order has %d bytes", len(large["order"]))
	}
	return large
}

// sized holds what a value says against what some of it take.
func sized(t *testing.T, name string, b []byte) {
	t.Helper()
	const n = 100
	keep := make([]encoding.BinaryAppender, n)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range keep {
		var err error
		if keep[i], err = decoders[name](b); err != nil {
			t.Fatal(name, err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	takes, says := int(after.HeapAlloc-before.HeapAlloc)/n, keep[0].(interface{ Size() int }).Size()
	t.Logf("%s: takes %d bytes, says %d", name, takes, says)
	if says < takes*2/3 || says > takes*2 {
		t.Errorf("%s takes %d bytes and says %d", name, takes, says)
	}
	runtime.KeepAlive(keep)
}
