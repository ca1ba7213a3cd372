package joins

import "testing"

// FoldSoon has containers folded when n readings of a sensor wait, until the test ends.
func FoldSoon(t testing.TB, n int) {
	was := heldReadings
	t.Cleanup(func() { heldReadings = was })
	heldReadings = n
}

// CutCyclesShort has the ends of cycles send n entities of what waits, until the test ends.
func CutCyclesShort(t testing.TB, n int) {
	was := endOfCycle
	t.Cleanup(func() { endOfCycle = was })
	endOfCycle = n
}
