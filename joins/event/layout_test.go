package event

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
)

// learned gives a decoder that knows one layout, that of the value.
func learned(t *testing.T, zone *time.Location, value string) *Decoder {
	t.Helper()
	d := &Decoder{Zone: zone}
	r := typicalRecord(value)
	if got := readMetric(d, r); got == "" || len(d.layouts.known) != 1 {
		t.Fatalf("%s: %s, %d layouts", value, got, len(d.layouts.known))
	}
	return d
}

// readByLayout reads a record by the first layout of d. What that reads must be what a new decoder
// reads without one.
func readByLayout(t *testing.T, d *Decoder, r *Record) (ok bool) {
	t.Helper()
	var ev, want Metric
	if !d.layouts.known[0].read(d, r, &ev) {
		return false
	}
	strict := Decoder{Zone: d.Zone, Rekeyed: d.Rekeyed}
	code := strict.readMetric(r, &want)
	if code != "" || !sameMetric(&ev, &want) {
		t.Fatalf("key %q, value %q: got %s %s %s\nwithout a layout %q %s %s %s", r.Key, r.Value,
			ev.ContainerID, ev.Sensor, line(&ev.Reading),
			code, want.ContainerID, want.Sensor, line(&want.Reading))
	}
	return true
}

// formed are records of many forms, all of the container MSKU9070323.
var formed = []string{
	typicalMetric,
	typicalObject,
	(&stream{rng: rand.New(rand.NewPCG(1, 1))}).fleet("MSKU9070323", time.UnixMilli(recordedAt).UTC()),
	(&stream{rng: rand.New(rand.NewPCG(1, 1))}).probe("MSKU9070323", time.UnixMilli(recordedAt)),
	` { "type" : "ReeferTelemetries" , "o2" : 20.9 , "a" : [ ] , "b" : { } , "defrost" : true,` +
		"\n\t" + `"containerId" : "MSKU9070323" , "time" : "2026-03-05T20:20:31Z" , "sensor":"top" } `,
	`{"o2":1,"temperature":"-4.5","tempC":{"a":[1,true,null,"\n"]},"time":1772668800001,"ts":"x",` +
		`"time_door_open":"30","payload":{"type":7,"containerID":null,"sensor":"s"},` +
		`"type":"ContainerMetric"}`,
	`{"type":"ContainerMetric","payload":null,"door":false,"time_door_open":5,"time":` +
		`"2026-03-05 20:20:00","power":-999.5,"kilowatts":null,"":"","":""}`,
}

func TestLayoutReads(t *testing.T) {
	d := learned(t, nil, typicalMetric)
	f := func(old, replaced string, want bool) {
		t.Helper()
		value := strings.Replace(typicalMetric, old, replaced, 1)
		if value == typicalMetric && old != replaced {
			t.Fatalf("no %s", old)
		}
		if got := readByLayout(t, d, typicalRecord(value)); got != want {
			t.Errorf("%s for %s: read is %v", replaced, old, got)
		}
	}
	f(`"note"`, `"note"`, true)
	f(`4.37`, `-18`, true)
	f(`4.37`, `0.00049`, true)
	f(`4.37`, `1234.5`, true)
	f(`4.37`, `99999999999999999999`, true)
	f(`4.37`, `1.5e1`, false)
	f(`4.37`, `1000e-3`, true)
	f(`4.37`, `1e400`, false)
	f(`4.37`, `"4.37"`, false)
	f(`4.37`, `null`, false)
	f(`4.37`, `04.37`, false)
	f(`4.37`, `.37`, false)
	f(`4.37`, `4.`, false)
	f(`4.37`, `4.3.7`, false)
	f(`4.37`, `4.37 `, false)
	f(`-87`, `0`, true)
	f(`-87`, `-8.7e+99999`, true)
	f(`-87`, `-`, false)
	f(`-87`, `08`, false)
	f(`-87`, `"-87"`, false)
	f(`.250Z`, `Z`, true)
	f(`.250Z`, `.25Z`, true)
	f(`.250Z`, `.250+01:00`, true)
	f(`"2026-03-05T20:20:31.250Z"`, `"1772668800001"`, true)
	f(`"2026-03-05T20:20:31.250Z"`, `"0"`, false)
	f(`"2026-03-05T20:20:31.250Z"`, `"2026-03-05"`, false)
	f(`"2026-03-05T20:20:31.250Z"`, `2026-03-05T20:20:31.250Z`, false)
	f(`"2026-03-05T20:20:31.250Z"`, `1772668800001`, false)
	f(`2026-03-05T20:20:31.250Z`, `2026-03-05T20:20:3\u0031Z`, false)
	f(`2026-03-05T20:20:31.250Z`, `2026-03-07T20:20:31.250Z`, false) // in the future
	f(`"door":false`, `"door":true`, true)
	f(`"door":false`, `"door":falsy`, false)
	f(`"door":false`, `"door":0`, false)
	f(`"MSKU9070323"`, `"MSKU9070324"`, false)
	f(`"MSKU9070323"`, `"MSKU907032\u0033"`, false)
	f(`"main"`, `"S2"`, true)
	f(`"main"`, `"é"`, true)
	f(`"main"`, `""`, false)
	f(`"main"`, `" main"`, false)
	f(`"main"`, `"m\u0061in"`, false)
	f(`"cell é"`, `""`, true)
	f(`"cell é"`, `"\"\ud83d\ude00\\"`, true)
	f(`"cell é"`, "\"\xff\"", false)
	f(`"cell é"`, "\"\t\"", false)
	f(`"cell é"`, `"\ud83d"`, false)
	f(`ContainerMetric`, `ReeferTelemetries`, false)
	f(`"alarms":[]`, `"alarms":[1]`, false)
	f(`"alarms":[]`, `"alarms":[],"o2":1`, false)
	f(`"alarms"`, `"alerts"`, false)
	f(`}`, `},"x":1}`, false)
	f(` é"}`, ` é"} `, false)
	f(` é"}`, ` é"`, false)

}

