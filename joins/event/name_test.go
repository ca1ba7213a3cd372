package event

import (
	"fmt"
	"os"
	"regexp"
	"testing"
)

// reads has for each topic what becomes of a record in a line: its code, or what it says.
var reads = [numTopics]func(d *Decoder, r *Record) string{
	Orders: readOrder, Voyages: readVoyage, ContainerMetrics: readMetric,
}

func TestNamesAreFound(t *testing.T) {
	for _, topic := range Topics() {
		find, names := topics[topic].find, Names(topic)
		if len(names) > int(maxNames) {
			t.Errorf("%v has %d names, more than %d", topic, len(names), maxNames)
		}
		for i, n := range names {
			if got := find([]byte(n.Text)); int(got) != i {
				t.Errorf("%v: %q is found as %d, its row is %d", topic, n.Text, got, i)
			}
			if n.Rank == 0 && n.Field != n.Text {
				t.Errorf("%v: field %q begins with the name %q", topic, n.Field, n.Text)
			}
			if n.Rank > 0 && (names[i-1].Field != n.Field || names[i-1].Rank != n.Rank-1) {
				t.Errorf("%v: %+v follows %+v", topic, n, names[i-1])
			}
			head, tail := n.Text[:len(n.Text)-1], n.Text[1:]
			for _, other := range []string{n.Text + "s", head, "X" + tail, "x" + n.Text} {
				if got := find([]byte(other)); got != unknownName && names[got].Text != other {
					t.Errorf("%v: %q is found as %d", topic, other, got)
				}
			}
		}
		for _, other := range []string{"", "status", "defrost_cycle", "product_id"} {
			if got := find([]byte(other)); got != unknownName {
				t.Errorf("%v: %q is found as %d", topic, other, got)
			}
		}
	}
}

// The look-up has no case for a name without a row.
func TestNamesHaveRows(t *testing.T) {
	cases := regexp.MustCompile(`(?m)^\tcase (".*"):$`)
	f := func(file string, rows int) {
		t.Helper()
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(cases.FindAll(source, -1)); got != rows {
			t.Errorf("%s: %d cases, %d rows", file, got, rows)
		}
	}
	f("name.go", len(commonNames))
	f("ordername.go", len(orderNames))
	f("voyagename.go", len(voyageNames))
	f("metricname.go", len(metricNames))
}

// sample is how a field is tried: in an event of a type that has it, with two values that differ in
// what they say. A field that is not kept has none that do.
type sample struct{ kind, one, other string }

var samples = [numTopics]map[string]sample{
	Orders: {
		"orderID":              {"OrderCreated", `"O-1"`, `"O-2"`},
		"customerID":           {"OrderCreated", `"a"`, `"b"`},
		"productID":            {"OrderCreated", `"a"`, `"b"`},
		"quantity":             {"OrderCreated", `1`, `"2"`},
		"pickupAddress":        {"OrderCreated", `"a"`, `{}`},
		"destinationAddress":   {"OrderUpdated", `"a"`, `{}`},
		"pickupDate":           {"OrderUpdated", `"a"`, `"b"`},
		"expectedDeliveryDate": {"OrderUpdated", `"a"`, `"b"`},
		"rule": {"OrderCreated", `{"id":"a","maxGap":"1h","limits":[]}`,
			`{"id":"b","maxGap":"1h","limits":[]}`},
		"reason":      {"OrderRejected", `"a"`, `"b"`},
		"containerID": {"OrderSpoilt", `"C-1"`, `"C-2"`},
		"voyageID":    {"VoyageAssigned", `"V-1"`, `"V-2"`},
		"leg":         {"VoyageUnassigned", `2`, `"3"`},
		"at":          {"ContainerStuffed", `1`, `"2026-03-05T20:20Z"`},
		"decision":    {"QualityDecision", `"hold"`, `"released"`},
		"by":          {"QualityDecision", `"a"`, `"b"`},
		"reference":   {"QualityDecision", `"a"`, `"b"`},
		"digest":      {"QualityDecision", `"a"`, `"b"`},
		"time":        {"OrderCreated", `1`, `"2026-03-05T20:20Z"`},
	},
	Voyages: {
		"voyageID":         {"VoyageArrived", `"V-1"`, `"V-2"`},
		"vesselID":         {"VoyageScheduled", `"a"`, `"b"`},
		"imo":              {"VoyageScheduled", ``, ``},
		"from":             {"VoyageUpdated", `"a"`, `"b"`},
		"to":               {"VoyageScheduled", `"a"`, `"b"`},
		"plannedDeparture": {"VoyageScheduled", `1`, `"2026-03-05T20:20Z"`},
		"plannedArrival":   {"VoyageUpdated", `1`, `"2026-03-05T20:20Z"`},
		"at":               {"VoyageDeparted", `1`, `"2026-03-05T20:20Z"`},
		"containerID":      {"ContainerLoaded", `"C-1"`, `"C-2"`},
		"reason":           {"VoyageCancelled", `"a"`, `"b"`},
		"time":             {"VoyageDeparted", `1`, `"2026-03-05T20:20Z"`},
	},
	ContainerMetrics: {
		"containerID":    {"ContainerMetric", `"C-1"`, `"C-2"`},
		"sensor":         {"ContainerMetric", `"a"`, `"b"`},
		"temperature":    {"ContainerMetric", `1`, `"2"`},
		"setPoint":       {"ContainerMetric", `1`, `"2"`},
		"humidity":       {"ContainerMetric", `1`, `"2"`},
		"co2":            {"ContainerMetric", `1`, `"2"`},
		"o2":             {"ContainerMetric", `1`, `"2"`},
		"power":          {"ContainerMetric", `1`, `"2"`},
		"door":           {"ContainerMetric", `true`, `false`},
		"time_door_open": {"ContainerMetric", `1`, `"0"`}, // a name of door that has another form
		"defrost":        {"ContainerMetric", `true`, `false`},
		"latitude":       {"ContainerMetric", `1`, `"2"`},
		"longitude":      {"ContainerMetric", `1`, `"2"`},
		"time":           {"ContainerMetric", `1`, `2`},
	},
}

