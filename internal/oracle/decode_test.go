package oracle

import (
	"fmt"
	"strings"
	"testing"
)

func text(s string) *string { return &s }

// code gives the code of a record with key k, of the time recordTime.
func code(topic, value string) string {
	k := "k"
	_, c := decode(Record{Topic: topic, Timestamp: recordTime, Key: &k, Value: &value})
	return c
}

func TestCodes(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, c := range []struct{ topic, value, want string }{
		{topicOrders, ``, "bad_json"},
		{topicOrders, `null`, "bad_json"},
		{topicOrders, `[{"type":"OrderCreated"}]`, "bad_json"},
		{topicOrders, `{"type":"OrderCreated"}`, ""},
		{topicOrders, "\t{\"type\":\"OrderCreated\"} \r\n", ""},
		{topicOrders, `{"type":"OrderCreated"} 1`, "bad_json"},
		{topicOrders, `{"type":"OrderCreated","x":"` + "\xff" + `"}`, "bad_json"},
		{topicOrders, `{"type":"OrderCreated","x":"\ud800"}`, "bad_json"},
		{topicOrders, `{"type":"OrderCreated","x":"\ud83e\udd22"}`, ""},
		{topicOrders, `{"type":"OrderCreated","x":` + deep(999) + `}`, ""},
		{topicOrders, `{"type":"OrderCreated","x":` + deep(1000) + `}`, "bad_json"},
		{topicOrders, `{"type":"OrderCreated","ts":1,"ts":1}`, "bad_json"},
		{topicOrders, `{"type":"OrderCreated","ts":1,"\u0074s":1}`, "bad_json"},
		{topicOrders, `{"type":"OrderCreated","x":1,"x":2,"vesselID":1,"vesselID":2}`, ""},
		{topicOrders,
			`{"type":"OrderCreated","payload":{"type":1,"type":1,"payload":1,"payload":2}}`,
			""},
		{topicOrders, `{"type":"OrderCreated","payload":{"leg":1,"leg":1}}`, "bad_json"},
		{topicOrders, `{"type":"OrderCreated","ts":1,"payload":{"ts":1}}`, ""},
		{topicOrders, `{"type":"OrderCancelled","rule":[{"a":1,"a":2}]}`, "bad_json"},
		{topicVoyages, `{"type":"VoyageCancelled","rule":[{"a":1,"a":2}]}`, ""},
		{topicOrders, `{"type":"OrderCreated","pickupAddress":{"a":1,"a":2}}`, ""},
		{topicOrders, `{"orderID":7}`, "unknown_type"},
		{topicOrders, `{"type":"VoyageDeparted"}`, "unknown_type"},
		{topicOrders, `{"payload":{"type":"OrderCreated"}}`, "unknown_type"},
		{topicOrders, `{"type":"ContainerAllocated","orderID":"","ts":true}`, "missing_id"},
		{topicOrders, `{"type":"ContainerAllocated","orderID":"","containerID":"C","ts":true}`,
			"bad_id"},
		{topicOrders, `{"type":"ContainerAllocated","containerID":"C ","ts":true}`, "bad_id"},
		{topicOrders, `{"type":"ContainerAllocated","containerID":5}`, "bad_id"},
		{topicOrders, `{"type":"ContainerAllocated","container_id":"a","containerID":"` +
			strings.Repeat("ä", 64) + `"}`, ""},
		{topicOrders, `{"type":"ContainerAllocated","containerID":"` +
			strings.Repeat("ä", 64) + `x"}`,
			"bad_id"},
		{topicOrders, `{"type":"VoyageUnassigned"}`, "missing_id"},
		{topicOrders, `{"type":"OrderSpoilt","containerID":""}`, "bad_id"},
		{topicOrders, `{"type":"OrderCancelled","containerID":"","leg":"x","rule":7}`, ""},
		{topicOrders, `{"type":"OrderCreated","time":"2019-02-30T00:00Z","quantity":"x"}`,
			"bad_time"},
		{topicOrders, `{"type":"OrderCreated","time":0,"ts":"x"}`, ""},
		{topicOrders, `{"type":"OrderCreated","time":null,"ts":"x"}`, "bad_time"},
		{topicOrders, `{"type":"OrderCreated","time":"2999-01-01T00:00Z"}`, ""},
		{topicOrders, `{"type":"OrderCreated","payload":"(a)"}`, "bad_value"},
		{topicOrders, `{"type":"OrderCreated","payload":null}`, ""},
		{topicOrders, `{"type":"OrderCreated","quantity":1e12}`, ""},
		{topicOrders, `{"type":"OrderCreated","quantity":"-1000000000001"}`, "bad_value"},
		{topicOrders, `{"type":"OrderCreated","productID":7,"orderID":"other"}`, "bad_value"},
		{topicOrders, `{"type":"OrderCreated","orderID":"other"}`, "key_mismatch"},
		{topicOrders, `{"type":"VoyageAssigned","voyageID":"V","leg":1000000}`, ""},
		{topicOrders, `{"type":"VoyageAssigned","voyageID":"V","leg":1000001}`, "bad_value"},
		{topicOrders, `{"type":"VoyageAssigned","voyageID":"V","leg":0}`, "bad_value"},
		{topicOrders, `{"type":"VoyageAssigned","voyageID":"V","leg":1.0001}`, "bad_value"},
		{topicOrders, `{"type":"ContainerStuffed","at":1}`, "missing_id"},
		{topicOrders, `{"type":"ContainerStripped","containerID":"C","at":"soon"}`, "bad_time"},
		{topicOrders, `{"type":"ContainerStripped","containerID":"C","at":0}`, ""},
		{topicOrders, `{"type":"QualityDecision","decision":"hold","by":"QA"}`, ""},
		{topicOrders, `{"type":"QualityDecision","decision":"Hold","by":"QA"}`, "bad_value"},
		{topicOrders, `{"type":"QualityDecision","decision":"hold"}`, "bad_value"},
		{topicOrders, `{"type":"QualityDecision","decision":"hold","by":""}`, "bad_value"},
		{topicOrders, `{"type":"QualityDecision","decision":"hold","by":" "}`, ""},
		{topicOrders, `{"type":"QualityDecision","by":"QA","orderID":"other"}`, "bad_value"},
		{topicOrders, `{"type":"QualityDecision","decision":"hold","by":"QA","digest":7}`,
			"bad_value"},
		{topicOrders, `{"type":"OrderCancelled","by":1,"by":1}`, "bad_json"},
		{topicOrders, `{"type":"OrderCancelled","at":1,"at":1}`, "bad_json"},
		{topicOrders, `{"type":"OrderCancelled","sensor":1,"sensor":1}`, ""},
		{topicOrders, `{"type":"OrderCancelled","reason":"` + strings.Repeat("ä", 512) + `"}`, ""},
		{topicOrders, `{"type":"OrderCancelled","reason":"` + strings.Repeat("ä", 512) + `x"}`,
			"bad_value"},
		{topicOrders, `{"type":"OrderCreated","pickupAddress":"` + strings.Repeat("x", 4094) + `"}`,
			""},
		{topicOrders, `{"type":"OrderCreated","pickupAddress":"` + strings.Repeat("x", 4095) + `"}`,
			"bad_value"},
		{topicOrders, `{"type":"OrderCreated","pickupAddress": {"a":1` + strings.Repeat(" ", 4089) +
			`} }`, ""},
		{topicOrders, `{"type":"OrderCreated","pickupAddress": {"a":1` + strings.Repeat(" ", 4090) +
			`} }`, "bad_value"},
		{topicVoyages, `{"type":"VoyageScheduled","imo":"` + strings.Repeat("9", 1025) + `"}`,
			"bad_value"},
		{topicOrders, `{"type":"OrderCreated"}` + strings.Repeat(" ", 1_000_000-23), ""},
		{topicOrders, strings.Repeat("x", 1_000_000), "bad_json"},
		{topicOrders, strings.Repeat("x", 1_000_001), "too_large"},
		{topicVoyages,
			`{"type":"VoyageScheduled","imo":5,"plannedArrival":0,"shipID":"x","vesselID":"y"}`,
			""},
		{topicVoyages, `{"type":"VoyageScheduled","imo":{}}`, "bad_value"},
		{topicVoyages, `{"type":"VoyageScheduled","plannedArrival":""}`, "bad_time"},
		{topicVoyages, `{"type":"VoyageDeparted","plannedArrival":""}`, ""},
		{topicVoyages, `{"type":"VoyageDeparted","at":false}`, "bad_time"},
		{topicMetrics, `{"type":"ContainerMetric","o2":5,"time":"2026-03-21T00:00:00Z"}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","o2":"x","time":"2026-03-21T00:00:00.001Z"}`,
			"time_in_future"},
		{topicMetrics, `{"type":"ContainerMetric","o2":"x"}`, "bad_value"},
		{topicMetrics, `{"type":"ContainerMetric","o2":"0x1p2"}`, "bad_value"},
		{topicMetrics, `{"type":"ContainerMetric","o2":1e400}`, "bad_value"},
		{topicMetrics, `{"type":"ContainerMetric","o2":1e-999999999999999999999}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","o2":"+.5e1"}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","o2":5,"door":1}`, "bad_value"},
		{topicMetrics, `{"type":"ContainerMetric","o2":5,"time_door_open":true}`, "bad_value"},
		{topicMetrics, `{"type":"ContainerMetric","o2":5,"door":true,"time_door_open":true}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","o2":5,"sensor":""}`, "bad_id"},
		{topicMetrics, `{"type":"ContainerMetric","defrost":true,"latitude":4,"Temperature":4}`,
			"no_values"},
		{topicMetrics, `{"type":"ContainerMetric","setPoint":5}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","power":1e9}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","door":false}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","time_door_open":0}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","door":null}`, "no_values"},
		{topicMetrics, `{"type":"ReeferTelemetries","humidity_level":500}`, ""},
		{topicMetrics, `{"type":"ContainerMetric","containerId":"x"}`, "no_values"},
		{topicMetrics, `{"type":"ContainerMetric","containerId":"x","o2":1}`, "key_mismatch"},
		{topicMetrics, `{"type":"ContainerMetric","payload":"(k,,,1)"}`, "bad_value"},
	} {
		if got := code(c.topic, c.value); got != c.want {
			t.Errorf("%.150s: want %q, got %q", c.value, c.want, got)
		}
	}
}

