package generate

import (
	"fmt"

	"coldchain/internal/oracle"
)

// addExtreme adds to every fifth log an order, a container or a record whose size is at a limit:
// each kind to one of eleven such logs.
func (g *gen) addExtreme(seed uint64) {
	if seed%5 != 2 {
		return
	}
	x := &extreme{gen: g, id: fmt.Sprintf("extreme %d", g.IntN(1000))}
	switch seed / 5 % 11 {
	case 0:
		x.containers(false)
	case 1:
		x.containers(true)
	case 2:
		x.legs()
	case 3:
		x.sensors()
	case 4:
		x.statements()
	case 5:
		x.large()
	case 6:
		x.flapping(2)
	case 7:
		x.flapping(6)
	case 8:
		x.silences()
	case 9:
		x.answer(longest)
	case 10:
		x.answer(longest + 1)
	}
}

// extreme is one order, in the making, whose events come in order at the end of the log.
type extreme struct {
	*gen
	id string
}

func (x *extreme) say(code, kind string, fields ...field) {
	x.inSequence(draft{
		topic: topicOrders, kind: kind, id: x.id, time: genesis + x.in(0, 23)*hour,
		fields: fields, hostile: code,
	})
}

func (x *extreme) read(code, container string, at int64, fields ...field) {
	x.inSequence(draft{
		topic: topicMetrics, kind: "ContainerMetric", id: container, time: at, timestamp: at,
		fields: fields, hostile: code,
	})
}

const (
	mostContainers = 200
	mostLegs       = 50
	mostSensors    = 64
	mostBytes      = 1_000_000
)

// containers names as many containers as an order may have, and some more. With many legs the
// answer is too long for what one would like to say.
func (x *extreme) containers(manyLegs bool) {
	name := func(i int) field { return field{"containerID", quoted(fmt.Sprintf("crowd-%d", i))} }
	x.say("", "OrderCreated", field{"productID", `"fish"`})
	voyage := field{"voyageID", quoted(voyageName(x.IntN(len(x.voyages))))}
	if manyLegs {
		for i := range mostLegs {
			x.say("", "VoyageAssigned", voyage, field{"leg", fmt.Sprint(i + 1)})
		}
	}
	for i := range mostContainers {
		if i%50 == 7 {
			x.say("", "OrderSpoilt", name(i)) // it names one, too
		}
		x.say("", "ContainerAllocated", name(i))
		if !manyLegs && i%10 > 0 {
			x.say("", "ContainerDeallocated", name(i))
		}
	}
	for _, kind := range []string{
		"ContainerAllocated", "ContainerDeallocated", "OrderSpoilt", "ContainerStuffed",
		"ContainerStripped",
	} {
		x.say("too_many", kind, name(mostContainers+x.IntN(2)))
	}
	x.say("too_many", "VoyageAssigned", voyage, name(mostContainers))
	x.say("", "ContainerAllocated", name(x.IntN(mostContainers)))
}

// legs names as many leg numbers as an order may have, and one more.
func (x *extreme) legs() {
	voyage := func() field { return field{"voyageID", quoted(voyageName(x.IntN(len(x.voyages))))} }
	x.say("", "ContainerAllocated", field{"containerID", quoted(pick(x.gen, x.gen.containers...))})
	for i := range mostLegs {
		x.say("", "VoyageAssigned", voyage(), field{"leg", fmt.Sprint(2 + i*3)})
	}
	x.say("too_many", "VoyageAssigned", voyage()) // the default leg counts, too
	x.say("too_many", "VoyageUnassigned", voyage(), field{"leg", "3"})
	x.say("", "VoyageUnassigned", voyage(), field{"leg", "5"})
}

// sensors names as many sensors as a container may have, and one more.
func (x *extreme) sensors() {
	container := x.container(0)
	at := x.cutOf(container) - hour
	for i := range mostSensors {
		sensor := field{"sensor", quoted(fmt.Sprintf("s%d", i))}
		x.read("", container, at+int64(i), field{"temperature", "4"}, sensor)
	}
	x.read("too_many", container, at+100, field{"temperature", "9"})
	x.read("", container, at+100, field{"temperature", "9"}, field{"sensor", `"s7"`})
	x.say("", "ContainerAllocated", field{"containerID", quoted(container)})
}

// statements makes more claims and decisions than are listed.
func (x *extreme) statements() {
	for i := range 70 {
		reason := field{"reason", quoted(fmt.Sprint("for the ", i%55))} // fifteen are said again
		x.say("", "OrderSpoilt", reason)
		x.say("", "QualityDecision", append(x.decision()[:2], reason)...)
	}
}

// large makes values as large as may be, and larger.
func (x *extreme) large() {
	for size, code := range []string{"", "too_large"} {
		x.inSequence(draft{
			topic: topicOrders, kind: "OrderCreated", id: x.id, time: genesis + int64(size),
			fields: x.attributes(0.2), hostile: code, size: mostBytes + size,
		})
	}
	x.inSequence(draft{
		topic: topicMetrics, kind: "ContainerMetric", id: "large", time: genesis,
		timestamp: genesis, fields: []field{{"temperature", "4"}}, hostile: "too_large",
		size: mostBytes + 1,
	})
}

// flapping makes more excursions than are listed: every second reading breaks each of 32 limits.
// With many containers the answer is too long for them.
func (x *extreme) flapping(containers int) {
	x.say("", "OrderCreated",
		field{"rule", `{"id":"flapping","maxGap":"1m","limits":[` + manyLimits(32) + `]}`})
	for i := range containers {
		c := x.container(i)
		start := x.cutOf(c) - 2*hour
		x.say("", "ContainerAllocated", field{"containerID", quoted(c)})
		x.say("", "ContainerStuffed", field{"containerID", quoted(c)},
			field{"at", x.timeForm(start)})
		for k := range int64(36) {
			x.read("", c, start+2*k*minute, field{"temperature", "6.5"})
			x.read("", c, start+(2*k+1)*minute, field{"temperature", "4.5"})
		}
	}
}

// silences makes more gaps than are listed.
func (x *extreme) silences() {
	c := x.container(0)
	start := x.cutOf(c) - day
	x.say("", "OrderCreated", field{"rule", `{"id":"silences","maxGap":"1s","limits":[` +
		`{"id":"warm","metric":"temperature","above":5,"single":"1h"}]}`})
	x.say("", "ContainerAllocated", field{"containerID", quoted(c)})
	x.say("", "ContainerStuffed", field{"containerID", quoted(c)}, field{"at", x.timeForm(start)})
	for k := range int64(1010) {
		x.read("", c, start+k*minute, field{"temperature", pick(x.gen, "4", "4", "4", "5.5")})
	}
}

// container gives a container of its own on a partition that is not silent.
func (x *extreme) container(i int) string {
	for k := 0; ; k++ {
		c := fmt.Sprintf("extreme-%d-%d", i, k)
		if int(oracle.PartitionOf(c, oracle.MetricsPartitions)) != x.silent {
			return c
		}
	}
}

func (x *extreme) cutOf(container string) int64 {
	return x.cut[oracle.PartitionOf(container, oracle.MetricsPartitions)]
}
