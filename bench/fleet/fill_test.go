package fleet

import (
	"encoding/json"
	"testing"
	"time"
)

// read are the fields of a reading that the program reads.
var read = map[string]bool{
	"type": true, "containerID": true, "time": true, "temperature": true, "setPoint": true,
	"humidity": true, "co2": true, "o2": true,
	"power": true, "door": true, "defrost": true, "latitude": true, "longitude": true,
}

func testFill(readings, containers int) *Fill {
	return NewFill(FillOptions{Seed: 1, Readings: readings, Containers: containers,
		Start: testStart})
}

func TestFillReadings(t *testing.T) {
	f := testFill(50_000, 700)
	var b []byte
	last := map[string]int64{}
	hot := 0
	for i := range f.Readings() {
		b = f.AppendReading(b[:0], i)
		if len(b) != ReadingSize {
			t.Fatalf("reading %d has %d bytes: %s", i, len(b), b)
		}
		var o map[string]json.RawMessage
		if err := json.Unmarshal(b, &o); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if string(o["containerID"]) != `"`+f.ContainerOf(i)+`"` {
			t.Fatalf("%s: key %s", b, f.ContainerOf(i))
		}
		at := f.TimeOf(i)
		if p, ok := last[f.ContainerOf(i)]; ok && at-p != FillInterval.Milliseconds() {
			t.Fatalf("reading %d comes %d ms after the last one", i, at-p)
		}
		last[f.ContainerOf(i)] = at
		if at < testStart.UnixMilli() || at >= f.End().UnixMilli() {
			t.Fatalf("reading %d is outside the history", i)
		}
		var temperature float64
		if err := json.Unmarshal(o["temperature"], &temperature); err != nil || temperature < -80 ||
			temperature > 80 {
			t.Fatalf("%s: %v", b, err)
		}
		if temperature > 8 {
			hot++
		}
		unread := 0
		for name, v := range o {
			if !read[name] {
				unread += len(name) + len(v) + 4
			}
		}
		if unread < ReadingSize/4 || unread > ReadingSize/2 {
			t.Fatalf("%d of the bytes are of fields that nobody reads: %s", unread, b)
		}
	}
	if len(last) != 700 || hot == 0 {
		t.Errorf("%d containers, %d warm readings", len(last), hot)
	}
}

func TestFillAllocatesNothing(t *testing.T) {
	f := testFill(4_000_000, 10_000)
	b := make([]byte, 0, 512)
	i := 0
	if n := testing.AllocsPerRun(1000, func() {
		b = f.AppendReading(b[:0], i)
		i += 3_997
	}); n != 0 {
		t.Errorf("%v allocations per reading", n)
	}
}

func TestFillEventsCoverTheReadings(t *testing.T) {
	f := testFill(1_000, 120)
	kinds := map[string]int{}
	containers := map[string]bool{}
	n := 0
	for r := range f.Events() {
		n++
		var e struct{ Type, ContainerID, PlannedArrival string }
		if err := json.Unmarshal(r.Value, &e); err != nil {
			t.Fatal(err)
		}
		kinds[e.Type]++
		if e.ContainerID != "" {
			containers[e.ContainerID] = true
		}
		if e.PlannedArrival != "" {
			at, err := time.Parse(time.RFC3339, e.PlannedArrival)
			if err != nil || at.UnixMilli() <= f.TimeOf(f.Readings()-1) {
				t.Errorf("%s: arrives before the last reading (%v)", r.Value, err)
			}
		}
	}
	if n != f.EventCount() {
		t.Errorf("%d events, %d are counted", n, f.EventCount())
	}
	if kinds["OrderCreated"] != 120 || kinds["VoyageAssigned"] != 120 ||
		kinds["VoyageScheduled"] != 3 || kinds["VoyageDeparted"] != 3 {
		t.Errorf("events: %v", kinds)
	}
	for i := range 120 {
		if !containers[f.ContainerOf(i)] {
			t.Errorf("no order for container %s", f.ContainerOf(i))
		}
	}
}

func BenchmarkFillReading(b *testing.B) {
	f := testFill(4_000_000, 10_000)
	buf := make([]byte, 0, 512)
	b.SetBytes(ReadingSize)
	for i := 0; b.Loop(); i++ {
		buf = f.AppendReading(buf[:0], i)
	}
}
