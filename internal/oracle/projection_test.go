package oracle

import "testing"

func TestPhasesBeforeJudging(t *testing.T) {
	created := func() *testLog { return new(testLog).order("O-1", "OrderCreated", `"ts":1,"productID":"fish"`) }
	for name, c := range map[string]struct {
		log  *testLog
		want map[string]string
	}{
		"no container": {created(), map[string]string{"phase": `"awaiting_container"`, "verdict": `"pending"`, "legs": "[]"}},
		"no voyage": {created().order("O-1", "ContainerAllocated", `"ts":1,"containerID":"C-1"`),
			map[string]string{"phase": `"awaiting_voyage"`, "verdict": `"pending"`, "legs.0.leg": "1", "legs.0.voyageID": "-", "legs.0.window": "-", "legs.0.rule.id": `"fish"`}},
		"a voyage without a start": {
			created().order("O-1", "ContainerAllocated", `"ts":1,"containerID":"C-1"`).order("O-1", "VoyageAssigned", `"ts":1,"voyageID":"V-9"`).
				voyage("V-9", "VoyageArrived", `"time":"2026-03-05T00:00Z"`).reading("C-1", "00:00:00", `"o2":1`),
			map[string]string{"phase": `"awaiting_voyage"`, "legs.0.voyageID": `"V-9"`, "legs.0.window": "-", "legs.0.through": "-", "facts.voyages": "1"}},
		"no reading in the partition": {shipped(""), map[string]string{"phase": `"awaiting_departure"`, "legs.0.through": "-", "legs.0.window.end": `"2026-03-05T06:00:00Z"`}},
		"stream time at the start":    {shipped("").reading("C-9", "00:00:00", `"o2":1`), map[string]string{"phase": `"awaiting_departure"`, "legs.0.through": `"2026-03-05T00:00:00Z"`}},
		"cancelled voyage": {shipped("").voyage("V-1", "VoyageCancelled", `"ts":1`).reading("C-1", "01:00:00", `"o2":1`),
			map[string]string{"phase": `"awaiting_voyage"`, "legs.0.window": "-", "facts.voyages": "2"}},
		"invalid window": {shipped("").voyage("V-1", "VoyageArrived", `"time":"2026-03-05T00:00Z"`),
			map[string]string{"phase": `"in_transit"`, "verdict": `"undetermined"`, "reasons": `["window_invalid"]`, "legs.0.coverage": "-"}},
		"a rule that switches judging off": {shipped(`,"rule":{"id":"off","maxGap":"1h"}`).reading("C-1", "01:00:00", `"temperature":50`),
			map[string]string{"phase": `"in_transit"`, "reasons": `["no_rule"]`, "legs.0.rule": "-", "legs.0.readings": "-", "facts.readings": "0"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, refused := judged(t, fishBook, c.log)
			if len(refused) > 0 {
				t.Fatal(refused)
			}
			expect(t, p[0], c.want)
		})
	}
}

func TestLoadedDischargedAndSensor(t *testing.T) {
	p, _ := judged(t, fishBook, shipped(`,"rule":{"id":"own","sensor":"return","maxGap":"30m","settle":"1h","limits":[{"id":"w","metric":"temperature","above":5,"cumulative":"0s"}]}`).
		voyage("V-1", "ContainerLoaded", `"time":"2026-03-05T00:15Z","containerID":"C-1"`).
		voyage("V-1", "ContainerLoaded", `"time":"2026-03-05T00:10Z","containerID":"C-2"`).
		voyage("V-1", "ContainerDischarged", `"time":"2026-03-05T02:30Z","containerID":"C-1","at":"2026-03-05T00:45Z"`).
		reading("C-1", "00:15:00", `"temperature":4,"sensor":"return"`).reading("C-1", "00:15:00", `"temperature":9`).
		reading("C-1", "01:44:59.999", `"temperature":9`))
	expect(t, p[0], map[string]string{
		"verdict": `"respected"`, "phase": `"arrived"`, "facts.voyages": "4", "legs.0.readings.count": "1",
		"legs.0.window": `{"end":"2026-03-05T00:45:00Z","endBasis":"discharged","start":"2026-03-05T00:15:00Z","startBasis":"loaded"}`,
	})
}

func TestLegsOfTranshipmentAndOwnVoyages(t *testing.T) {
	p, _ := judged(t, fishBook, shipped("").
		order("O-1", "ContainerAllocated", `"ts":5,"containerID":"C-2"`).
		order("O-1", "ContainerAllocated", `"ts":5,"containerID":"C-3"`).
		order("O-1", "ContainerDeallocated", `"ts":5,"containerID":"C-3"`). // equal times: the greater offset
		order("O-1", "VoyageAssigned", `"ts":6,"voyageID":"V-2","leg":2`).
		order("O-1", "VoyageAssigned", `"ts":7,"voyageID":"V-1","leg":"1e1"`).
		order("O-1", "VoyageUnassigned", `"ts":8,"voyageID":"anything","leg":10`).
		order("O-1", "VoyageAssigned", `"ts":3,"voyageID":"V-3","containerID":"C-2"`). // set earlier than the order's, and its own
		order("O-1", "VoyageAssigned", `"ts":3,"voyageID":"V-4","leg":2,"containerID":"C-1"`).
		order("O-1", "VoyageUnassigned", `"ts":4,"voyageID":"V-4","leg":2,"containerID":"C-1"`))
	expect(t, p[0], map[string]string{
		"legs.0.containerID": `"C-1"`, "legs.0.leg": "1", "legs.0.voyageID": `"V-1"`,
		"legs.1.containerID": `"C-1"`, "legs.1.leg": "2", "legs.1.voyageID": `"V-2"`,
		"legs.2.containerID": `"C-2"`, "legs.2.leg": "1", "legs.2.voyageID": `"V-3"`,
		"legs.3.containerID": `"C-2"`, "legs.3.leg": "2", "legs.3.voyageID": `"V-2"`, "facts.voyages": "1",
	})
	if n := len(p[0]["legs"].([]any)); n != 4 {
		t.Errorf("%d legs", n)
	}
}

