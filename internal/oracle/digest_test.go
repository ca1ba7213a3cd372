package oracle

import "testing"

// The digest changes with what is judged, and not with progress or with what is told beside it.
func TestDigest(t *testing.T) {
	digest := func(l *testLog) string {
		p, _ := judged(t, fishBook, l)
		return p[0]["digest"].(string)
	}
	begun := func() *testLog {
		return shipped("").reading("C-1", "00:00:00", `"temperature":6`).reading("C-1", "00:10:00",
			`"temperature":6`)
	}
	before := digest(begun())
	for name, c := range map[string]struct {
		log  *testLog
		same bool
	}{
		"an open excursion lasts": {begun().reading("C-1", "00:20:00", `"temperature":7`), true},
		"an open excursion is over": {begun().reading("C-1", "00:20:00", `"temperature":4`).
			reading("C-1", "00:25:00", `"temperature":4`), false},
		"an attribute": {begun().order("O-1", "OrderUpdated", `"ts":9,"customerID":"x"`),
			true},
		"a claim":    {begun().order("O-1", "OrderSpoilt", `"ts":9`), true},
		"the status": {begun().order("O-1", "OrderDelivered", `"ts":9`), true},
		"the window": {begun().order("O-1", "OrderDelivered",
			`"time":"2026-03-05T05:00Z"`), false},
		"the rule": {begun().order("O-1", "OrderUpdated",
			`"time":"2026-03-02T00:00Z","productID":"none"`), false},
		"the verdict": {begun().reading("C-1", "00:40:00", `"temperature":6`), false},
		"a container": {begun().order("O-1", "ContainerAllocated",
			`"ts":9,"containerID":"C-2"`), false},
		"a gap that is still open": {begun().reading("C-9", "00:15:00", `"o2":4`), true},
		"another sensor's reading": {begun().reading("C-1", "00:05:00",
			`"temperature":9,"sensor":"x"`), true},
		"a duplicate of one of them": {begun().reading("C-1", "00:10:00", `"temperature":6`), true},
	} {
		if got := digest(c.log); (got == before) != c.same {
			t.Errorf("%s: same %v", name, got == before)
		}
	}
}