// sampleOf is the sample of a name, and the line that says what becomes of an event of its type
// with some members more.
func sampleOf(t *testing.T, topic Topic, n Name) (s sample, read func(members string) string) {
	s, there := samples[topic][n.Text]
	if !there {
		s, there = samples[topic][n.Field]
	}
	if !there {
		t.Fatalf("%v: no sample of %+v", topic, n)
	}
	d := &Decoder{Rekeyed: true}
	return s, func(members string) string {
		more := map[string]string{
			"VoyageAssigned": "voyageID", "VoyageUnassigned": "voyageID",
			"ContainerStuffed": "containerID", "ContainerLoaded": "containerID",
		}[s.kind]
		switch {
		case s.kind == "QualityDecision":
			for field, value := range map[string]string{"decision": "rejected", "by": "me"} {
				if n.Field != field {
					members += fmt.Sprintf(`,%q:%q`, field, value)
				}
			}
		case s.kind == "ContainerMetric" && n.Field != "o2":
			members += `,"o2":20`
		case more != "" && more != n.Field:
			members += fmt.Sprintf(`,%q:"M"`, more)
		}
		return reads[topic](d, inputRecord("K", fmt.Sprintf(`{"type":%q%s}`, s.kind, members)))
	}
}

// Each name is read as its field, wherever it stands, the payload's value before the top level's,
// and a name of a lower rank before it.
func TestNamesAreRead(t *testing.T) {
	for _, topic := range Topics() {
		for _, n := range Names(topic) {
			if n.Field == "type" || n.Field == "payload" {
				continue
			}
			s, read := sampleOf(t, topic, n)
			f := func(want bool, a, b string) {
				t.Helper()
				if a, b := read(a), read(b); (a == b) != want {
					t.Errorf("%v, %s: got %q and %q", topic, n.Text, a, b)
				}
			}
			wrong := fmt.Sprintf(`,%q:[]`, n.Text)
			f(true, ``, fmt.Sprintf(`,%q:null`, n.Text))
			if s.one == "" {
				f(false, ``, wrong)
				continue
			}
			one, other := fmt.Sprintf(`%q:%s`, n.Text, s.one), fmt.Sprintf(`%q:%s`, n.Text, s.other)
			f(false, `,`+one, wrong)
			f(false, `,`+one, ``)
			f(false, `,`+one, `,`+other)
			f(true, `,`+one, `,"payload":{`+one+`}`)
			f(true, `,`+one, `,`+other+`,"payload":{`+one+`}`)
			f(true, `,`+one, `,`+one+`,"payload":{`+fmt.Sprintf(`%q:null`, n.Text)+`}`)
			if n.Rank == 0 {
				continue
			}
			first := samples[topic][n.Field].one
			f(true, fmt.Sprintf(`,%q:%s`, n.Field, first),
				fmt.Sprintf(`,"payload":{%s},%q:%s`, other, n.Field, first))
			f(true, `,`+one, fmt.Sprintf(`,%q:null,%s`, n.Field, one))
		}
	}
}

// For each pair of a field's names the one of the lower rank is read.
func TestNamesByRank(t *testing.T) {
	for _, topic := range Topics() {
		names := Names(topic)
		for i, n := range names {
			for _, later := range names[i+1:] {
				if later.Field != n.Field || later.Text == "time_door_open" {
					continue
				}
				s, read := sampleOf(t, topic, n)
				got := read(fmt.Sprintf(`,"payload":{%q:%s},%q:%s`, later.Text, s.other, n.Text, s.one))
				if want := read(fmt.Sprintf(`,%q:%s`, n.Text, s.one)); got != want {
					t.Errorf("%v, %s before %s: got %q, want %q", topic, n.Text, later.Text, got, want)
				}
			}
		}
	}
}
