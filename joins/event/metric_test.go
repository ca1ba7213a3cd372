package event

import (
	"fmt"
	"strings"
	"testing"

	"coldchain/joins/measure"
)

// line gives a reading in a line: its time, the values in thousandths, ! for
// a faulty one, and the flags that are known.
func line(r *measure.Reading) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", r.Time-recordedAt)
	for m := range measure.NumStored {
		switch {
		case r.Present&(1<<m) != 0:
			fmt.Fprintf(&b, " %s=%d", m, r.Values[m])
		case r.Faulty&(1<<m) != 0:
			fmt.Fprintf(&b, " %s=!", m)
		}
	}
	if r.Flags&measure.DoorKnown != 0 {
		fmt.Fprintf(&b, " door=%v", r.Flags&measure.DoorOpen != 0)
	}
	if r.Flags&measure.DefrostKnown != 0 {
		fmt.Fprintf(&b, " defrost=%v", r.Flags&measure.DefrostOn != 0)
	}
	return b.String()
}

// readMetric gives what becomes of a metric event in a line: its code, or its
// ids and its reading.
func readMetric(d *Decoder, r *Record) string {
	var ev Metric
	if code := d.Metric(r, &ev); code != "" {
		return string(code)
	}
	return fmt.Sprintf("%s %s %s", ev.ContainerID, ev.Sensor, line(&ev.Reading))
}

func TestMetricValues(t *testing.T) {
	var d Decoder
	f := func(fields, want string) {
		t.Helper()
		value := `{"type":"ContainerMetric","containerID":"C",` + fields + `}`
		if got := readMetric(&d, inputRecord("C", value)); got != want {
			t.Errorf("%s: got %q, want %q", fields, got, want)
		}
	}
	f(`"temperature":5.25`, "C main 0 temperature=5250")
	f(`"temperature":-18.0005`, "C main 0 temperature=-18001")
	f(`"temperature":"5."`, "C main 0 temperature=5000")
	f(`"temperature":"+.5e1"`, "C main 0 temperature=5000")
	f(`"temperature":"\u0035"`, "C main 0 temperature=5000")
	f(`"temperature":80,"setPoint":-80,"humidity":100,"co2":0,"o2":20.9,"power":-1000,`+
		`"latitude":90,"longitude":-180,"door":true,"defrost":false,"sensor":"top"`,
		"C top 0 temperature=80000 setPoint=-80000 humidity=100000 co2=0 o2=20900 "+
			"power=-1000000 latitude=90000 longitude=-180000 door=true defrost=false")
	f(`"temperature":80.0004`, "C main 0 temperature=80000")
	f(`"temperature":80.0005`, "C main 0 temperature=!")
	f(`"temperature":-80.001`, "C main 0 temperature=!")
	f(`"temperature":1e308`, "C main 0 temperature=!")
	f(`"temperature":-1e308`, "C main 0 temperature=!")
	f(`"temperature":1e309`, "bad_value")
	f(`"humidity":-0.0004`, "C main 0 humidity=0")
	f(`"humidity":-0.0005`, "C main 0 humidity=!")
	f(`"co2":100.001,"temperature":1`, "C main 0 temperature=1000 co2=!")
	f(`"o2":101`, "C main 0 o2=!")
	f(`"o2":1,"power":1000.001,"latitude":-90.001,"longitude":180.001,"setPoint":81`,
		"C main 0 setPoint=! o2=1000 power=! latitude=! longitude=!")
	f(`"o2":1,"door":false,"defrost":true`, "C main 0 o2=1000 door=false defrost=true")

	f(`"tempC":1`, "C main 0 temperature=1000")
	f(`"tempC":1,"temperature":2`, "C main 0 temperature=2000")
	f(`"tempC":1,"temperature":null`, "C main 0 temperature=1000")
	f(`"tempC":{},"temperature":2`, "C main 0 temperature=2000")
	f(`"o2":1,"target_temperature":2,"carbon_dioxide_level":3,"humidity_level":4,"kilowatts":5`,
		"C main 0 setPoint=2000 humidity=4000 co2=3000 o2=1000 power=5000")
	f(`"oxygen_level":"1","latitude":"2","longitude":"-3"`,
		"C main 0 o2=1000 latitude=2000 longitude=-3000")
	f(`"o2":1,"time_door_open":0`, "C main 0 o2=1000 door=false")
	f(`"o2":1,"time_door_open":-4`, "C main 0 o2=1000 door=false")
	f(`"o2":1,"time_door_open":0.0001`, "C main 0 o2=1000 door=true")
	f(`"o2":1,"time_door_open":"30"`, "C main 0 o2=1000 door=true")
	f(`"o2":1,"time_door_open":30,"door":false`, "C main 0 o2=1000 door=false")
	f(`"o2":1,"time_door_open":"x","door":false`, "C main 0 o2=1000 door=false")
	f(`"o2":1,"time_door_open":true`, "bad_value")
	f(`"o2":1,"time_door_open":1e400`, "bad_value")
	f(`"o2":1,"defrost_cycle":5`, "C main 0 o2=1000")
	f(`"o2":1,"defrost_cycle":{},"product":[],"Door":1`, "C main 0 o2=1000")

	f(`"temperature":"NaN"`, "bad_value")
	f(`"temperature":""`, "bad_value")
	f(`"temperature":" 5"`, "bad_value")
	f(`"temperature":true`, "bad_value")
	f(`"temperature":{}`, "bad_value")
	f(`"temperature":[5]`, "bad_value")
	f(`"temperature":1,"longitude":"east"`, "bad_value")
	f(`"temperature":1,"door":"true"`, "bad_value")
	f(`"temperature":1,"door":1`, "bad_value")
	f(`"temperature":1,"defrost":0`, "bad_value")
	f(`"x":1`, "no_values")
	f(`"temperature":null`, "no_values")
	f(`"Temperature":9`, "no_values")
	f(`"latitude":1,"longitude":1,"defrost":true`, "no_values")
	f(`"setPoint":1`, "C main 0 setPoint=1000")
	f(`"humidity":1`, "C main 0 humidity=1000")
	f(`"co2":1`, "C main 0 co2=1000")
	f(`"o2":1`, "C main 0 o2=1000")
	f(`"power":1`, "C main 0 power=1000")
	f(`"power":1001`, "C main 0 power=!")
	f(`"door":false`, "C main 0 door=false")
	f(`"time_door_open":0`, "C main 0 door=false")
	f(`"door":null,"time_door_open":null`, "no_values")
}

