package joins

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// FuzzDecode reads hostile values as records of all topics: what is accepted
// is JSON and keeps the promises of its event, and a decoder that has seen
// others before reads it in the same way as a new one.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		typicalMetric, typicalTuple,
		`{"type":"OrderCreated","orderID":"O","quantity":"1e3","pickupAddress":{"a":[1]},"rule":{"id":"x","maxGap":"1h","limits":[]}}`,
		`{"type":"VoyageAssigned","payload":{"voyageID":"V","leg":2.0},"time":0}`,
		`{"type":"ContainerLoaded","containerId":"C\u00e9","at":"2026-03-05 T20:20 Z","timestampMillis":1772668800000}`,
		`{"type":"VoyageScheduled","plannedDeparture":1772668800,"imo":7,"shipID":"s"}`,
	} {
		f.Add([]byte(seed), []byte("MSKU9070323"))
		f.Add([]byte(seed), []byte(nil))
	}
	used := &Decoder{Zone: loadZone(f, "Europe/Berlin"), Rekeyed: true}
	f.Fuzz(func(t *testing.T, value, key []byte) {
		r := &Record{Timestamp: recordedAt, Key: key, Value: value}
		fresh := &Decoder{Zone: used.Zone, Rekeyed: true}
		before := bytes.Clone(value)
		for topic, read := range map[string]func(*Decoder, *Record) string{"orders": readOrder, "voyages": readVoyage, "container-metrics": readMetric} {
			if a, b := read(used, r), read(fresh, r); a != b {
				t.Fatalf("%s: got %q, then %q", topic, a, b)
			}
		}
		if !bytes.Equal(before, value) {
			t.Fatal("the record was changed")
		}
		var order OrderEvent
		if used.Order(r, &order) == "" {
			checkAccepted(t, value, order.OrderID)
			for _, address := range [][]byte{order.PickupAddress, order.DestinationAddress} {
				if address != nil && !json.Valid(address) {
					t.Fatalf("address %q", address)
				}
			}
		}
		var voyage VoyageEvent
		if used.Voyage(r, &voyage) == "" {
			checkAccepted(t, value, voyage.VoyageID)
		}
		var metric MetricEvent
		if used.Metric(r, &metric) == "" {
			checkAccepted(t, value, string(metric.ContainerID))
			checkReading(t, &metric.Reading)
		}
	})
}

func checkAccepted(t *testing.T, value []byte, id string) {
	t.Helper()
	if !json.Valid(value) || !utf8.Valid(value) || !validID([]byte(id)) {
		t.Fatalf("accepted %q with the id %q", value, id)
	}
}

func checkReading(t *testing.T, r *Reading) {
	t.Helper()
	if r.Present&r.Faulty != 0 || (r.Present|r.Faulty)&judgeable == 0 || !inYears(r.Time) {
		t.Fatalf("reading %+v", r)
	}
	for m := Metric(0); m < NumMetrics; m++ {
		if v := int64(r.Value[m]); !r.Has(m) && v != 0 || v < plausible[m].min || v > plausible[m].max {
			t.Fatalf("%v in %+v", m, r)
		}
	}
	if r.Flags&DoorOpen != 0 && r.Flags&DoorKnown == 0 || r.Flags&DefrostOn != 0 && r.Flags&DefrostKnown == 0 {
		t.Fatalf("flags in %+v", r)
	}
}
