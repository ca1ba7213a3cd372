package event

import (
	"fmt"
	"strings"
	"testing"
)

func TestRepeatedNames(t *testing.T) {
	var d Decoder
	for _, topic := range Topics() {
		f := func(fields string, want bool) {
			t.Helper()
			// The type comes last, so that no error but bad_json can come before.
			got := reads[topic](&d, inputRecord("K", `{`+fields+`,"type":"X"}`))
			if got != "bad_json" && got != "unknown_type" || (got == "bad_json") != want {
				t.Errorf("%v, %s: got %q", topic, fields, got)
			}
		}
		for _, n := range Names(topic) {
			name := n.Text
			if name == "type" || name == "payload" {
				continue
			}
			escaped := fmt.Sprintf(`\u%04x`, name[0]) + name[1:]
			var whole strings.Builder
			for _, c := range []byte(name) {
				fmt.Fprintf(&whole, `\u%04x`, c)
			}
			f(`"`+name+`":1,"`+whole.String()+`":1`, true)
			f(`"`+name+`":null`, false)
			f(`"`+name+`":null,"`+name+`":null`, true)
			f(`"`+name+`":1,"`+escaped+`":1`, true)
			f(`"`+escaped+`":1,"x":2,"`+escaped+`":1`, true)
			f(`"`+name+`":1,"payload":{"`+name+`":1}`, false)
			f(`"payload":{"`+name+`":1,"`+escaped+`":1}`, true)
			f(`"payload":{"`+name+`":1},"payload":{}`, true)
			f(`"payload":{"`+name+`":null}, "`+name+`":1`, false)
			f(`"x":{"`+name+`":1,"`+name+`":1}`, false)
			f(`"payload":{"x":[{"`+name+`":1,"`+name+`":1}]}`, false)
			f(`"payload":[{"`+name+`":1,"`+name+`":1}]`, false)
			f(`"`+strings.ToUpper(name)+`":1,"`+strings.ToUpper(name)+`":1`, false)
		}
		f(`"type":"X"`, true)
		f(`"t\u0079pe":null`, true)
		f(`"payload":null,"payload":null`, true)
		f(`"payload":null,"payloa\u0064":{}`, true)
		f(`"payload":{"type":1,"type":1,"payload":2,"payload":2}`, false)
		f(`"x":1,"x":1,"status":1,"status":1,"defrost_cycle":1,"defrost_cycle":1`, false)
		f(`"`+strings.Repeat(`\u0061`, 1000)+`":1`, false)
	}
}

// Names of one topic mean nothing in another.
func TestRepeatedNamesOfOtherTopics(t *testing.T) {
	var d Decoder
	f := func(topic Topic, names ...string) {
		t.Helper()
		for _, name := range names {
			got := reads[topic](&d, inputRecord("K", `{"`+name+`":1,"`+name+`":1}`))
			if got != "unknown_type" {
				t.Errorf("%v, %s: got %q", topic, name, got)
			}
		}
	}
	f(Orders, "plannedDeparture", "vesselID", "imo", "temperature", "sensor")
	f(Voyages, "orderID", "rule", "leg", "decision", "temperature")
	f(ContainerMetrics, "voyageID", "shipID", "reason", "at", "by", "orderID")
}

func TestRepeatedKeysOfRules(t *testing.T) {
	var d Decoder
	f := func(value string, want Code) {
		t.Helper()
		if got := d.Order(inputRecord("K", value), new(Order)); got != want {
			t.Errorf("%s: got %q, want %q", value, got, want)
		}
	}
	f(`{"type":"X","rule":{"a":{"b":1,"c":{"b":2}}}}`, UnknownType)
	f(`{"type":"X","rule":{"a":1,"a":1}}`, BadJSON)
	f(`{"type":"X","rule":{"a":[{"b":1,"\u0062":1}]}}`, BadJSON)
	f(`{"type":"X","rule":[{"b":1,"b":1}]}`, BadJSON)
	f(`{"type":"X","payload":{"rule":{"a":1,"a":1}}}`, BadJSON)
	f(`{"type":"X","payload":{"rule":{}},"rule":{"a":1,"a":1}}`, BadJSON)
	f(`{"type":"X","rule":"{a:1,a:1}"}`, UnknownType)
	f(`{"type":"X","x":{"rule":{"a":1,"a":1}}}`, UnknownType)
	f(`{"type":"X","pickupAddress":{"a":1,"a":1}}`, UnknownType)
	voyage := inputRecord("K", `{"type":"VoyageDeparted","rule":{"a":1,"a":1}}`)
	if got := d.Voyage(voyage, new(Voyage)); got != "" {
		t.Errorf("a voyage has no rule: got %q", got)
	}
}

func TestBadJSON(t *testing.T) {
	var d Decoder
	f := func(value string, want Code) {
		t.Helper()
		for _, topic := range Topics() {
			if got := reads[topic](&d, inputRecord("K", value)); got != string(want) {
				t.Errorf("%v, %.60q: got %q, want %q", topic, value, got, want)
			}
		}
	}
	f(``, BadJSON)
	f(`null`, BadJSON)
	f(`"type"`, BadJSON)
	f(`[{"type":"X"}]`, BadJSON)
	f(`7`, BadJSON)
	f(`{"type":"X"`, BadJSON)
	f(`{"type":"X"} {}`, BadJSON)
	f(`{"type":"X"},`, BadJSON)
	f(`{"type":"X",}`, BadJSON)
	f(`{,"type":"X"}`, BadJSON)
	f(`{"type":"X""a":1}`, BadJSON)
	f(`{"type":"X","payload":{}`, BadJSON)
	f(`{"type":"X","payload":{,}}`, BadJSON)
	f(`{"type":"X","payload":{"a"}}`, BadJSON)
	f(`{"type":"X","payload":{"time":}}`, BadJSON)
	f(`{"type":"X","time":}`, BadJSON)
	f(`{"type":"X","a":01}`, BadJSON)
	f("\xef\xbb\xbf{}", BadJSON)
	f("{\"type\":\"X\",\"\xc3\":1}", BadJSON)
	f(`{"type":"X","a":"\ud800"}`, BadJSON)
	f(`{"type":"X","\ud800":1}`, BadJSON)
	f("{\"type\":\"X\",\"a\":[\"\xff\"]}", BadJSON)
	f(`{"type":"X","a":`+strings.Repeat("[", 1000)+strings.Repeat("]", 1000)+`}`, BadJSON)
	f(`{"type":"X","payload":{"a":`+strings.Repeat("[", 999)+strings.Repeat("]", 999)+`}}`, BadJSON)

	f(`{}`, UnknownType)
	f(` {} `, UnknownType)
	f(`{"a":`+strings.Repeat("[", 999)+strings.Repeat("]", 999)+`}`, UnknownType)
	f(`{"payload":{"a":`+strings.Repeat("[", 998)+strings.Repeat("]", 998)+`}}`, UnknownType)
	f(`{"payload":{}}`, UnknownType)
	f(`{"type":null}`, UnknownType)
	f(`{"type":7}`, UnknownType)
	f(`{"type":{}}`, UnknownType)
	f(`{"type":""}`, UnknownType)
	f(`{"type":"ordercreated"}`, UnknownType)
	f(`{"type":" OrderCreated"}`, UnknownType)
	f(`{"payload":{"type":"OrderCreated"}}`, UnknownType)
}