func TestLayoutReadsKeys(t *testing.T) {
	const withID, withoutID = `{"type":"ContainerMetric","containerID":"C","o2":1}`,
		`{"type":"ContainerMetric","o2":1}`
	f := func(value, key, id string, timestamp int64, want, wantRekeyed bool) {
		t.Helper()
		for _, rekeyed := range []bool{false, true} {
			d := &Decoder{Rekeyed: rekeyed}
			readMetric(d, inputRecord("C", value))
			r := inputRecord(key, strings.Replace(value, `"C"`, `"`+id+`"`, 1))
			if r.Timestamp = timestamp; key == "null" {
				r.Key = nil
			}
			if got := readByLayout(t, d, r); got != (want && !rekeyed || wantRekeyed && rekeyed) {
				t.Errorf("%s, key %q, id %q, re-keyed %v: read is %v", value, key, id, rekeyed, got)
			}
		}
	}
	f(withID, "C", "C", recordedAt, true, true)
	f(withID, "D", "C", recordedAt, false, true)
	f(withID, "null", "C", recordedAt, false, true)
	f(withID, "", "", recordedAt, false, false)
	f(withID, " C", " C", recordedAt, false, false)
	f(withID, strings.Repeat("C", 129), strings.Repeat("C", 129), recordedAt, false, false)
	f(withoutID, "D", "", recordedAt, true, true)
	f(withoutID, "null", "", recordedAt, false, false)
	f(withoutID, "", "", recordedAt, false, false)
	f(withoutID, "D\n", "", recordedAt, false, false)
	f(withoutID, "D", "", maxTime, true, true)
	f(withoutID, "D", "", maxTime+1, false, false)
}

func TestLayoutReadsNothingTooLarge(t *testing.T) {
	d := learned(t, nil, typicalMetric)
	f := func(size int, want string) {
		t.Helper()
		note := strings.Repeat("x", size-len(typicalMetric)+len("cell é"))
		got := readMetric(d, typicalRecord(strings.Replace(typicalMetric, "cell é", note, 1)))
		if !strings.HasPrefix(got, want) {
			t.Errorf("%d bytes: got %q", size, got)
		}
	}
	f(MaxValue, "MSKU9070323 main ")
	f(MaxValue+1, "too_large")
}

// The value of each name is read from each record, not only from the one that is learned.
func TestLayoutReadsNames(t *testing.T) {
	for _, n := range Names(ContainerMetrics) {
		if n.Field == "type" || n.Field == "payload" {
			continue
		}
		s, there := samples[ContainerMetrics][n.Text]
		if !there {
			s = samples[ContainerMetrics][n.Field]
		}
		if s.one[0] != '"' {
			s.other = strings.Trim(s.other, `"`)
		}
		for _, format := range []string{
			`{"type":"ContainerMetric","humidity_level":3,"carbon_dioxide_level":4,%q:%s}`,
			`{"type":"ContainerMetric","humidity_level":3,"payload":{%q:%s}}`,
		} {
			d := &Decoder{Rekeyed: true}
			one, other := fmt.Sprintf(format, n.Text, s.one), fmt.Sprintf(format, n.Text, s.other)
			if strings.Count(one, n.Text) > 1 {
				continue // it has the name already
			}
			if got := readMetric(d, inputRecord("K", one)); len(d.layouts.known) != 1 {
				t.Errorf("%s: got %q and no layout", one, got)
			} else if !readByLayout(t, d, inputRecord("K", other)) {
				t.Errorf("%s is not read by the layout of %s", other, one)
			}
		}
	}
}

