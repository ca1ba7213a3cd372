package joins

import (
	"bytes"
	"fmt"
	"testing"

	"coldchain/joins/event"
	"coldchain/joins/inbox"
	"coldchain/joins/rule"
)

// specimenRule is a rule with all that a rule can have.
const specimenRule = `{"id":"own","sensor":"return","maxGap":"2h","minCoverage":0.5,"maxBlind":"6h",
	"stuckAfter":"9h",	"pullDown":{"within":"36h","to":4},"settle":"1h","mktMax":8,"limits":[
	{"id":"w","metric":"temperature","above":4.2,"single":"1h","cumulative":"2h","inclusive":true},
	{"id":"m","metric":"temperature","sensor":"main","aboveSetPoint":2,"single":"4h",
		"exemptDuringDefrost":true,"defrostGrace":"30m","defrostMax":"1h"},
	{"id":"d","metric":"door","above":0,"single":"10m"}]}`

// specimens makes one of each value and message, with all that it can hold: a container with one
// order that is archived and frozen, one that is judged with readings ahead of the stream time, and
// one of which a voyage was not heard.
func specimens(t testing.TB) map[string][]byte {
	t.Helper()
	encoded := map[string][]byte{}
	r := newRing(t, sampleBook)
	r.settings.Retention, r.settings.RetentionMax = 10*day, 400*day
	r.start(stageNamed(MeasureStage))
	r.tap = func(to Topic, _, value []byte) {
		if name := specimenOf(t, to, value); name != "" {
			encoded[name] = bytes.Clone(value)
		}
	}
	specimenEvents(r)
	r.turn(Cycle{CaughtUp: true})
	silent := terms{orderID: "O-4", legs: []route{{1, "V-3", 5}}}
	r.must(r.stages[stageNamed(MeasureStage)].Fold(1, &event.Record{Key: []byte("C-1"),
		Value: silent.append([]byte{termsKind})}, r.emit))
	for i := range 900 {
		specimenReading(r, i)
		if i%100 == 99 {
			r.turn(Cycle{Interval: true, CaughtUp: true})
		}
	}
	for i := range int64(3) { // a clock that is ahead
		at := genesis + 900*40*minute + i
		r.must(r.fold(event.ContainerMetrics, &event.Record{Offset: r.next(event.ContainerMetrics),
			Timestamp: at,
			Key:       []byte("C-1"), Value: fmt.Appendf(nil,
				`{"type":"ContainerMetric","time":%d,"temperature":3,"sensor":"return"}`,
				at+2*60*minute)}), nil)
	}
	r.turn(Cycle{Interval: true})
	keep := func(name string, stage int, k []byte) {
		t.Helper()
		b, there, err := r.states[stage].Get(k)
		if err != nil || !there {
			t.Fatalf("%s: %v, %v", name, there, err)
		}
		encoded[name] = bytes.Clone(b)
	}
	keep("order", 0, key(nil, orderSpace, "O-1"))
	keep("result", 0, key(nil, resultSpace, "O-1", "C-1"))
	keep("voyage", 1, key(nil, voyageSpace, "V-1"))
	keep("boarding", 1, key(nil, boardingSpace, "V-1", "C-1"))
	keep("leg", 1, key(nil, legSpace, "V-1", "C-1", "O-1", "2"))
	next := string(key(nil, legSpace, "V-1", "C-1", "O-1", "2"))
	encoded["unheard"] = (&unheard{next: next, again: true}).append(nil)
	keep("container", 2, key(nil, containerSpace, "C-1"))
	encoded["container"] = foldedPart(t, encoded["container"])
	keep("timer", 2, key(nil, timerSpace, "C-1"))
	keep("streamtime", 2, []byte{watermarkSpace})
	own, err := rule.Parse([]byte(specimenRule))
	r.must("", err)
	id := digestOf(own.AppendJSON(nil))
	keep("rule", 2, append([]byte{ruleSpace}, id[:]...))
	return encoded
}

// specimenOf names the messages of O-1 and C-1 that are kept.
func specimenOf(t testing.TB, to Topic, value []byte) string {
	switch {
	case to == LegsByContainer && value[0] == termsKind:
		if x, err := decodeTerms(value[1:]); err != nil {
			t.Fatal(err)
		} else if x.orderID == "O-1" && len(x.legs) == 2 {
			return "terms"
		}
	case to == LegsByContainer:
		if x, err := decodeVoyageLeg(value[1:]); err != nil {
			t.Fatal(err)
		} else if x.orderID == "O-1" && x.voyage.vesselID != nil {
			return "voyageleg"
		}
	}
	return ""
}