func TestKeys(t *testing.T) {
	value := `{"type":"OrderCreated"}`
	for _, c := range []struct {
		key, value *string
		want       string
	}{
		{text("k"), nil, "null_value"},
		{nil, &value, "missing_id"},
		{text(""), &value, "bad_id"},
		{text("\xff"), &value, "bad_id"},
		{nil, text(`{"type":"OrderCreated","orderID":"k"}`), "key_mismatch"},
	} {
		if _, got := decode(Record{Topic: topicOrders, Timestamp: 1, Key: c.key,
			Value: c.value}); got != c.want {
			t.Errorf("want %q, got %q", c.want, got)
		}
	}
}

func TestReadingShapes(t *testing.T) {
	read := func(value string) *event {
		t.Helper()
		k := "k"
		ev, code := decode(Record{Topic: topicMetrics, Timestamp: recordTime, Key: &k,
			Value: &value})
		if code != "" {
			t.Fatalf("%s: %s", value, code)
		}
		return ev
	}
	for value, want := range map[string]map[string]string{
		`{"type":"ContainerMetric","tempC":4.0005,"payload":{"setPoint":null,"target_temperature":"5."},
			"setPoint":null}`: {"temperature": "4001", "setPoint": "5000"},
		`{"type":"ContainerMetric","tempC":9,"temperature":-4.0005,"payload":{"tempC":8,"door":false}}`: {
			"temperature": "-4001", "door": "false"},
		`{"type":"ContainerMetric","temperature":80.0004,"co2":-0.0005,"o2":100.0004,
			"longitude":-180.0005,"power":-1000}`: {
			"temperature": "80000", "co2": "faulty", "o2": "100000", "longitude": "faulty",
			"power": "-1000000"},
		`{"type":"ContainerMetric","oxygen_level":1,"time_door_open":"0.0","kilowatts":"2","defrost":true,
			"defrost_cycle":[1]}`: {"o2": "1000", "door": "false", "power": "2000", "defrost": "true"},
		`{"type":"ContainerMetric","payload":"(k, 2020-01-15 17:59:45, P05, '5.02702153', \" 5.\", 20.5,` +
			` 2.6, 3, 1, 5, 21.6, 76, 39.9, 110.7, True, True, True, 37.8, , 0)"}`: {
			"temperature": "5027", "setPoint": "5000", "power": "2600", "door": "true",
			"o2":       "21600",
			"humidity": "39900", "co2": "faulty", "latitude": "37800"},
	} {
		got := spelled(read(value).reading)
		for _, d := range Diff(want, got) {
			t.Errorf("%s: %s", value, d)
		}
	}
	// Each name is looked for in the payload and at the top before the next name.
	got := read(
		`{"type":"ContainerMetric","o2":1,"payload":{"container_id":"x"},"containerID":"k"}`)
	if got.id != "k" {
		t.Error(got.id)
	}
}

// spelled gives what a reading says, by name.
func spelled(r reading) map[string]string {
	m := map[string]string{}
	for i, name := range measures {
		switch v := r.numbers[i]; {
		case v.faulty:
			m[name] = "faulty"
		case v.present:
			m[name] = fmt.Sprint(v.value)
		}
	}
	for name, f := range map[string]flag{"door": r.door, "defrost": r.defrost} {
		if f.present {
			m[name] = fmt.Sprint(f.on)
		}
	}
	return m
}