func TestMetricIDs(t *testing.T) {
	var d Decoder
	f := func(key, fields, want string) {
		t.Helper()
		r := inputRecord(key, `{"type":"ContainerMetric","o2":1,`+fields+`}`)
		if key == "null" {
			r.Key = nil
		}
		if got := readMetric(&d, r); got != want {
			t.Errorf("key %s, %s: got %q, want %q", key, fields, got, want)
		}
	}
	f("C", `"containerID":"C"`, "C main 0 o2=1000")
	f("C", `"containerId":"C"`, "C main 0 o2=1000")
	f("C", `"container_id":"C"`, "C main 0 o2=1000")
	f("C", `"container_id":"X","containerId":"C"`, "C main 0 o2=1000")
	f("C", `"containerId":"X","containerID":"C"`, "C main 0 o2=1000")
	f("C", `"containerID":"\u0043","sensor":"\u0053\u0032"`, "C S2 0 o2=1000")
	f("C", `"payload":{"container_id":"X"},"containerID":"C"`, "C main 0 o2=1000")
	f("C", `"payload":{"containerID":"C"},"containerID":"X"`, "C main 0 o2=1000")
	f("C", `"payload":{"containerID":null},"containerID":"C"`, "C main 0 o2=1000")
	f("C", `"x":0`, "C main 0 o2=1000")
	f("C", `"containerID":null`, "C main 0 o2=1000")
	f("null", `"x":0`, "missing_id")
	f("", `"x":0`, "bad_id")
	f(" C", `"x":0`, "bad_id")
	f("C\xff", `"x":0`, "bad_id")
	f("C", `"containerID":""`, "bad_id")
	f("C", `"containerID":7`, "bad_id")
	f("C", `"containerID":{}`, "bad_id")
	f("C", `"containerID":"C\n"`, "bad_id")
	f("C", `"sensor":""`, "bad_id")
	f("C", `"sensor":7`, "bad_id")
	f("C", `"sensor":" main"`, "bad_id")
	f("C", `"sensor":null`, "C main 0 o2=1000")
	f("D", `"containerID":"C"`, "key_mismatch")
	f("null", `"containerID":"C"`, "key_mismatch")
	f("", `"containerID":"C"`, "key_mismatch")

	d.Rekeyed = true
	f("D", `"containerID":"C"`, "C main 0 o2=1000")
	f("null", `"containerID":"C"`, "C main 0 o2=1000")
	f("D", `"x":0`, "D main 0 o2=1000")
	f("null", `"x":0`, "missing_id")
}

