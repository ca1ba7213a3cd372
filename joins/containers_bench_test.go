package joins

import (
	"fmt"
	"testing"
	"time"

	"coldchain/joins/event"
	"coldchain/joins/judge"
	"coldchain/joins/measure"
)

// fleet is a containers stage in which every container is in one custody that is judged by a rule
// of four limits.
type fleet struct {
	mem    *Memory
	stage  *containers
	events []event.Metric
	now    int64
}

func newFleet(t testing.TB, n int) *fleet {
	t.Helper()
	f := &fleet{mem: &Memory{}, now: genesis}
	p, err := Stages[2].New(&Settings{Lead: DefaultLead}, f.mem)
	if err != nil {
		t.Fatal(err)
	}
	f.stage = p.(*containers)
	product := "fresh-salmon"
	text := ruleText(bookOf(t, sampleBook).For(&product))
	for i := range n {
		id := fmt.Sprintf("MSKU%07d", i)
		x := terms{orderID: "O-" + id, born: 1, epoch: 1, rule: text, legs: []route{{1, "V-1", 1}}}
		l := voyageLeg{legID: legID{"O-" + id, id, 1}, epoch: 1, voyage: voyageInfo{events: 2}}
		l.voyage.window = judge.Window{Start: f.now, End: f.now + 1000*day,
			StartBasis: judge.Departed, EndBasis: judge.Planned}
		for _, message := range [][]byte{
			x.append([]byte{termsKind}), l.append([]byte{voyageLegKind}),
		} {
			if _, err := f.stage.Fold(1, &event.Record{Key: []byte(id), Value: message},
				nil); err != nil {
				t.Fatal(err)
			}
		}
		f.events = append(f.events, f.first(t, id))
	}
	f.cycle(t)
	return f
}

// first is the reading before the first one of a container.
func (f *fleet) first(t testing.TB, id string) event.Metric {
	t.Helper()
	var d event.Decoder
	ev := event.Metric{}
	r := &event.Record{Key: []byte(id), Timestamp: f.now, Value: metricValue(id, f.now, 4.37)}
	if code := d.Metric(r, &ev); code != "" {
		t.Fatal(code)
	}
	ev.ContainerID, ev.Sensor = []byte(id), []byte("main")
	return ev
}

func (f *fleet) cycle(t testing.TB) {
	t.Helper()
	if _, err := f.stage.EndCycle(Cycle{}, func(Topic, []byte, []byte) {}); err != nil {
		t.Fatal(err)
	}
	f.mem.Commit()
}

// metricValue is a reading of 250 bytes.
func metricValue(id string, at int64, temperature float64) []byte {
	return fmt.Appendf(nil, `{"type":"ContainerMetric","containerID":%q,"time":%q,"sensor":"main",`+
		`"temperature":%g,"setPoint":4.5,"humidity":81.25,"co2":0.42,"o2":20.9,"power":2.62176459,`+
		`"door":false,"defrost":false,"latitude":37.8226902168957,"longitude":-122.324895,`+
		`"firmware":"2.14.7"}`,
		id, time.UnixMilli(at).UTC().Format(time.RFC3339Nano), temperature)
}

// next is the next reading of container i, a minute after its last.
func (f *fleet) next(i int) *event.Metric {
	ev := &f.events[i]
	ev.Reading.Time += minute
	ev.Reading.Values[measure.Temperature] = 4000 + int32(ev.Reading.Time/minute%7)*50
	return ev
}

// take holds back a decoded reading.
func (f *fleet) take(t testing.TB, ev *event.Metric) {
	t.Helper()
	if code, err := f.stage.take(ev, 0); code != "" || err != nil {
		t.Fatal(code, err)
	}
	f.stage.advance(ev, ev.Reading.Time)
}

// This pins what the hot path costs once a container is in the cycle, chunks that are sealed aside.
func TestInOrderReadingDoesNotAllocate(t *testing.T) {
	f := newFleet(t, 10)
	for i := range f.events {
		for range 2 {
			f.take(t, f.next(i))
		}
		f.roomy(t, i)
	}
	if n := testing.AllocsPerRun(20, func() {
		for i := range f.events {
			f.take(t, f.next(i))
		}
	}); n != 0 {
		t.Errorf("%v allocations for %d readings in order", n, len(f.events))
	}
	// a late one, the list of late ones aside
	r := &event.Record{Key: f.events[0].ContainerID, Timestamp: f.now,
		Value: metricValue("MSKU0000000", f.now-1, 4)}
	if n := testing.AllocsPerRun(100, func() {
		if code, err := f.stage.Fold(0, r, nil); code != "" || err != nil {
			t.Fatal(code, err)
		}
	}); n > 1 {
		t.Errorf("%v allocations for a late reading", n)
	}
}

// roomy gives an open chunk room for what follows: one that follows a sealed one begins with as
// much.
func (f *fleet) roomy(t testing.TB, i int) {
	t.Helper()
	for range 400 {
		f.take(t, f.next(i))
	}
}

// BenchmarkContainersInOrder folds readings in order, of containers that report by turns: 20
// readings of each in a cycle.
func BenchmarkContainersInOrder(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("decoded/%d", n), func(b *testing.B) { benchmarkDecoded(b, n, 20*n) })
		b.Run(fmt.Sprintf("json/%d", n), func(b *testing.B) { benchmarkJSON(b, n, 20*n) })
	}
}

func benchmarkDecoded(b *testing.B, containers, perCycle int) {
	f := newFleet(b, containers)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		f.take(b, f.next(i%containers))
		if i%perCycle == perCycle-1 {
			f.cycle(b)
		}
	}
}

func benchmarkJSON(b *testing.B, containers, perCycle int) {
	f := newFleet(b, containers)
	records := make([]event.Record, 0, perCycle)
	fill := func() {
		records = records[:0]
		for i := range perCycle {
			ev := f.next(i % containers)
			id := string(ev.ContainerID)
			records = append(records, event.Record{Key: ev.ContainerID, Timestamp: ev.Reading.Time,
				Value: metricValue(id, ev.Reading.Time,
					float64(ev.Reading.Values[measure.Temperature])/1000)})
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
}
