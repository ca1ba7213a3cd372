package event

import (
	"fmt"
	"strings"
	"testing"
)

// readVoyage gives what becomes of a voyage event in a line: its code, or its
// fields that are there.
func readVoyage(d *Decoder, r *Record) string {
	var ev Voyage
	if code := d.Voyage(r, &ev); code != "" {
		return string(code)
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%v %s %d", ev.Type, ev.VoyageID, ev.Time-recordedAt)
	text := func(name string, s *string) {
		if s != nil {
			fmt.Fprintf(b, " %s=%q", name, *s)
		}
	}
	text("vessel", ev.VesselID)
	text("from", ev.From)
	text("to", ev.To)
	if ev.PlannedDeparture != nil {
		fmt.Fprintf(b, " departure=%d", *ev.PlannedDeparture-recordedAt)
	}
	if ev.PlannedArrival != nil {
		fmt.Fprintf(b, " arrival=%d", *ev.PlannedArrival-recordedAt)
	}
	if ev.At != ev.Time {
		fmt.Fprintf(b, " at=%d", ev.At-recordedAt)
	}
	if ev.ContainerID != "" {
		fmt.Fprintf(b, " container=%s", ev.ContainerID)
	}
	text("reason", ev.Reason)
	return b.String()
}

func TestVoyage(t *testing.T) {
	var d Decoder
	f := func(fields, want string) {
		t.Helper()
		if got := readVoyage(&d, inputRecord("V", `{"type":"`+fields+`}`)); got != want {
			t.Errorf("%s: got %q, want %q", fields, got, want)
		}
	}
	f(`VoyageScheduled"`, "VoyageScheduled V 0")
	f(`VoyageUpdated","voyageID":"V","ts":1772668800001`, "VoyageUpdated V 1")
	f(`VoyageScheduled","vesselID":"s","from":"a","to":"b","imo":9,`+
		`"plannedDeparture":"2026-03-05T00:00:01Z","plannedArrival":1772668802`,
		`VoyageScheduled V 0 vessel="s" from="a" to="b" departure=1000 arrival=2000`)
	f(`VoyageScheduled","shipId":"3","shipID":"2","vesselID":"1","srcPort":"x","from":"a",`+
		`"destPort":"y","to":"b"`, `VoyageScheduled V 0 vessel="1" from="a" to="b"`)
	f(`VoyageScheduled","shipId":"3","shipID":"2","srcPort":"x","destPort":"y"`,
		`VoyageScheduled V 0 vessel="2" from="x" to="y"`)
	f(`VoyageScheduled","shipId":"3","payload":{"srcPort":"x","shipId":"4"},"from":"a"`,
		`VoyageScheduled V 0 vessel="4" from="a"`)
	f(`VoyageScheduled","shipId":3,"vesselID":"1"`, `VoyageScheduled V 0 vessel="1"`)
	f(`VoyageScheduled","plannedDeparture":0,"plannedArrival":null`, "VoyageScheduled V 0")
	f(`VoyageScheduled","plannedDeparture":"0","payload":{"plannedArrival":0},`+
		`"plannedArrival":1772668802`, "VoyageScheduled V 0")
	f(`VoyageScheduled","imo":"IMO 9"`, "VoyageScheduled V 0")
	f(`VoyageScheduled","imo":1e999`, "VoyageScheduled V 0")
	// no fields of this type
	f(`VoyageScheduled","at":"x","reason":7,"containerID":7`, "VoyageScheduled V 0")
	f(`VoyageDeparted"`, "VoyageDeparted V 0")
	f(`VoyageDeparted","at":1772668801`, "VoyageDeparted V 0 at=1000")
	f(`VoyageArrived","at":0,"ts":1772668801`, "VoyageArrived V 1000")
	f(`VoyageArrived","at":null`, "VoyageArrived V 0")
	f(`VoyageArrived","plannedArrival":"x","vesselID":7,"imo":{}`, "VoyageArrived V 0")
	f(`VoyageCancelled","reason":"r","at":"x"`, `VoyageCancelled V 0 reason="r"`)
	f(`ContainerLoaded","containerID":"C"`, "ContainerLoaded V 0 container=C")
	f(`ContainerDischarged","container_id":"C","payload":{"at":1772668801}`,
		"ContainerDischarged V 0 at=1000 container=C")
	f(`OrderCreated"`, "unknown_type")
	f(`VoyageLost"`, "unknown_type")

	f(`VoyageScheduled","vesselID":7`, "bad_value")
	f(`VoyageScheduled","shipID":{}`, "bad_value")
	f(`VoyageScheduled","from":true`, "bad_value")
	f(`VoyageScheduled","to":[]`, "bad_value")
	f(`VoyageScheduled","imo":true`, "bad_value")
	f(`VoyageScheduled","imo":{}`, "bad_value")
	f(`VoyageCancelled","reason":7`, "bad_value")
	f(`VoyageDeparted","payload":"x"`, "bad_value")
}

// Each record has all the errors from its own on.
func TestVoyageFirstErrorApplies(t *testing.T) {
	var d Decoder
	f := func(key, value string, want Code) {
		t.Helper()
		r := inputRecord(key, value)
		if key == "null" {
			r.Key = nil
		}
		if got := d.Voyage(r, new(Voyage)); got != want {
			t.Errorf("key %s, %s: got %q, want %q", key, value, got, want)
		}
	}
	f("null", `{"type":"X","time":"x","time":"x"}`, BadJSON)
	f("null", `{"type":"X","time":"x"}`, UnknownType)
	f("null", `{"type":"VoyageUpdated","time":"x"}`, MissingID)
	f("V", `{"type":"ContainerLoaded","voyageID":7}`, MissingID)
	f("null", `{"type":"ContainerLoaded","containerID":7}`, MissingID)
	f("X", `{"type":"ContainerLoaded","voyageID":"V","containerID":7,"at":"x"}`, BadID)
	f("X", `{"type":"VoyageUpdated","voyageID":101,"time":"x"}`, BadID)
	f("", `{"type":"VoyageUpdated","time":"x"}`, BadID)
	f("X", `{"type":"VoyageUpdated","voyageID":"V","time":"x","imo":[]}`, BadTime)
	f("X",
		`{"type":"VoyageUpdated","voyageID":"V","plannedDeparture":"2019-02-30T20:20Z","imo":[]}`,
		BadTime)
	f("X", `{"type":"VoyageUpdated","voyageID":"V","plannedArrival":{},"imo":[]}`, BadTime)
	f("X", `{"type":"VoyageDeparted","voyageID":"V","at":"","payload":7}`, BadTime)
	f("X", `{"type":"ContainerDischarged","voyageID":"V","containerID":"C","at":true}`, BadTime)
	f("X", `{"type":"VoyageUpdated","voyageID":"V","imo":[]}`, BadValue)
	f("X", `{"type":"VoyageUpdated","voyageID":"V","payload":7}`, BadValue)
	f("X", `{"type":"VoyageUpdated","voyageID":"V"}`, KeyMismatch)
	f("null", `{"type":"VoyageUpdated","voyageID":"V"}`, KeyMismatch)
	f("V", `{"type":"VoyageUpdated","voyageID":"V","time":253402300799999}`, "")
}

func TestLocalPlannedTimes(t *testing.T) {
	d := Decoder{Zone: loadZone(t, "Europe/Berlin")}
	f := func(planned, want string) {
		t.Helper()
		value := `{"type":"VoyageUpdated","plannedDeparture":"` + planned + `"}`
		if got := readVoyage(&d, inputRecord("V", value)); got != want {
			t.Errorf("%s: got %q, want %q", planned, got, want)
		}
	}
	f("2026-03-05 01:00:01", "VoyageUpdated V 0 departure=1000")
	f("2026-03-05T00:00:01Z", "VoyageUpdated V 0 departure=1000")
	f("2026-03-29 02:30:00", "bad_time")
}
