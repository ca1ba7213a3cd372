package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
)

var kinds = map[string]Kind{"orders": Orders, "voyages": Voyages, "container-metrics": Metrics}

func check() Check { return NewCheck(kinds, func() int64 { return 42 }) }

// read is every row as "line topic partition timestamp key value" or "line! reason", and what ended
// the file.
func read(rows Rows) (out []string, end error) {
	for row, err := range rows {
		var refused *Refused
		switch {
		case errors.As(err, &refused):
			out = append(out, fmt.Sprintf("%d! %s", refused.Line, refused.Reason))
		case err != nil:
			return out, err
		default:
			key := "null"
			if row.Key != nil {
				key = string(row.Key)
			}
			value := "null"
			if row.Value != nil {
				value = string(row.Value)
			}
			out = append(out, fmt.Sprintf("%d %s %d %d %s %s", row.Line, row.Topic, row.Partition,
				row.Timestamp, key, value))
		}
	}
	return out, nil
}

// want compares what was read; a line that ends in … needs only begin like that.
func want(t *testing.T, got []string, err error, lines ...string) {
	t.Helper()
	if err != nil {
		t.Errorf("ended with %v", err)
	}
	for i := range max(len(got), len(lines)) {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(lines) {
			w = lines[i]
		}
		if head, ok := strings.CutSuffix(w, "…"); g != w && !(ok && strings.HasPrefix(g, head)) {
			t.Errorf("row %d: got  %s\n        want %s", i, g, w)
		}
	}
}

const header = "Timestamp,ID,Temperature(celsius),Target_Temperature(celsius),Amp,CumulativePowerConsumption,ContentType,Humidity,CO2,Door_Open,Maintainence_Required,Defrost_Cycle\n"

func TestCSV(t *testing.T) {
	table := "2019-03-19 T15:50 Z,1739,1.1663138374688216,4.4,3.29,11.5,3,-2.33,7.49,0,1,6\n" +
		"2019-03-19 T16:05 Z,1739,393,4.4,3.29,11.5,3,8.86,7.49,1,1,6\n" +
		"2019-02-30 T16:05 Z,1739,3,4.4,3.29,11.5,3,8.86,7.49,1,1,6\n" +
		"2019-03-19 T16:05 Z,1739,warm,4.4,3.29,11.5,3,8.86,7.49,1,1,6\n" +
		"2019-03-19 T16:05 Z,1739,3\n" +
		"2019-03-19 T16:05 Z,1739,,4.4,3.29,11.5,3,,,maybe,1,6\n" +
		"2019-03-19 T16:05 Z,1739,,,3.29,11.5,3,,,,1,6\n" +
		"2019-03-19 T16:05 Z,,3,4.4,3.29,11.5,3,,,,1,6\n"
	rows := func(first int) []string {
		v := []string{
			` container-metrics -1 1553010600000 1739 {"type":"ContainerMetric","time":"2019-03-19 T15:50 Z","containerID":"1739","temperature":1.1663138374688216,"setPoint":4.4,"humidity":-2.33,"co2":7.49,"door":false}`,
			` container-metrics -1 1553011500000 1739 {"type":"ContainerMetric","time":"2019-03-19 T16:05 Z","containerID":"1739","temperature":393,"setPoint":4.4,"humidity":8.86,"co2":7.49,"door":true}`,
			"! a time is malformed or does not exist (bad_time)",
			"! a field has a wrong form (bad_value)",
			"! 3 columns, not 12",
			"! a field has a wrong form (bad_value)",
			"! no temperature, setPoint, humidity, co2, o2, power or door is there (no_values)",
			"! an id that its type needs is missing (missing_id)",
		}
		for i := range v {
			v[i] = fmt.Sprint(first+i) + v[i]
		}
		return v
	}
	got, err := read(CSV(strings.NewReader(table), "container-metrics", nil, check()))
	want(t, got, err, rows(1)...)
	got, err = read(CSV(strings.NewReader("\ufeff"+header+table), "container-metrics", nil, check()))
	want(t, got, err, rows(2)...)
}

