package fleet

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

var testStart = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// history is what a fleet of that seed yields in so many days.
func history(seed uint64, containers, days int) ([]Record, *Fleet) {
	f := New(Options{Seed: seed, Containers: containers, Start: testStart})
	end := testStart.AddDate(0, 0, days).UnixMilli()
	var out []Record
	for f.Ahead() < end {
		out = append(out, f.Next())
	}
	return out, f
}

func digest(recs []Record) string {
	h := sha256.New()
	for _, r := range recs {
		fmt.Fprintf(h, "%s %s %s %d %d\n", r.Topic, r.Key, r.Value, r.Time, r.At)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestSameOptionsSameWorld(t *testing.T) {
	a, _ := history(1, 20, 6)
	b, _ := history(1, 20, 6)
	if digest(a) != digest(b) {
		t.Error("the same seed gave two worlds")
	}
	if c, _ := history(2, 20, 6); digest(a) == digest(c) {
		t.Error("two seeds gave the same world")
	}
}

func TestTimesNeverGoBackButForLateUploads(t *testing.T) {
	recs, _ := history(3, 30, 10)
	last := int64(0)
	for i, r := range recs {
		if r.At < last {
			t.Fatalf("record %d arrives at %d, after one of %d", i, r.At, last)
		}
		last = r.At
		if r.Time > r.At {
			t.Fatalf("record %d of time %d arrives before it happened, at %d", i, r.Time, r.At)
		}
		if r.Topic != "container-metrics" && r.Time != r.At {
			t.Fatalf("record %d of %s is late", i, r.Topic)
		}
	}
}

func TestEveryRecordIsAnObjectUnderItsKey(t *testing.T) {
	recs, _ := history(4, 30, 6)
	ids := map[string]string{"orders": "orderID", "voyages": "voyageID",
		"container-metrics": "containerID"}
	seen := map[string]int{}
	for _, r := range recs {
		var o map[string]any
		if err := json.Unmarshal(r.Value, &o); err != nil {
			t.Fatalf("%s: %v", r.Value, err)
		}
		if o[ids[r.Topic]] != string(r.Key) {
			t.Fatalf("%s: key %s", r.Value, r.Key)
		}
		at, err := time.Parse(time.RFC3339, o["time"].(string))
		if err != nil || at.UnixMilli() != r.Time {
			t.Fatalf("%s: record time %d (%v)", r.Value, r.Time, err)
		}
		seen[o["type"].(string)]++
	}
	for _, kind := range []string{
		"OrderCreated", "ContainerAllocated", "VoyageAssigned", "VoyageScheduled", "VoyageDeparted",
		"VoyageArrived", "ContainerLoaded", "ContainerDischarged", "OrderDelivered", "OrderSpoilt",
		"OrderCancelled", "VoyageCancelled", "ContainerDeallocated", "ContainerMetric",
	} {
		if seen[kind] == 0 {
			t.Errorf("no %s in six days of 30 containers", kind)
		}
	}
}

func TestOtherTopicNames(t *testing.T) {
	f := New(Options{Containers: 1, Topics: Topics{Metrics: "reefers"}})
	if r := f.Next(); r.Topic != "reefers" {
		t.Errorf("first record is one of %s", r.Topic)
	}
}

// TestEveryFaultShows looks for each fault's trace in the records, not only in the fleet's own
// count.
func TestEveryFaultShows(t *testing.T) {
	recs, f := history(5, 24, 8)
	for _, fault := range Faults() {
		if f.Faults()[fault] == 0 {
			t.Errorf("no order with %q was planned", fault)
		}
	}
	traces := map[Fault]bool{}
	type past struct {
		value       []byte
		at          int64
		temperature any
		same        int
	}
	last := map[string]past{}
	legs := map[string]int{}
	for _, r := range recs {
		var o map[string]any
		if err := json.Unmarshal(r.Value, &o); err != nil {
			t.Fatal(err)
		}
		switch o["type"] {
		case "ContainerMetric":
			p := last[string(r.Key)]
			traces[PowerOff] = traces[PowerOff] || o["power"] == 0.0
			traces[DoorOpen] = traces[DoorOpen] || o["door"] == true
			traces["defrost"] = traces["defrost"] || o["defrost"] == true
			traces[DeadZone] = traces[DeadZone] || r.At-r.Time > 6*hour
			traces[Duplicates] = traces[Duplicates] || bytes.Equal(p.value, r.Value)
			traces[LostReadings] = traces[LostReadings] || p.at != 0 && r.Time-p.at > 6*hour
			traces[FaultyValues] = traces[FaultyValues] || o["temperature"].(float64) > 80 ||
				o["humidity"].(float64) < 0
			same := 0
			if p.temperature == o["temperature"] {
				same = p.same + 1
			}
			traces[StuckSensor] = traces[StuckSensor] || same > 12
			last[string(r.Key)] = past{r.Value, r.Time, o["temperature"], same}
		case "VoyageAssigned":
			leg, _ := o["leg"].(float64)
			traces[Transhipment] = traces[Transhipment] || leg == 2
			if leg == 0 {
				legs[string(r.Key)]++
				traces[Reassigned] = traces[Reassigned] || legs[string(r.Key)] == 2
			}
		case "OrderCancelled":
			traces[OrderCancelled] = true
		case "VoyageCancelled":
			traces[VoyageCancelled] = true
		case "ContainerDeallocated":
			traces[SwappedBox] = true
		case "VoyageScheduled":
			traces[WrongPlan] = traces[WrongPlan] ||
				o["plannedArrival"].(string) < o["plannedDeparture"].(string)
		case "OrderCreated":
			traces[NoRule] = traces[NoRule] || o["productID"] == unruled.id
		}
	}
	for _, fault := range append(Faults(), "defrost") {
		if !traces[fault] {
			t.Errorf("no trace of %q in the records", fault)
		}
	}
}

func TestContainerIDs(t *testing.T) {
	if got := checkDigit("CSQU305438"); got != 3 {
		t.Errorf("check digit of CSQU305438 is 3 (the example of ISO 6346), got %d", got)
	}
	seen := map[string]bool{}
	for i := range 100_000 {
		id := ContainerID(i)
		if len(id) != 11 || seen[id] {
			t.Fatalf("container %d: id %q is of another length or there twice", i, id)
		}
		seen[id] = true
	}
}
