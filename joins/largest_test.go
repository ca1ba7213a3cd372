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

// longText is a text of the greatest length, every byte of which is written as six.
func longText(n int) string { return strings.Repeat("\x01", n) }

// longID is an id of the greatest length, most bytes of which are written as two.
func longID(name string, i int) string {
	s := fmt.Sprintf("%s-%03d", name, i)
	return s + strings.Repeat(`"`, 128-len(s))
}

// largestRule has as many limits as a rule may have, with ids as long as they may be: half of them are
// broken by all that is warm.
func largestRule() string {
	var limits []string
	for i := range 32 {
		id := longText(62) + string(rune('a'+i/8)) + string(rune('a'+i%8))
		bound := []string{`"above":5`, `"below":-70`}[i%2]
		limits = append(limits, fmt.Sprintf(`{"id":%s,"metric":"temperature",%s,"single":"0s","cumulative":"0s",`+
			`"inclusive":true,"exemptDuringDefrost":true,"defrostGrace":"17h13m11.123s","defrostMax":"17h13m11.123s"}`,
			quoted(id), bound))
	}
	return `{"id":` + quoted(longText(64)) + `,"maxGap":"1m","minCoverage":0.999999,"maxBlind":"1s","stuckAfter":"1s",` +
		`"pullDown":{"within":"1s","to":-60},"mktMax":-79.999,"limits":[` + strings.Join(limits, ",") + `]}`
}

// largestOrder tells all that an order can be told, at its bound.
func largestOrder(r *ring, containers, legs int) {
	order := longID("O", 0)
	add := func(fields string) {
		r.t.Helper()
		r.must(r.add(event.Orders, order, genesis, fields), nil)
	}
	text := quoted(longText(event.MaxText))
	address := `{"a":"` + strings.Repeat(`é`, (event.MaxAddress-8)/2) + `"}`
	add(`"OrderCreated","customerID":` + text + `,"productID":` + text + `,"quantity":-123456789.123,"pickupAddress":` +
		address + `,"destinationAddress":` + address + `,"pickupDate":` + text + `,"expectedDeliveryDate":` + text +
		`,"rule":` + largestRule())
	for i := range 60 {
		add(fmt.Sprintf(`"OrderSpoilt","containerID":%s,"reason":%s`, quoted(longID("C", 0)),
			quoted(fmt.Sprintf("%04d", i)+longText(event.MaxText-4))))
		add(fmt.Sprintf(`"QualityDecision","decision":"released","by":%s,"reason":%s,"reference":%s,"digest":%s`,
			quoted(fmt.Sprintf("%04d", i)+longText(event.MaxText-4)), text, text, text))
	}
	for i := range containers {
		add(`"ContainerAllocated","containerID":` + quoted(longID("C", i)))
	}
	for leg := range legs {
		add(fmt.Sprintf(`"VoyageAssigned","leg":%d,"voyageID":%s`, event.MaxLeg-leg, quoted(longID("V", leg))))
	}
	r.turn(Cycle{})
	for leg := range legs { // each a day of its own, with a night between two
		voyage := longID("V", leg)
		r.must(r.add(event.Voyages, voyage, genesis, fmt.Sprintf(`"VoyageScheduled","vesselID":%s,"from":%s,"to":%s,`+
			`"plannedDeparture":%d,"plannedArrival":%d`, text, text, text, genesis+int64(leg)*day+1,
			genesis+int64(leg)*day+day/2+1)), nil)
	}
	r.turn(Cycle{})
}

// noisy has a sensor flap: each reading is too warm, and something is unobserved between every two.
func noisy(r *ring, container string, n int) {
	d := event.Decoder{}
	stage := r.stages[stageNamed(MeasureStage)].(*containers)
	for i := range n {
		at := genesis + int64(i)*(2*minute+1)
		rec := &event.Record{Offset: r.next(event.ContainerMetrics), Timestamp: at, Key: []byte(container),
			Value: fmt.Appendf(nil, `{"type":"ContainerMetric","containerID":%s,"temperature":79.123,"setPoint":-79.123,`+
				`"power":-999.123,"door":true,"latitude":-89.123,"longitude":-179.123}`, quoted(container))}
		if code := d.Metric(rec, &event.Metric{}); code != "" {
			r.t.Fatal(code)
		}
		code, err := stage.Fold(0, rec, r.emit)
		r.must(code, err)
	}
}

// bounded holds all that was sent against what a broker takes.
func (r *ring) bounded() {
	r.t.Helper()
	for topic := range NumTopics {
		r.t.Logf("%v: %d messages, the largest has %d bytes", topic, r.sent[topic], r.largest[topic])
		if r.largest[topic] >= maxMessage {
			r.t.Errorf("%v: a message of %d bytes", topic, r.largest[topic])
		}
	}
	if r.largest[Compliance] > maxProjection {
		r.t.Errorf("a projection of %d bytes", r.largest[Compliance])
	}
}

// The largest order that there can be gives a projection that any broker takes, and so does every message
// on the way (SPECIFICATION 7.4).
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
	if len(p) > maxProjection || !json.Valid(p) || !bytes.HasSuffix(p, []byte(`,"truncated":true}`)) {
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
	if said.ClaimCount != 60 || said.DecisionCount != 60 || said.Claims != nil || said.Decisions != nil {
		t.Errorf("%d claims, %d decisions", said.ClaimCount, said.DecisionCount)
	}
	if len(said.Containers) != event.MaxContainers || said.Verdict != "violated" {
		t.Fatalf("%d containers, %s", len(said.Containers), said.Verdict)
	}
	c := &said.Containers[0] // what is left are counts and totals
	if c.Segments != nil || c.Legs != nil || c.Rule != nil || c.Limits != nil || c.Gaps != nil || c.Excursions != nil {
		t.Errorf("%+v", c)
	}
	if c.GapCount < 1400 || c.ExcursionCount < 16*1400 || c.Verdict != "violated" || c.Coverage == nil ||
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
		r.must(r.add(event.Orders, "O", genesis, fmt.Sprintf(`"ContainerStuffed","containerID":"C-%d"`, i)), nil)
		r.must(r.add(event.Orders, "O", genesis, fmt.Sprintf(`"ContainerAllocated","containerID":"C-%d"`, i)), nil)
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
	const parts = `"legs":[ "segments":[ "rule":{ "limits":[ "reasons":[ "claims":[ "decisions":[ "gapCount": `
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
	r := &result{containerID: longID("C", 0), shown: stretches, verdict: judge.Violated, epoch: 1 << 62,
		json: []fragment{{stretches, bytes.Repeat([]byte{'x'}, maxProjection)}}}
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
