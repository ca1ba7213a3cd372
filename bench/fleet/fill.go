package fleet

import (
	"fmt"
	"strconv"
	"time"
)

// ReadingSize is the size of every reading's value of a Fill, in bytes.
const ReadingSize = 400

// perVoyage is how many containers of a Fill share a voyage.
const perVoyage = 50

// Fill is a plain history for timing: Readings readings of Containers containers, the i-th reading
// one of container i mod Containers, a quarter of an hour after that container's last. One order
// per container, one voyage per 50 containers; both cover all readings. One container in a hundred
// is too warm for a while. It is immutable and may be used by many goroutines.
type Fill struct {
	seed       uint64
	readings   int
	containers int
	start      int64
	ids        []string
	topics     Topics
}

// FillInterval is the event time between two readings of a container.
const FillInterval = 15 * time.Minute

// NewFill makes the history that begins at start; at least one reading of one container.
func NewFill(seed uint64, readings, containers int, start time.Time, topics Topics) *Fill {
	f := &Fill{seed: seed, readings: max(1, readings), containers: max(1, containers),
		start: start.Unix() * 1000, topics: topics.withDefaults()}
	f.ids = make([]string, f.containers)
	for i := range f.ids {
		f.ids[i] = ContainerID(i)
	}
	return f
}

// Readings is how many readings there are.
func (f *Fill) Readings() int { return f.readings }

// Topic is where the readings go.
func (f *Fill) Topic() string { return f.topics.Metrics }

// ContainerOf is the container of the i-th reading: its record's key.
func (f *Fill) ContainerOf(i int) string { return f.ids[i%f.containers] }

// TimeOf is the event time of the i-th reading, ms since the epoch.
func (f *Fill) TimeOf(i int) int64 {
	c := i % f.containers
	return f.start + int64(i/f.containers)*FillInterval.Milliseconds() +
		int64(c)*FillInterval.Milliseconds()/int64(f.containers)
}

// End is a time after the last reading.
func (f *Fill) End() time.Time {
	steps := (f.readings + f.containers - 1) / f.containers
	return time.UnixMilli(f.start).UTC().Add(time.Duration(steps) * FillInterval)
}

// AppendReading appends the value of the i-th reading, ReadingSize bytes, and allocates nothing if
// b has room for them. The fields that are read come mixed with others, as makers of reefers write
// them; about a third of the bytes are of the others.
func (f *Fill) AppendReading(b []byte, i int) []byte {
	from := len(b)
	h := mix(f.seed + uint64(i))
	c := i % f.containers
	temperature := 4_000 + int64(h%1_000) - 500
	if c%100 == 7 && (i/f.containers)%200/10 == 5 {
		temperature += 5_000
	}
	b = append(b, `{"type":"ContainerMetric","containerID":"`...)
	b = append(b, f.ids[c]...)
	b = append(b, `","time":"`...)
	b = appendTime(b, f.TimeOf(i))
	b = append(b, `","temperature":`...)
	b = appendMilli(b, temperature)
	b = append(b, `,"setPoint":4.0,"ambient":`...)
	b = appendMilli(b, 18_000+int64(h>>10%9_000))
	b = append(b, `,"humidity":`...)
	b = appendMilli(b, 82_000+int64(h>>20%6_000))
	b = append(b, `,"co2":`...)
	b = appendMilli(b, 380+int64(h>>30%90))
	b = append(b, `,"o2":`...)
	b = appendMilli(b, 20_700+int64(h>>36%300))
	b = append(b, `,"power":`...)
	b = appendMilli(b, 2_900+int64(h>>42%700))
	b = append(b, `,"door":false,"defrost":false,"latitude":`...)
	b = appendMilli(b, int64(h>>46%140_000)-70_000)
	b = append(b, `,"longitude":`...)
	b = appendMilli(b, int64(h>>40%360_000)-180_000)
	b = append(b, `,"fans":[true,true,false],"firmware":"RC-8.41.2","sequence":`...)
	b = strconv.AppendInt(b, int64(i), 10)
	b = append(b, `,"note":"`...)
	for len(b)-from < ReadingSize-2 {
		b = append(b, "ok, within plan; "[(len(b)-from)%17])
	}
	return append(b, '"', '}')
}

// Events are the order and voyage records that cover the readings: voyages first, then each order's
// three, oldest first.
func (f *Fill) Events() []Record {
	var out []Record
	before := f.start - 24*hour
	arrive := f.End().UnixMilli()
	add := func(topic, id string, at int64, value []byte) {
		out = append(out, Record{Topic: topic, Key: []byte(id), Value: value, Time: at, At: at})
	}
	for first := 0; first < f.containers; first += perVoyage {
		id := f.voyageOf(first)
		var o object
		o.text("type", "VoyageScheduled")
		o.instant("time", before)
		o.text("voyageID", id)
		o.text("vesselID", vessels[first/perVoyage%len(vessels)])
		o.text("from", "CNSHA")
		o.text("to", "USOAK")
		o.instant("plannedDeparture", f.start)
		o.instant("plannedArrival", arrive)
		add(f.topics.Voyages, id, before, o.done())
		var d object
		d.text("type", "VoyageDeparted")
		d.instant("time", f.start)
		d.text("voyageID", id)
		add(f.topics.Voyages, id, f.start, d.done())
	}
	for c, container := range f.ids {
		id := fmt.Sprintf("O-%07d", c+1)
		var o object
		o.text("type", "OrderCreated")
		o.instant("time", before)
		o.text("orderID", id)
		o.text("customerID", "FishFarm")
		o.text("productID", "fresh-salmon")
		o.integer("quantity", 80)
		add(f.topics.Orders, id, before, o.done())
		var a object
		a.text("type", "ContainerAllocated")
		a.instant("time", before+minute)
		a.text("orderID", id)
		a.text("containerID", container)
		add(f.topics.Orders, id, before+minute, a.done())
		var v object
		v.text("type", "VoyageAssigned")
		v.instant("time", before+2*minute)
		v.text("orderID", id)
		v.text("voyageID", f.voyageOf(c))
		add(f.topics.Orders, id, before+2*minute, v.done())
	}
	return out
}

func (f *Fill) voyageOf(container int) string {
	return fmt.Sprintf("V-%05d", container/perVoyage+1)
}

// mix spreads the bits of x (the finalizer of splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