func specimenEvents(r *ring) {
	at := genesis
	order := func(id, fields string) {
		at++
		r.must(r.add(event.Orders, id, at, fields), nil)
	}
	order("O-1", `"OrderCreated","productID":"fresh-salmon","customerID":"Łódź","quantity":-1.5,`+
		`"pickupAddress":`+
		`{"city":"x"},"destinationAddress":"y","pickupDate":"a","expectedDeliveryDate":"b"`)
	order("O-1", `"OrderUpdated","rule":`+specimenRule)
	order("O-1", `"ContainerAllocated","containerID":"C-1"`)
	order("O-1", `"ContainerDeallocated","containerID":"C-2"`)
	order("O-1", `"ContainerStuffed","containerID":"C-1","at":"2026-03-13T00:00:00Z"`)
	order("O-1", `"ContainerStripped","containerID":"C-1","at":"2026-03-27T00:00:00Z"`)
	order("O-1", `"VoyageAssigned","voyageID":"V-1","leg":2`)
	order("O-1", `"VoyageAssigned","voyageID":"V-2","leg":3,"containerID":"C-1"`)
	order("O-1", `"VoyageUnassigned","voyageID":"V-2","leg":4,"containerID":"C-1"`)
	order("O-1", `"OrderSpoilt","containerID":"C-1","reason":"warm"`)
	order("O-1", `"OrderSpoilt"`)
	order("O-1", `"QualityDecision","decision":"hold","by":"q","reason":"r",`+
		`"reference":"f","digest":"00"`)
	order("O-1", `"QualityDecision","decision":"released","by":"q"`)
	order("O-1", `"OrderDelivered"`)
	for _, id := range []string{"O-2", "O-3"} {
		order(id, `"OrderCreated","rule":`+specimenRule)
		order(id, `"ContainerAllocated","containerID":"C-1"`)
		order(id, `"ContainerStuffed","containerID":"C-1","at":"2026-03-01T00:00:00Z"`)
		order(id, `"ContainerStripped","containerID":"C-1","at":"2026-03-03T00:00:00Z"`)
	}
	order("O-2", `"VoyageAssigned","voyageID":"V-1"`)
	for _, fields := range []string{
		`"VoyageScheduled","vesselID":"Ever","from":"CNSHA","to":"USOAK",` +
			`"plannedDeparture":"2026-03-14T00:00:00Z",` +
			`"plannedArrival":"2026-03-25T00:00:00Z"`,
		`"VoyageDeparted","at":"2026-03-14T01:00:00Z"`,
		`"ContainerLoaded","containerID":"C-1","at":"2026-03-14T02:00:00Z"`,
		`"ContainerDischarged","containerID":"C-1","at":"2026-03-24T00:00:00Z"`,
		`"VoyageArrived","at":"2026-03-24T01:00:00Z"`,
	} {
		r.must(r.add(event.Voyages, "V-1", genesis, fields), nil)
	}
}

// specimenReading is the reading of a step of 40 min, of one of two sensors.
func specimenReading(r *ring, i int) {
	at := genesis + int64(i)*40*minute
	fields := fmt.Sprintf(`"temperature":%d.25,"setPoint":4,"co2":%d,"door":%v`, 3+i%100/60, i%3,
		i%97 == 0)
	switch i % 50 {
	case 7:
		fields =
			`"temperature":99,"humidity":50,"door":true,"defrost":true,"latitude":1.5,"longitude":-2`
	case 20, 21, 22, 23:
		return
	case 30: // late: a conflict, or new
		at -= 400 * minute
	}
	sensor := "return"
	if i%5 == 0 {
		sensor = "main"
	}
	r.must(r.fold(event.ContainerMetrics, &event.Record{
		Offset: r.next(event.ContainerMetrics), Timestamp: at, Key: []byte("C-1"),
		Value: fmt.Appendf(nil, `{"type":"ContainerMetric","sensor":"%s",%s}`, sensor, fields),
	}), nil)
}

// foldedPart is the container in its value.
func foldedPart(t testing.TB, value []byte) (folded []byte) {
	t.Helper()
	r := inbox.Reader{Folded: func(b []byte) error {
		folded = bytes.Clone(b)
		return nil
	}}
	if err := r.ReadFolded(value); err != nil {
		t.Fatal(err)
	}
	return folded
}

func decodeContainer(b []byte) (*container, error) {
	c := &container{}
	return c, c.decode(b)
}
