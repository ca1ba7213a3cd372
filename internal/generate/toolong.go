package generate

import (
	"fmt"
	"strings"

	"coldchain/internal/oracle"
)

// longest is how many bytes an answer may have.
const longest = 900_000

// leastPadding is how many bytes attributes add at least. They have names, too.
const leastPadding = 200

// answer makes an order whose answer has so many bytes: many excursions, and attributes that make
// up for the rest.
func (x *extreme) answer(size int) {
	const fewest = 6
	few, more := x.lengthOf(fewest, 0), x.lengthOf(fewest+1, 0)
	flaps := fewest + (size-few-leastPadding)/(more-few)
	for _, d := range x.long(flaps, size-x.lengthOf(flaps, 0)) {
		x.inSequence(d)
	}
}

// lengthOf gives the length of the answer.
func (x *extreme) lengthOf(flaps, padding int) int {
	var recs []oracle.Record
	for i, d := range x.long(flaps, padding) {
		r := x.unpadded(d)
		r.Offset = int64(i)
		if d.topic == topicMetrics {
			r.Partition = oracle.PartitionOf(d.id, oracle.MetricsPartitions)
		}
		recs = append(recs, r)
	}
	projections, refused, err := oracle.Judge([]byte(`{}`), recs, oracle.MetricsPartitions)
	if err != nil || len(refused) > 0 || len(projections) != 1 {
		panic(fmt.Sprint("an order that can't be judged: ", refused, err))
	}
	return oracle.Size(projections[0])
}

// long gives the events of an order with four containers. Three of them flap as often as is listed,
// the last as often as is told. Attributes add so many bytes to the answer: 0, or from leastPadding
// to about 11,000.
func (x *extreme) long(flaps, padding int) (drafts []draft) {
	say := func(topic, kind, id string, at int64, fields ...field) {
		drafts = append(drafts, draft{
			topic: topic, kind: kind, id: id, time: at, timestamp: at, fields: fields,
		})
	}
	rule := `{"id":"long","maxGap":"1m","limits":[` + manyLimits(32) + `]}`
	created := []field{{"rule", rule}}
	for _, name := range []string{
		"customerID", "pickupDate", "expectedDeliveryDate", "pickupAddress", "destinationAddress",
	} {
		n := padding - len(`,"":""`) - len(name) // an empty text adds that much
		switch name {
		case "destinationAddress": // takes the rest
		case "pickupAddress":
			n = min(n-leastPadding, 4000)
		default:
			n = min(n-leastPadding, 1000)
		}
		if n >= 0 {
			created = append(created, field{name, quoted(strings.Repeat("x", n))})
			padding -= n + len(`,"":""`) + len(name)
		}
	}
	say(topicOrders, "OrderCreated", x.id, genesis, created...)
	for i := range 4 {
		c := x.container(i)
		cut := x.cutOf(c)
		start := cut - 3*day
		container := field{"containerID", quoted(c)}
		say(topicOrders, "ContainerAllocated", x.id, genesis, container)
		say(topicOrders, "ContainerStuffed", x.id, start, container)
		say(topicOrders, "ContainerStripped", x.id, start+2*hour, container)
		n := 31
		if i == 3 {
			n = flaps
		}
		for k := range int64(n) {
			say(topicMetrics, "ContainerMetric", c, start+2*k*minute, field{"temperature", "6.5"})
			say(topicMetrics, "ContainerMetric", c, start+(2*k+1)*minute,
				field{"temperature", "4.5"})
		}
		say(topicMetrics, "ContainerMetric", c, cut, field{"temperature", "4.5"})
	}
	return drafts
}
