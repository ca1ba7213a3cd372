package event

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"coldchain/joins/measure"
)

// FuzzDecode reads hostile values as records of all topics: what is accepted
// is JSON and keeps the promises of its event, and a decoder that has seen
// others before reads it in the same way as a new one.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		typicalMetric, typicalTuple,
		`{"type":"OrderCreated","orderID":"O","quantity":"1e3","pickupAddress":{"a":[1]},` +
			`"rule":{"id":"x","maxGap":"1h","limits":[]}}`,
		`{"type":"ContainerStuffed","containerID":"C","at":1772668800}`,
		`{"type":"QualityDecision","decision":"hold","by":"QA","reason":null,"digest":"d"}`,
		`{"type":"VoyageAssigned","payload":{"voyageID":"V","leg":2.0},"time":0}`,
		`{"type":"ContainerLoaded","containerId":"C\u00e9","at":"2026-03-05 T20:20 Z",` +
			`"timestampMillis":1772668800000}`,
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
		for _, topic := range Topics() {
			if a, b := reads[topic](used, r), reads[topic](fresh, r); a != b {
				t.Fatalf("%v: got %q, then %q", topic, a, b)
			}
		}
		if !bytes.Equal(before, value) {
			t.Fatal("the record was changed")
		}
		var order Order
		if used.Order(r, &order) == "" {
			checkAccepted(t, value, order.OrderID)
			for _, address := range [][]byte{order.PickupAddress, order.DestinationAddress} {
				if address != nil && !json.Valid(address) {
					t.Fatalf("address %q", address)
				}
			}
		}
		var voyage Voyage
		if used.Voyage(r, &voyage) == "" {
			checkAccepted(t, value, voyage.VoyageID)
		}
		var metric Metric
		if used.Metric(r, &metric) == "" {
			checkAccepted(t, value, string(metric.ContainerID))
			checkReading(t, &metric.Reading)
		}
	})
}

func checkAccepted(t *testing.T, value []byte, id string) {
	t.Helper()
	if !json.Valid(value) || !utf8.Valid(value) || !measure.ValidID([]byte(id)) {
		t.Fatalf("accepted %q with the id %q", value, id)
	}
}

func checkReading(t *testing.T, r *measure.Reading) {
	t.Helper()
	if r.Present&r.Faulty != 0 || !r.Judgeable() || !inYears(r.Time) {
		t.Fatalf("reading %+v", r)
	}
	for m := range measure.NumStored {
		again := measure.Reading{}
		again.Set(m, int64(r.Values[m]))
		if again.Faulty != 0 || r.Values[m] != 0 && r.Present&(1<<m) == 0 {
			t.Fatalf("%v in %+v", m, r)
		}
	}
	if r.Flags&measure.DoorOpen != 0 && r.Flags&measure.DoorKnown == 0 ||
		r.Flags&measure.DefrostOn != 0 && r.Flags&measure.DefrostKnown == 0 {
		t.Fatalf("flags in %+v", r)
	}
}