func TestMetricTime(t *testing.T) {
	var d Decoder
	f := func(fields, want string) {
		t.Helper()
		value := `{"type":"ContainerMetric","o2":1,` + fields + `}`
		if got := readMetric(&d, inputRecord("C", value)); got != want {
			t.Errorf("%s: got %q, want %q", fields, got, want)
		}
	}
	f(`"time":"2026-03-04T23:59:59Z"`, "C main -1000 o2=1000")
	f(`"timestamp":1772668800001`, "C main 1 o2=1000")
	f(`"timestampMillis":1772668800001`, "C main 1 o2=1000")
	f(`"measurement_time":1772668800001`, "C main 1 o2=1000")
	f(`"ts":1772668800001`, "C main 1 o2=1000")
	f(`"ts":1772668800005,"measurement_time":1772668800004,"timestampMillis":1772668800003,`+
		`"timestamp":1772668800002,"time":1772668800001`, "C main 1 o2=1000")
	f(`"ts":1772668800005,"measurement_time":1772668800004,"timestampMillis":1772668800003,`+
		`"timestamp":1772668800002,"time":null`, "C main 2 o2=1000")
	f(`"time":0,"ts":1772668800005`, "C main 0 o2=1000")
	f(`"time":"0","ts":1772668800005`, "C main 0 o2=1000")
	f(`"payload":{"time":0},"time":1772668800005`, "C main 0 o2=1000")
	f(`"payload":{"time":1772668800006},"time":1772668800005`, "C main 6 o2=1000")
	f(`"payload":{"timestamp":1772668800006},"time":1772668800005`, "C main 5 o2=1000")
	f(`"time":1772668800005,"ts":"nonsense"`, "C main 5 o2=1000")
	f(`"time":"nonsense","ts":1772668800005`, "bad_time")
	f(`"time":true`, "bad_time")
	f(`"time":{}`, "bad_time")
	f(`"time":""`, "bad_time")
	f(`"at":"nonsense"`, "C main 0 o2=1000") // no field of this topic
	f(`"time":1772755200000`, "C main 86400000 o2=1000")
	f(`"time":1772755200001`, "time_in_future")

	r := inputRecord("C", `{"type":"ContainerMetric","o2":1}`)
	r.Timestamp = maxTime + 1
	if got := readMetric(&d, r); got != "bad_time" {
		t.Errorf("a record's timestamp beyond the year 9999: got %q", got)
	}
	r.Timestamp = -1 << 63
	r.Value = []byte(`{"type":"ContainerMetric","o2":1,"time":1}`)
	if got := readMetric(&d, r); got != "time_in_future" {
		t.Errorf("the least timestamp: got %q", got)
	}
}

// Each record has all the errors from its own on.
func TestMetricFirstErrorApplies(t *testing.T) {
	var d Decoder
	f := func(r *Record, want Code) {
		t.Helper()
		if got := d.Metric(r, new(Metric)); got != want {
			t.Errorf("%s: got %q, want %q", r.Value, got, want)
		}
	}
	keyless := func(value string) *Record {
		return &Record{Timestamp: recordedAt, Value: []byte(value)}
	}
	const wrong = `"sensor":1,"time":"x","o2":"x"`
	f(&Record{Timestamp: recordedAt}, NullValue)
	f(keyless(`{"type":"X",`+wrong+`}}`+strings.Repeat(" ", MaxValue)), TooLarge)
	f(keyless(``), BadJSON)
	f(keyless(`{"type":"X",`+wrong+`}}`), BadJSON)
	f(keyless(`{"type":"X",`+wrong+`}`), UnknownType)
	f(keyless(`{"type":"ContainerMetric",`+wrong+`}`), MissingID)
	f(inputRecord("D", `{"type":"ContainerMetric","containerID":"C",`+wrong+`}`), BadID)
	f(inputRecord("D", `{"type":"ContainerMetric","containerID":"C","time":"x","o2":"x"}`), BadTime)
	f(inputRecord("D", `{"type":"ContainerMetric","containerID":"C","time":99999999999,"power":"x"}`),
		TimeInFuture)
	f(inputRecord("D", `{"type":"ContainerMetric","containerID":"C","power":"x"}`), BadValue)
	f(inputRecord("D", `{"type":"ContainerMetric","containerID":"C","payload":7,"time":99999999999}`),
		TimeInFuture)
	f(inputRecord("D", `{"type":"ContainerMetric","containerID":"C","payload":7}`), BadValue)
	f(inputRecord("D", `{"type":"ContainerMetric","containerID":"C","latitude":1}`), NoValues)
	f(inputRecord("D", `{"type":"ContainerMetric","containerID":"C","o2":1}`), KeyMismatch)
	f(inputRecord("C", `{"type":"ContainerMetric","containerID":"C","o2":1}`), "")
}

// Nothing of one record is left for the next one.
func TestMetricDecoderForgets(t *testing.T) {
	var d Decoder
	f := func(value, want string) {
		t.Helper()
		if got := readMetric(&d, inputRecord("C", value)); got != want {
			t.Errorf("%s: got %q, want %q", value, got, want)
		}
	}
	f(`{"type":"ContainerMetric","containerID":"C","sensor":"s","time":1772668800001,`+
		`"temperature":99,"door":true,"payload":{"co2":1}}`,
		"C s 1 temperature=! co2=1000 door=true")
	f(`{"type":"ContainerMetric","o2":2}`, "C main 0 o2=2000")
	f(`{"type":"ContainerMetric","payload":"(C, , , 1, , , , , , , , , , , , , , , , )"}`,
		"C main 0 temperature=1000")
	f(`{"type":"ContainerMetric","o2":3}`, "C main 0 o2=3000")
	f(`{"o2":3}`, "unknown_type")
	f(`{"type":"ContainerMetric","temperature":`, "bad_json")
	f(`{"type":"ContainerMetric","o2":4}`, "C main 0 o2=4000")
}