func TestCSVColumns(t *testing.T) {
	columns, err := ParseColumns("containerID, time,-,temperature,door,sensor")
	if err != nil {
		t.Fatal(err)
	}
	table := "MSKU1,2026-03-05T00:00:00Z,x,.5,true,\"rear \"\"2\"\"\"\n\"broken,2026-03-05T00:00:00Z\n"
	got, err := read(CSV(strings.NewReader(table), "reefers", columns, NewCheck(map[string]Kind{"reefers": Metrics}, nil)))
	want(t, got, err,
		`1 reefers -1 1772668800000 MSKU1 {"type":"ContainerMetric","containerID":"MSKU1","time":"2026-03-05T00:00:00Z","temperature":".5","door":true,"sensor":"rear \"2\""}`,
		"2! not CSV: …")
	got, err = read(CSV(strings.NewReader("CONTAINERID,Time,colour,O2\nC1,1772668800,red,20.9\n"), "container-metrics", nil, check()))
	want(t, got, err, `2 container-metrics -1 1772668800000 C1 {"type":"ContainerMetric","containerID":"C1","time":"1772668800","o2":20.9}`)
	for _, bad := range []string{"time", "containerID", "time,containerID,colour", "time,containerID,time", ""} {
		if _, err := ParseColumns(bad); err == nil {
			t.Errorf("columns %q are accepted", bad)
		}
	}
	if _, err := read(CSV(strings.NewReader("When,Which\n"), "container-metrics", nil, check())); err == nil || !strings.Contains(err.Error(), "--columns") {
		t.Errorf("a header of unknown names: %v", err)
	}
}

func TestLines(t *testing.T) {
	file := `{"topic":"orders","key":"O-1","value":"{\"type\":\"OrderCreated\",\"orderID\":\"O-1\",\"timestampMillis\":1588010525896}"}

{"topic":"orders","key":"O-1","value":{"type":"ContainerAllocated", "orderID":"O-1", "containerID":"C-1", "time":"2026-03-05T00:00:00Z"}}
{"topic":"orders","key":"O-2","value":{"type":"OrderCreated","orderID":"O-1"}}
{"topic":"orders","value":{"type":"OrderCreated","orderID":"O-3"}}
{"topic":"container-metrics","key":null,"value":"{\"containerId\":\"c_2\",\"tempC\":12,\"timestampMillis\":1549930345000,\"type\":\"ContainerMetric\"}"}
{"topic":"elsewhere","key":"a","value":{}}
{"topic":"orders","key":"a","value":null}
{"topic":"orders","key":1,"value":{}}
{"type":"OrderCreated","orderID":"O-4","time":"2026-03-05T00:00:00Z"}
[1]
{"type":"OrderCreated","orderID":"O-4"
`
	both := []string{
		`1 orders -1 1588010525896 O-1 {"type":"OrderCreated","orderID":"O-1","timestampMillis":1588010525896}`,
		`3 orders -1 1772668800000 O-1 {"type":"ContainerAllocated","orderID":"O-1","containerID":"C-1","time":"2026-03-05T00:00:00Z"}`,
		"4! the key is not the event's id (key_mismatch)",
		`5 orders -1 42 O-3 {"type":"OrderCreated","orderID":"O-3"}`,
		"6! the key is not the event's id (key_mismatch)",
		`7! topic "elsewhere" is none of those that are read`,
		"8! there is no value (null_value)",
		"9! the key is neither a text nor null",
		"10! the event does not say which topic it is for; name it with --topic",
		"11! not a JSON object",
		"12! not a JSON object",
	}
	got, err := read(Events{}.Lines(strings.NewReader(file), check()))
	want(t, got, err, both...)
	got, err = read(Events{Topic: "orders"}.Lines(strings.NewReader("{\"type\":\"OrderCreated\",\"orderID\":\"\xff\"}"), check()))
	want(t, got, err, "1! not UTF-8")
}

