package joins

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"coldchain/joins/event"
	"coldchain/joins/judge"
)

// maxMessage is more than any message may have: what a broker takes at the least.
const maxMessage = 1_000_000

// bounded holds all that was sent against what a broker takes.
func (r *ring) bounded() {
	r.t.Helper()
	for topic := range NumTopics {
		r.t.Logf("%v: %d messages, the largest has %d bytes", topic, r.sent[topic],
			r.largest[topic])
		if r.largest[topic] >= maxMessage {
			r.t.Errorf("%v: a message of %d bytes", topic, r.largest[topic])
		}
	}
	if r.largest[Compliance] > maxProjection {
		r.t.Errorf("a projection of %d bytes", r.largest[Compliance])
	}
}

// The largest order that there can be gives a projection that any broker takes, and so does every
// message on the way (SPECIFICATION 7.4).
func TestLargestOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	r := newRing(t, sampleBook)
	largestOrder(r, event.MaxContainers, event.MaxLegs)
	for i := range 6 { // a result is as large for one container as for all
		noisy(r, longID("C", i), 1500)
	}
	r.turn(Cycle{Exhausted: true})
	r.bounded()
	p := r.projections[longID("O", 0)]
	if len(p) > maxProjection || !json.Valid(p) ||
		!bytes.HasSuffix(p, []byte(`,"truncated":true}`)) {
		t.Fatalf("a projection of %d bytes that ends with %s", len(p), p[len(p)-40:])
	}
	var said struct {
		Verdict                   string
		ClaimCount, DecisionCount int
		Claims, Decisions         []any
		Containers                []struct {
			Phase, Verdict               string
			Segments, Legs, Rule, Limits any
			Gaps, Excursions             []any
			GapCount, ExcursionCount     int
			Coverage                     *float64
			Readings                     struct{ Count int }
			Temperature                  struct{ Max float64 }
		}
	}
	if err := json.Unmarshal(p, &said); err != nil {
		t.Fatal(err)
	}
	if said.ClaimCount != 60 || said.DecisionCount != 60 || said.Claims != nil ||
		said.Decisions != nil {
		t.Errorf("%d claims, %d decisions", said.ClaimCount, said.DecisionCount)
	}
	if len(said.Containers) != event.MaxContainers || said.Verdict != "violated" {
		t.Fatalf("%d containers, %s", len(said.Containers), said.Verdict)
	}
	c := &said.Containers[0] // what is left are counts and totals
	if c.Segments != nil || c.Legs != nil || c.Rule != nil || c.Limits != nil || c.Gaps != nil ||
		c.Excursions != nil {
		t.Errorf("%+v", c)
	}
	if c.GapCount < 1400 || c.ExcursionCount < 16*1400 || c.Verdict != "violated" ||
		c.Coverage == nil ||
		c.Readings.Count < 1400 || c.Temperature.Max != 79.123 {
		t.Errorf("%+v", c)
	}
}

// With a few legs less the result of a custody shows them all, and is as large as it gets.
func TestLargestResultOfACustody(t *testing.T) {
	r := newRing(t, sampleBook)
	largestOrder(r, 2, 46)
	noisy(r, longID("C", 0), 300)
	r.turn(Cycle{Exhausted: true})
	r.bounded()
	if n := r.largest[CustodyResults]; n < maxProjection*95/100 {
		t.Errorf("the largest has %d bytes: this does not try the bound", n)
	}
}

// An order leaves out no more than it must: gaps and excursions first.
func TestTruncatedByDetail(t *testing.T) {
	r := newRing(t, sampleBook)
	r.must(r.add(event.Orders, "O", genesis, `"OrderCreated","rule":`+largestRule()), nil)
	for i := range 3 {
		r.must(r.add(event.Orders, "O", genesis,
			fmt.Sprintf(`"ContainerStuffed","containerID":"C-%d"`, i)), nil)
		r.must(r.add(event.Orders, "O", genesis,
			fmt.Sprintf(`"ContainerAllocated","containerID":"C-%d"`, i)), nil)
	}
	r.must(r.add(event.Orders, "O", genesis, `"OrderSpoilt"`), nil)
	f := func(readings int, truncated bool, has, lacks string) {
		t.Helper()
		for i := range 3 {
			noisy(r, fmt.Sprint("C-", i), readings)
		}
		r.turn(Cycle{Exhausted: true})
		p := string(r.projections["O"])
		if len(p) > maxProjection || strings.HasSuffix(p, `,"truncated":true}`) != truncated {
			t.Errorf("%d bytes end with %s", len(p), p[len(p)-40:])
		}
		for name := range strings.SplitSeq(has, " ") {
			if !strings.Contains(p, name) {
				t.Errorf("%d bytes lack %s", len(p), name)
			}
		}
		for name := range strings.SplitSeq(lacks, " ") {
			if name != "" && strings.Contains(p, name) {
				t.Errorf("%d bytes have %s", len(p), name)
			}
		}
	}
	const parts = `"legs":[ "segments":[ "rule":{ "limits":[ "reasons":[ "claims":[ "decisions":[ ` +
		`"gapCount": `
	f(5, false, parts+`"gaps":[ "excursions":[`, "")
	f(1500, true, parts+`"excursionCount":`, `"gaps":[ "excursions":[`)
}

// Detail is left out exactly where more would be too large, in results as in projections.
func TestFitAtTheBound(t *testing.T) {
	f := func(sizes [numDetails]int, want detail, kept int) {
		t.Helper()
		r := &result{shown: stretches}
		for d, n := range sizes {
			r.json = append(r.json, fragment{detail(d), bytes.Repeat([]byte{'x'}, n)})
		}
		r.fit()
		n := 0
		for _, x := range r.json {
			n += len(x.json)
		}
		if r.shown != want || n != kept {
			t.Errorf("%v: shown %d with %d bytes, want %d with %d", sizes, r.shown, n, want, kept)
		}
	}
	f([numDetails]int{100, 200, maxProjection - 300}, stretches, maxProjection)
	f([numDetails]int{100, 200, maxProjection - 299}, parts, 300)
	f([numDetails]int{100, maxProjection - 100, 5}, parts, maxProjection)
	f([numDetails]int{100, maxProjection - 99, 5}, core, 100)
}

// The largest result that fit leaves is less than what a broker takes.
func TestLargestResult(t *testing.T) {
	r := &result{containerID: longID("C", 0), shown: stretches, verdict: judge.Violated,
		epoch: 1 << 62,
		json:  []fragment{{stretches, bytes.Repeat([]byte{'x'}, maxProjection)}}}
	for i := range event.MaxLegs {
		r.events = append(r.events, voyageEvents{longID("V", i), 1 << 62})
	}
	for range 3*32 + 8 { // single, cumulative and possible of each limit, and all else that there is
		r.reasons = append(r.reasons, "cumulative:"+longText(64))
	}
	r.fit()
	if n := len(r.append(nil)); r.shown != stretches || n >= maxMessage {
		t.Errorf("%d bytes, shown %d", n, r.shown)
	}
}