// With any one byte changed, cut out or put in a layout reads what is read without one, or nothing.
func TestLayoutAgreesOnEdits(t *testing.T) {
	for _, value := range formed {
		d := learned(t, nil, value)
		read := 0
		try := func(value []byte) {
			r := typicalRecord("")
			if r.Value = value; readByLayout(t, d, r) {
				read++
			}
		}
		for i := range len(value) + 1 {
			try([]byte(value[:i]))
			longer := []byte(value[:i] + "?" + value[i:])
			for c := range 256 {
				longer[i] = byte(c)
				try(longer)
			}
			if i == len(value) {
				break
			}
			try([]byte(value[:i] + value[i+1:]))
			other := []byte(value)
			for c := range 256 {
				other[i] = byte(c)
				try(other)
			}
		}
		if read < 500 {
			t.Errorf("%s: only %d of the edited records were read by the layout", value, read)
		}
	}
}

// Values are exchanged for others of any kind.
func TestLayoutAgreesOnValues(t *testing.T) {
	berlin := loadZone(t, "Europe/Berlin")
	values := regexp.MustCompile(`:\s*("[^"]*"|[-0-9.]+|true|false|null|\[[^]]*\])`)
	tokens := strings.Fields(`null true false 0 -0 7 -18.5 80.0005 1e2 1e400 01 .5 5. +5 1.2.3 - "" "x"
		"4.5" "1e2" "NaN" "0" 1772668800001 "1772668800001" "2026-03-05T20:20:31Z"
		"2026-03-05T20:20:31.250Z" "2026-03-05\u002020:20:00" "2026-03-29T02:30" "2026-99-05T20:20:31Z"
		2026-03-05T20:20:31.250Z "MSKU9070323" "é" "\ud800" "a\nb" " " "\" [] [1] {} {"a":1} truefalse`)
	tokens = append(tokens, `"2026-03-29 02:30:00"`, `"2026-03-05 T20:20 Z"`, `7 `, ` 7`,
		"\"\xff\"", "\"\x01\"")
	rng := rand.New(rand.NewPCG(1, 2))
	read := 0
	for _, value := range formed {
		d := learned(t, berlin, value)
		found := values.FindAllStringSubmatchIndex(value, -1)
		for range 20_000 {
			edited := value
			for k := len(found) - 1; k >= 0; k-- {
				if at := found[k]; rng.IntN(len(found)) == 0 {
					edited = edited[:at[2]] + tokens[rng.IntN(len(tokens))] + edited[at[3]:]
				}
			}
			if readByLayout(t, d, typicalRecord(edited)) {
				read++
			}
		}
	}
	if read < 10_000 {
		t.Errorf("only %d of the edited records were read by their layout", read)
	}
}

// FuzzLayout learns the layout of one record and reads another one, which is edited from it.
func FuzzLayout(f *testing.F) {
	const at = recordedAt + msPerDay
	for _, value := range formed {
		f.Add([]byte(value), []byte("MSKU9070323"), int64(at), 60, 4, []byte("-1"), false)
		f.Add([]byte(value), []byte(nil), int64(at), 100, 0, []byte("9"), true)
	}
	berlin := loadZone(f, "Europe/Berlin")
	f.Fuzz(func(
		t *testing.T, value, key []byte, timestamp int64, at, cut int, put []byte, rekeyed bool,
	) {
		d := &Decoder{Zone: berlin, Rekeyed: rekeyed}
		r := &Record{Timestamp: timestamp, Key: key, Value: value}
		if readMetric(d, r); len(d.layouts.known) == 0 {
			return
		}
		readByLayout(t, d, r)
		at = min(max(at, 0), len(value))
		cut = min(max(cut, 0), len(value)-at)
		r.Value = append(append(append([]byte(nil), value[:at]...), put...), value[at+cut:]...)
		readByLayout(t, d, r)
	})
}