func TestArray(t *testing.T) {
	file := `[
  {"voyageID":"101", "shipID":"JimminyCricket", "plannedDeparture":"2019-03-05T20:20Z"},
  {"voyageID":"100", "plannedArrival":"2019-02-30T20:20Z"},
  {"type":"VoyageDeparted","voyageID":"102","time":1772668800000}, 7,
`
	events := Events{Topic: "voyages", Type: "VoyageScheduled"}
	got, err := read(events.Array(strings.NewReader(file+`{} ]`), check()))
	rows := []string{
		`2 voyages -1 42 101 {"type":"VoyageScheduled","voyageID":"101", "shipID":"JimminyCricket", "plannedDeparture":"2019-03-05T20:20Z"}`,
		"3! a time is malformed or does not exist (bad_time)",
		`4 voyages -1 1772668800000 102 {"type":"VoyageDeparted","voyageID":"102","time":1772668800000}`,
		"4! not a JSON object",
		"5! an id that its type needs is missing (missing_id)",
	}
	want(t, got, err, rows...)
	got, err = read(events.Array(strings.NewReader(file), check()))
	want(t, got, err, append(rows[:4:4], "4! not JSON: …")...)
	if _, err := read(events.Array(strings.NewReader(`{}`), check())); err == nil {
		t.Error("an object was read as an array")
	}
}

func TestLog(t *testing.T) {
	file := `{"topic":"orders","partition":2,"offset":7,"timestamp":1772668800000,"key":"O-1","value":"not json"}
{"topic":"voyages","partition":0,"offset":0,"timestamp":5,"key":null,"value":null}
{"topic":"voyages","partition":0,"offset":0,"timestamp":5,"key":"","value":""}
{"partition":0,"timestamp":5}
{"topic":"voyages","partition":-1,"timestamp":5}
{"topic":"voyages","partition":0}
{"topic":"voyages","partition":0,"timestamp":5,"key":1}
{"topic":"voyages","partition":0,"timestamp":5} {}
nonsense
`
	got, err := read(Log(strings.NewReader(file)))
	want(t, got, err,
		"1 orders 2 1772668800000 O-1 not json", "2 voyages 0 5 null null", "3 voyages 0 5  ", "4! the record names no topic",
		"5! the record names no partition", "6! the record has no timestamp", "7! key and value are texts or null: …",
		"8! not a log record: text after it", "9! not a log record: …")
	n, ascending, err := Survey(Log(strings.NewReader(file)))
	if err != nil || len(n) != 2 || n["orders"] != 3 || n["voyages"] != 1 || !ascending {
		t.Errorf("partitions %v, ascending %v (%v)", n, ascending, err)
	}
}

func TestLogByOffset(t *testing.T) {
	const file = `{"topic":"orders","partition":0,"offset":7,"timestamp":1,"key":"c","value":"3"}
{"topic":"orders","partition":1,"offset":0,"timestamp":1,"key":"x","value":"1"}
{"topic":"orders"}
{"topic":"orders","partition":0,"offset":2,"timestamp":1,"key":"b","value":"2"}
`
	if _, ascending, err := Survey(Log(strings.NewReader(file))); err != nil || ascending {
		t.Errorf("ascending %v (%v)", ascending, err)
	}
	got, err := read(ByOffset(Log(strings.NewReader(file))))
	want(t, got, err, "3! the record names no partition", "2 orders 1 1 x 1", "4 orders 0 1 b 2", "1 orders 0 1 c 3")
}

func TestReadErrorsEndTheFile(t *testing.T) {
	boom := errors.New("disk gone")
	for name, rows := range map[string]Rows{
		"csv":   CSV(iotest.ErrReader(boom), "container-metrics", nil, check()),
		"lines": Events{}.Lines(iotest.ErrReader(boom), check()),
		"array": Events{}.Array(iotest.ErrReader(boom), check()),
		"log":   Log(iotest.ErrReader(boom)),
	} {
		if _, err := read(rows); !errors.Is(err, boom) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := read(Log(strings.NewReader(strings.Repeat("x", maxLine+1)))); !errors.Is(err, errTooLong) {
		t.Errorf("an endless line: %v", err)
	}
}