func TestStatus(t *testing.T) {
	log := func(kinds ...string) *testLog {
		l := new(testLog)
		for _, k := range kinds {
			l.order("O-1", k[1:], `"time":`+k[:1])
		}
		return l
	}
	for _, c := range []struct {
		log             *testLog
		status, verdict string
	}{
		{log("1OrderCreated", "2OrderCancelled", "3OrderUpdated"), `"cancelled"`, `"not_applicable"`},
		{log("3OrderRejected", "2OrderCancelled"), `"rejected"`, `"not_applicable"`},
		{log("2OrderRejected", "2OrderDelivered"), `"delivered"`, `"pending"`},
		{log("2OrderUpdated"), `"open"`, `"pending"`},
		{log("2VoyageNotFound"), "-", `"pending"`},
		{log("2OderCancelled"), `"cancelled"`, `"not_applicable"`},
	} {
		p, _ := judged(t, fishBook, c.log)
		expect(t, p[0], map[string]string{"status": c.status, "verdict": c.verdict})
	}
}

func TestAttributesAreRegisters(t *testing.T) {
	p, _ := judged(t, fishBook, new(testLog).
		order("O-1", "OrderUpdated", `"ts":9,"customerID":"new","quantity":"1.0005","pickupAddress":{"a":[1.50,null]}`).
		order("O-1", "OrderCreated", `"ts":3,"customerID":"old","productID":"fish","quantity":7,"pickupAddress":"x","pickupDate":"2019-02-30"`).
		order("O-1", "OrderUpdated", `"ts":9,"customerID":null,"destinationAddress":"y"`))
	expect(t, p[0], map[string]string{
		"customerID": `"new"`, "productID": `"fish"`, "quantity": "1.001", "pickupAddress": `{"a":[1.50,null]}`, "destinationAddress": `"y"`, "pickupDate": `"2019-02-30"`, "expectedDeliveryDate": "-",
	})
}

func TestClaimsAndDefaultRule(t *testing.T) {
	p, _ := judged(t, `{"version":7,"default":{"maxGap":"2h","limits":[{"id":"hot","metric":"temperature","above":60,"single":"1h"}]}}`, new(testLog).
		order("O-1", "OrderSpoilt", `"ts":5,"containerID":"C-1","reason":"smells"`).
		order("O-1", "OrderSpoilt", `"ts":5,"containerID":"C-1","reason":"smells"`).
		order("O-1", "OrderSpoilt", `"ts":5,"containerID":"C-1","reason":""`).
		order("O-1", "OrderSpoilt", `"ts":5,"reason":"z"`).order("O-1", "OrderSpoilt", `"ts":5,"containerID":"C-1"`).order("O-1", "OrderSpoilt", `"ts":4`).
		order("O-1", "ContainerAllocated", `"ts":5,"containerID":"C-1"`))
	expect(t, p[0], map[string]string{
		"known": "false", "status": "-", "facts.orders": "7", "legs.0.rule.id": `"default"`, "legs.0.rule.version": "7",
		"claims": `[{"time":"1970-01-01T00:00:04Z","type":"OrderSpoilt"},{"reason":"z","time":"1970-01-01T00:00:05Z","type":"OrderSpoilt"},` +
			`{"containerID":"C-1","time":"1970-01-01T00:00:05Z","type":"OrderSpoilt"},{"containerID":"C-1","reason":"","time":"1970-01-01T00:00:05Z","type":"OrderSpoilt"},` +
			`{"containerID":"C-1","reason":"smells","time":"1970-01-01T00:00:05Z","type":"OrderSpoilt"}]`,
	})
}

// murmur2 puts abc on partition 3 of 4, foobar on 2 and 21 on 0.
func TestStreamTimeIsThePartitions(t *testing.T) {
	l := shipped("").order("O-1", "ContainerAllocated", `"ts":1,"containerID":"abc"`).order("O-1", "ContainerAllocated", `"ts":1,"containerID":"foobar"`).
		order("O-1", "ContainerAllocated", `"ts":1,"containerID":"21"`).order("O-1", "ContainerDeallocated", `"time":"2026-03-02T00:00Z","containerID":"C-1"`).
		add(topicMetrics, 3, "other", `{"type":"ContainerMetric","time":"2026-03-05T02:00Z","temperature":4}`).
		reading("21", "01:00:00", `"temperature":4`)
	p, _ := judged(t, fishBook, l)
	expect(t, p[0], map[string]string{
		"legs.0.containerID": `"21"`, "legs.0.through": `"2026-03-05T01:00:00Z"`, "legs.1.containerID": `"abc"`, "legs.1.through": `"2026-03-05T02:00:00Z"`,
		"legs.2.containerID": `"foobar"`, "legs.2.through": "-", "phase": `"awaiting_departure"`, "verdict": `"undetermined"`, "reasons": `["no_readings"]`,
	})
}

func TestMurmur2(t *testing.T) {
	for id, want := range map[string]int32{"21": -973932308, "foobar": -790332482, "a-little-bit-long-string": -985981536, "a-little-bit-longer-string": -1486304829, "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971, "abc": 479470107} {
		if got := int32(murmur2([]byte(id))); got != want {
			t.Errorf("%s: want %d, got %d", id, want, got)
		}
	}
}
