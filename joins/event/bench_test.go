package event

import (
	"testing"
	"time"
)

// typicalMetric is a reading as a telematics gateway sends it: 400 bytes, of
// which about a third are fields that nobody reads.
const typicalMetric = `{"type":"ContainerMetric","containerID":"MSKU9070323",` +
	`"time":"2026-03-05T20:20:31.250Z","sensor":"main","temperature":4.37,"setPoint":5.0,` +
	`"humidity":81.25,"co2":0.42,"o2":20.9,"power":2.62176459,"door":false,"defrost":false,` +
	`"latitude":37.8226902168957,"longitude":-122.324895,` +
	`"device":{"id":"RCD-00417","firmware":"2.14.7","battery":3.71,"rssi":-87},` +
	`"vessel":"JimminyCricket","alarms":[],"sequence":1048576,"note":"cell é"}`

// typicalTuple is a reading in the oldest of the shapes that are read.
const typicalTuple = `{"containerID":"MSKU9070323","payload":"(MSKU9070323, ` +
	`2026-03-05 20:20:00, P05, 5.02702153, 5., 20.52035697, 2.62176459, 0, 1, 5, ` +
	`21.56977522, 75.97754859, 39.85714797, 11.74727473, True, True, True, 37.8226902168957, ` +
	`-122.324895, 0)","timestamp":"2026-03-05 20:20:00","type":"ReeferTelemetries"}`

// typicalObject is a reading whose fields are wrapped in a payload.
const typicalObject = `{"containerID":"MSKU9070323","timestamp":"2026-03-05 20:20:00",` +
	`"type":"ReeferTelemetries","payload":{"container_id":"MSKU9070323",` +
	`"measurement_time":"2026-03-05 20:20:00","product_id":"P05","temperature":5.02702153,` +
	`"target_temperature":5.0,"ambiant_temperature":20.52035697,"kilowatts":2.62176459,` +
	`"time_door_open":0,"content_type":1,"defrost_cycle":5,"oxygen_level":21.56977522,` +
	`"nitrogen_level":75.97754859,"humidity_level":39.85714797,` +
	`"carbon_dioxide_level":11.74727473,"latitude":"37.8226902168957",` +
	`"longitude":"-122.324895","maintenance_required":0}}`

func typicalRecord(value string) *Record {
	r := inputRecord("MSKU9070323", value)
	r.Timestamp += 21 * 60 * 60 * 1000
	return r
}

func TestMetricDoesNotAllocate(t *testing.T) {
	berlin := loadZone(t, "Europe/Berlin")
	f := func(name, value, want string, zone *time.Location) {
		t.Helper()
		d := Decoder{Zone: zone}
		r := typicalRecord(value)
		if got := readMetric(&d, r); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
		var ev Metric
		if n := testing.AllocsPerRun(200, func() { d.Metric(r, &ev) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	f("typical", typicalMetric,
		"MSKU9070323 main 73231250 temperature=4370 setPoint=5000 humidity=81250 co2=420 "+
			"o2=20900 power=2622 latitude=37823 longitude=-122325 door=false defrost=false", nil)
	const tuple = " temperature=5027 setPoint=5000 humidity=39857 co2=11747 o2=21570 power=2622 " +
		"latitude=37823 longitude=-122325 door=false"
	f("tuple", typicalTuple, "MSKU9070323 main 73200000"+tuple, nil)
	f("object", typicalObject, "MSKU9070323 main 73200000"+tuple, nil)
	f("tuple in local time", typicalTuple, "MSKU9070323 main 69600000"+tuple, berlin)
	f("payload with escapes",
		`{"type":"ContainerMetric","payload":{"container\u0049D":"MSKU907032\u0033",`+
			`"temperature":"\u0034","ts":"1772668800"}}`, "MSKU9070323 main 0 temperature=4000", nil)
	f("unknown type", `{"type":"X"}`, "unknown_type", nil)
	f("not JSON", typicalMetric[:300], "bad_json", nil)
	f("beyond floating point", `{"type":"ContainerMetric","o2":1e999999999}`, "bad_value", nil)
}

func BenchmarkDecode(b *testing.B) {
	bench := func(name, value string) {
		b.Run(name, func(b *testing.B) {
			var d Decoder
			var ev Metric
			r := typicalRecord(value)
			b.SetBytes(int64(len(value)))
			b.ReportAllocs()
			for b.Loop() {
				if code := d.Metric(r, &ev); code != "" {
					b.Fatal(code)
				}
			}
		})
	}
	bench("json", typicalMetric)
	bench("object", typicalObject)
	bench("tuple", typicalTuple)
}
