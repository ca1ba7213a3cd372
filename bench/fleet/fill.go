package fleet

import (
	"fmt"
	"strconv"
	"time"
)

// ReadingSize is the size of every reading's value of a Fill, in bytes.
const ReadingSize = 400

// FillOptions say what history a Fill is.
type FillOptions struct {
	Seed       uint64
	Readings   int       // at least 1
	Containers int       // at least 1
	PerVoyage  int       // containers that share a voyage; default 50
	Start      time.Time // of all voyages; cut to the second, default 2026-01-01 UTC
	// Quiet is the time between the departures and the first readings.
	Quiet time.Duration
	// Beyond is the time between the last reading and the arrivals.
	Beyond time.Duration
	Topics Topics
}

// Fill is a plain history for timing: the i-th reading is one of container i mod Containers, a
// quarter of an hour after that container's last. One order per container; the voyages cover all
// readings. One container in a hundred is too warm for a while. It is immutable and may be used by
// many goroutines.
type Fill struct {
	o     FillOptions
	start int64 // ms since the epoch
	ids   []string
}

// FillInterval is the event time between two readings of a container.
const FillInterval = 15 * time.Minute

// NewFill makes the history.
func NewFill(o FillOptions) *Fill {
	o.Readings, o.Containers = max(1, o.Readings), max(1, o.Containers)
	if o.PerVoyage < 1 {
		o.PerVoyage = 50
	}
	o.Topics = o.Topics.withDefaults()
	if o.Start.IsZero() {
		o.Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	f := &Fill{o: o, start: o.Start.Unix() * 1000, ids: make([]string, o.Containers)}
	for i := range f.ids {
		f.ids[i] = ContainerID(i)
	}
	return f
}

// Readings is how many readings there are.
func (f *Fill) Readings() int { return f.o.Readings }

// Containers is how many containers there are, each with an order.
func (f *Fill) Containers() int { return f.o.Containers }

// Topics are where the records go.
func (f *Fill) Topics() Topics { return f.o.Topics }

// ContainerOf is the container of the i-th reading: its record's key.
func (f *Fill) ContainerOf(i int) string { return f.ids[i%len(f.ids)] }

// OrderOf is the order of the i-th container.
func (f *Fill) OrderOf(container int) string { return fmt.Sprintf("O-%07d", container+1) }

// VoyageOf is the voyage of the i-th container.
func (f *Fill) VoyageOf(container int) string {
	return fmt.Sprintf("V-%05d", container/f.o.PerVoyage+1)
}

// TimeOf is the event time of the i-th reading, ms since the epoch.
func (f *Fill) TimeOf(i int) int64 {
	c := i % len(f.ids)
	return f.start + f.o.Quiet.Milliseconds() +
		int64(i/len(f.ids))*FillInterval.Milliseconds() +
		int64(c)*FillInterval.Milliseconds()/int64(len(f.ids))
}

// Start is when the voyages depart.
func (f *Fill) Start() time.Time { return time.UnixMilli(f.start).UTC() }

// End is a time after the last reading, when the voyages arrive.
func (f *Fill) End() time.Time {
	steps := (f.o.Readings + len(f.ids) - 1) / len(f.ids)
	return f.Start().Add(f.o.Quiet + f.o.Beyond + time.Duration(steps)*FillInterval)
}

// Warm tells whether the i-th reading is too warm.
func (f *Fill) Warm(i int) bool {
	return i%len(f.ids)%100 == 7 && (i/len(f.ids))%200/10 == 5
}

// AppendReading appends the value of the i-th reading, ReadingSize bytes.
func (f *Fill) AppendReading(b []byte, i int) []byte {
	return f.AppendReadingAt(b, i, f.TimeOf(i), f.Warm(i))
}

// AppendReadingAt appends a reading with the values of the i-th, but at another event time and as
// warm as is asked for. It allocates nothing if b has room for ReadingSize bytes. The fields that
// are read come mixed with others, as makers of reefers write them; about a third of the bytes are
// of the others.
func (f *Fill) AppendReadingAt(b []byte, i int, at int64, warm bool) []byte {
	from := len(b)
	h := Mix(f.o.Seed + uint64(i))
	temperature := 4_000 + int64(h%1_000) - 500
	if warm {
		temperature += 5_000
	}
	b = append(b, `{"type":"ContainerMetric","containerID":"`...)
	b = append(b, f.ContainerOf(i)...)
	b = append(b, `","time":"`...)
	b = appendTime(b, at)
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

// Mix spreads the bits of x (the finalizer of splitmix64).
func Mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
