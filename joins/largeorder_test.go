package joins

import (
	"fmt"
	"strings"

	"coldchain/joins/event"
)

// longText is a text of the greatest length, every byte of which is written as six.
func longText(n int) string { return strings.Repeat("\x01", n) }

// longID is an id of the greatest length, most bytes of which are written as two.
func longID(name string, i int) string {
	s := fmt.Sprintf("%s-%03d", name, i)
	return s + strings.Repeat(`"`, 128-len(s))
}

// largestRule has as many limits as a rule may have, with ids as long as they may be: half of them
// are broken by all that is warm.
func largestRule() string {
	var limits []string
	for i := range 32 {
		id := longText(62) + string(rune('a'+i/8)) + string(rune('a'+i%8))
		bound := []string{`"above":5`, `"below":-70`}[i%2]
		limits = append(limits, fmt.Sprintf(`{"id":%s,"metric":"temperature",%s,"single":"0s",`+
			`"cumulative":"0s","inclusive":true,"exemptDuringDefrost":true,`+
			`"defrostGrace":"17h13m11.123s","defrostMax":"17h13m11.123s"}`,
			quoted(id), bound))
	}
	return `{"id":` + quoted(longText(64)) + `,"maxGap":"1m","minCoverage":0.999999,` +
		`"maxBlind":"1s","stuckAfter":"1s",` +
		`"pullDown":{"within":"1s","to":-60},"mktMax":-79.999,"limits":[` + strings.Join(limits,
		",") + `]}`
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
	add(`"OrderCreated","quantity":-123456789.123,"customerID":` + text + `,"productID":` + text +
		`,"pickupAddress":` + address + `,"destinationAddress":` + address +
		`,"pickupDate":` + text + `,"expectedDeliveryDate":` + text +
		`,"rule":` + largestRule())
	for i := range 60 {
		add(fmt.Sprintf(`"OrderSpoilt","containerID":%s,"reason":%s`, quoted(longID("C", 0)),
			quoted(fmt.Sprintf("%04d", i)+longText(event.MaxText-4))))
		add(fmt.Sprintf(`"QualityDecision","decision":"released","by":%s,"reason":%s,`+
			`"reference":%s,"digest":%s`,
			quoted(fmt.Sprintf("%04d", i)+longText(event.MaxText-4)), text, text, text))
	}
	for i := range containers {
		add(`"ContainerAllocated","containerID":` + quoted(longID("C", i)))
	}
	for leg := range legs {
		add(fmt.Sprintf(`"VoyageAssigned","leg":%d,"voyageID":%s`, event.MaxLeg-leg,
			quoted(longID("V", leg))))
	}
	r.turn(Cycle{})
	for leg := range legs { // each a day of its own, with a night between two
		voyage := longID("V", leg)
		r.must(r.add(event.Voyages, voyage, genesis,
			fmt.Sprintf(`"VoyageScheduled","vesselID":%s,"from":%s,"to":%s,`+
				`"plannedDeparture":%d,"plannedArrival":%d`, text, text,
				text, genesis+int64(leg)*day+1,
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
		rec := &event.Record{Offset: r.next(event.ContainerMetrics), Timestamp: at,
			Key: []byte(container),
			Value: fmt.Appendf(
				nil, `{"type":"ContainerMetric","containerID":%s,"temperature":79.123,`+
					`"setPoint":-79.123,"power":-999.123,"door":true,"latitude":-89.123,"longitude":-179.123}`,
				quoted(container))}
		if code := d.Metric(rec, &event.Metric{}); code != "" {
			r.t.Fatal(code)
		}
		code, err := stage.Fold(0, rec, r.emit)
		r.must(code, err)
	}
}
