package joins

import (
	"fmt"
	"testing"
	"time"
)

// fleet is a containers stage in which every container is on one leg that is judged by a rule of four limits.
type fleet struct {
	mem    *Memory
	stage  *Containers
	events []MetricEvent
	now    int64
}

const fleetRule = `{"id":"fresh-salmon","maxGap":"1h","minCoverage":0.95,"maxBlind":"6h","limits":[
	{"id":"warm","metric":"temperature","above":5,"single":"30m","cumulative":"2h"},
	{"id":"freeze","metric":"temperature","below":-1,"single":"0s"},
	{"id":"drift","metric":"temperature","aboveSetPoint":2,"single":"4h","exemptDuringDefrost":true},
	{"id":"stale","metric":"co2","atOrAbove":12,"cumulative":"6h"}]}`

func newFleet(t testing.TB, n int) *fleet {
	t.Helper()
	f := &fleet{mem: &Memory{}, now: 1772323200000}
	var err error
	if f.stage, err = NewContainers(Decoder{}, 0, f.mem); err != nil {
		t.Fatal(err)
	}
	rule := ruleOf(t, fleetRule).AppendJSON(nil)
	for i := range n {
		id := fmt.Sprintf("MSKU%07d", i)
		l := voyageLeg{assignment{legID: legID{"O-" + id, id, 1}, voyageID: "V-1", rule: rule},
			voyageInfo{events: 2, window: Window{f.now, f.now + 1000*24*3600*1000, Departed, Planned}}}
		if _, err := f.stage.Fold(1, &Record{Key: []byte(id), Value: l.append(nil)}, nil); err != nil {
			t.Fatal(err)
		}
		ev := MetricEvent{ContainerID: []byte(id), Sensor: []byte("main")}
		d := Decoder{}
		if code := d.Metric(&Record{Key: []byte(id), Timestamp: f.now, Value: metricValue(id, f.now, 4.37)}, &ev); code != "" {
			t.Fatal(code)
		}
		ev.ContainerID, ev.Sensor = []byte(id), []byte("main")
		f.events = append(f.events, ev)
	}
	f.cycle(t)
	return f
}

func (f *fleet) cycle(t testing.TB) {
	t.Helper()
	endCycle(t, f.stage, f.mem)
}

// metricValue is a reading of 250 bytes.
func metricValue(id string, at int64, temperature float64) []byte {
	return fmt.Appendf(nil, `{"type":"ContainerMetric","containerID":%q,"time":%q,"sensor":"main","temperature":%g,"setPoint":4.5,"humidity":81.25,`+
		`"co2":0.42,"o2":20.9,"power":2.62176459,"door":false,"defrost":false,"latitude":37.8226902168957,"longitude":-122.324895,"firmware":"2.14.7"}`,
		id, time.UnixMilli(at).UTC().Format(time.RFC3339Nano), temperature)
}

// next is the next reading of container i, a minute after its last.
func (f *fleet) next(i int) *MetricEvent {
	ev := &f.events[i]
	ev.Reading.Time += minute
	ev.Reading.Value[Temperature] = 4000 + int32(ev.Reading.Time/minute%7)*50
	return ev
}

// TestInOrderReadingDoesNotAllocate pins what the hot path costs once a container is in the cycle; chunks that are sealed aside.
func TestInOrderReadingDoesNotAllocate(t *testing.T) {
	f := newFleet(t, 10)
	fold := func(i int) {
		ev := f.next(i)
		f.stage.advance(ev.Reading.Time)
		if err := f.stage.read(ev); err != nil {
			t.Fatal(err)
		}
	}
	for i := range f.events {
		for range 2 {
			fold(i)
		}
	}
	for i := range f.events {
		c := stored(t, f.mem, string(f.events[i].ContainerID))
		c.series[0].open.b = append(make([]byte, 0, 1<<16), c.series[0].open.b...)
	}
	if n := testing.AllocsPerRun(100, func() {
		for i := range f.events {
			fold(i)
		}
	}); n != 0 {
		t.Errorf("%v allocations for %d readings in order", n, len(f.events))
	}
	d := f.stage
	r := &Record{Key: f.events[0].ContainerID, Timestamp: f.now, Value: metricValue("MSKU0000000", f.now-1, 4)} // late: the list of late ones aside
	if n := testing.AllocsPerRun(100, func() {
		if code, err := d.Fold(0, r, nil); code != "" || err != nil {
			t.Fatal(code, err)
		}
	}); n > 1 {
		t.Errorf("%v allocations for a late reading", n)
	}
}

// BenchmarkContainersInOrder folds readings in order, of 1,000 containers that report by turns: 20 readings of each in a cycle.
func BenchmarkContainersInOrder(b *testing.B) {
	const containers, perCycle = 1000, 20_000
	b.Run("decoded", func(b *testing.B) {
		f := newFleet(b, containers)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			ev := f.next(i % containers)
			f.stage.advance(ev.Reading.Time)
			if err := f.stage.read(ev); err != nil {
				b.Fatal(err)
			}
			if i%perCycle == perCycle-1 {
				f.cycle(b)
			}
		}
	})
	b.Run("json", func(b *testing.B) {
		f := newFleet(b, containers)
		records := make([]Record, 0, perCycle)
		fill := func() {
			records = records[:0]
			for i := range perCycle {
				ev := f.next(i % containers)
				id := string(ev.ContainerID)
				records = append(records, Record{Key: ev.ContainerID, Timestamp: ev.Reading.Time,
					Value: metricValue(id, ev.Reading.Time, float64(ev.Reading.Value[Temperature])/1000)})
			}
		}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if i%perCycle == 0 {
				b.StopTimer()
				fill()
				b.StartTimer()
			}
			if code, err := f.stage.Fold(0, &records[i%perCycle], nil); code != "" || err != nil {
				b.Fatal(code, err)
			}
			if i%perCycle == perCycle-1 {
				f.cycle(b)
			}
		}
	})
}
