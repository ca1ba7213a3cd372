package joins

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestParseRule(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"id":"a","maxGap":"1h"}`,
			`{"id":"a","sensor":"main","maxGap":"1h0m0s","minCoverage":0,"settle":"24h0m0s","limits":[]}`},
		{`{"id":"","maxGap":"1ms","sensor":null,"minCoverage":null,"maxBlind":null,"settle":null,"mktMax":null,"limits":null}`,
			`{"id":"","sensor":"main","maxGap":"1ms","minCoverage":0,"settle":"24h0m0s","limits":[]}`},
		{`{"limits":[],"mktMax":8.0,"settle":0,"maxBlind":"0","minCoverage":0.95,"maxGap":"60m","sensor":"return","id":"ü\"\\\n\u00e9\ud83d\ude00"}`,
			`{"id":"ü\"\\\né😀","sensor":"return","maxGap":"1h0m0s","minCoverage":0.95,"maxBlind":"0s","settle":"0s","mktMax":8,"limits":[]}`},
		{`{"id":"a","maxGap":"1h","minCoverage":1e0,"mktMax":-0.0005,"limits":[
			{"id":"1","metric":"temperature","above":5.0,"single":"30m","cumulative":"2h"},
			{"id":"2","metric":"humidity","below":-1.25,"single":"0s","exemptDuringDefrost":false},
			{"id":"3","metric":"temperature","aboveSetPoint":2.0,"single":"4h","exemptDuringDefrost":true},
			{"id":"4","metric":"co2","atOrAbove":12,"cumulative":0,"single":null},
			{"id":"5","metric":"o2","atOrBelow":1e12,"cumulative":"1.5s","above":null},
			{"id":"6","metric":"temperature","belowSetPoint":-0.0,"cumulative":"1s"}]}`,
			`{"id":"a","sensor":"main","maxGap":"1h0m0s","minCoverage":1,"settle":"24h0m0s","mktMax":-0.001,"limits":[` +
				`{"id":"1","metric":"temperature","above":5,"single":"30m0s","cumulative":"2h0m0s"},` +
				`{"id":"2","metric":"humidity","below":-1.25,"single":"0s"},` +
				`{"id":"3","metric":"temperature","aboveSetPoint":2,"single":"4h0m0s","exemptDuringDefrost":true},` +
				`{"id":"4","metric":"co2","atOrAbove":12,"cumulative":"0s"},` +
				`{"id":"5","metric":"o2","atOrBelow":1000000000000,"cumulative":"1.5s"},` +
				`{"id":"6","metric":"temperature","belowSetPoint":0,"cumulative":"1s"}]}`},
	} {
		r, err := ParseRule([]byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		got := r.AppendJSON([]byte("x"))[1:]
		if string(got) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.in, got, c.want)
		}
		if back, err := DecodeRule(got); err != nil || !reflect.DeepEqual(back, r) {
			t.Errorf("%s: came back as %+v, %v", got, back, err)
		}
	}
}

func TestParseRuleRefused(t *testing.T) {
	limit := func(fields string) string { return `{"id":"r","maxGap":"1h","limits":[{` + fields + `}]}` }
	for _, c := range []struct{ in, want string }{
		{``, "is not JSON"}, {`null`, "is null"}, {`[]`, "must be a mapping, is a list"}, {`"a"`, "must be a mapping"}, {`{} x`, "is not JSON"},
		{"{\"id\":\"\xff\",\"maxGap\":\"1h\"}", "is not UTF-8"},
		{`{"id":"\ud800","maxGap":"1h"}`, "surrogate"}, {`{"id":"\udc00\ud800","maxGap":"1h"}`, "surrogate"}, {`{"id":"\\\ud800\\udc00","maxGap":"1h"}`, "surrogate"},
		{`{"maxGap":"1h"}`, "id is missing"}, {`{"id":null,"maxGap":"1h"}`, "id is missing"}, {`{"id":7,"maxGap":"1h"}`, "id: must be a text"},
		{`{"id":"r"}`, "maxGap is missing"}, {`{"id":"r","maxGap":"0s"}`, "more than 0"}, {`{"id":"r","maxGap":0}`, "more than 0"},
		{`{"id":"r","maxGap":3600}`, "needs a unit"}, {`{"id":"r","maxGap":"1d"}`, "is not a duration"}, {`{"id":"r","maxGap":true}`, "must be a duration"},
		{`{"id":"r","maxGap":"1h","version":1}`, "unknown key \"version\""}, {`{"id":"r","maxGap":"1h","version":null}`, "unknown key"},
		{`{"id":"r","maxGap":"1h","maxgap":"1h"}`, "did you mean maxGap?"}, {`{"id":"r","max_gap":"1h"}`, "did you mean maxGap?"},
		{`{"id":"r","maxGap":"1h","maxGap":"1h"}`, "second time"}, {`{"id":"r","maxGap":"1h","max\u0047ap":null}`, "second time"},
		{`{"id":"r","maxGap":"1h","sensor":""}`, "no sensor has such a name"}, {`{"id":"r","maxGap":"1h","sensor":" a"}`, "no sensor"},
		{`{"id":"r","maxGap":"1h","sensor":"a\u0000"}`, "no sensor"}, {`{"id":"r","maxGap":"1h","sensor":"` + strings.Repeat("a", 129) + `"}`, "no sensor"},
		{`{"id":"r","maxGap":"1h","sensor":1}`, "sensor: must be a text"},
		{`{"id":"r","maxGap":"1h","minCoverage":"0.5"}`, "is the text"}, {`{"id":"r","maxGap":"1h","minCoverage":1.000001}`, "from 0 to 1"},
		{`{"id":"r","maxGap":"1h","minCoverage":-0.1}`, "from 0 to 1"}, {`{"id":"r","maxGap":"1h","minCoverage":0.1234567}`, "six decimals"},
		{`{"id":"r","maxGap":"1h","minCoverage":1.0000000001}`, "six decimals"}, {`{"id":"r","maxGap":"1h","minCoverage":1e400}`, "10^12"},
		{`{"id":"r","maxGap":"1h","mktMax":1000000000000.1}`, "10^12"}, {`{"id":"r","maxGap":"1h","mktMax":[]}`, "must be a number, is a list"},
		{`{"id":"r","maxGap":"1h","settle":"-1s"}`, "is not a duration"}, {`{"id":"r","maxGap":"1h","maxBlind":"0.5ms"}`, "whole number of milliseconds"},
		{`{"id":"r","maxGap":"1h","limits":{}}`, "must be a list"}, {`{"id":"r","maxGap":"1h","limits":[null]}`, "must be a mapping, is null"},
		{limit(`"metric":"co2","above":1,"single":"1s"`), "limits[0]: id is missing"},
		{limit(`"id":"l","above":1,"single":"1s"`), "metric is missing"},
		{limit(`"id":"l","metric":"setPoint","above":1,"single":"1s"`), "must be temperature, humidity, co2 or o2"},
		{limit(`"id":"l","metric":"Temperature","above":1,"single":"1s"`), "must be temperature"},
		{limit(`"id":"l","metric":"co2","single":"1s"`), "a bound is missing"},
		{limit(`"id":"l","metric":"co2","above":1,"below":2,"single":"1s"`), "has 2 bounds (above, below)"},
		{limit(`"id":"l","metric":"co2","above":1`), "single or cumulative is missing"},
		{limit(`"id":"l","metric":"co2","above":1,"single":null`), "single or cumulative is missing"},
		{limit(`"id":"l","metric":"co2","aboveSetPoint":1,"single":"1s"`), "for temperature only"},
		{limit(`"id":"l","metric":"temperature","belowSetPoint":-1,"single":"1s"`), "must not be negative"},
		{limit(`"id":"l","metric":"co2","above":"1","single":"1s"`), "is the text"},
		{limit(`"id":"l","metric":"co2","above":true,"single":"1s"`), "must be a number, is a bool"},
		{limit(`"id":"l","metric":"co2","above":1,"single":"1s","exemptDuringDefrost":1`), "must be true or false"},
		{limit(`"id":"l","metric":"co2","above":1,"single":"1s","note":"x"`), "unknown key"},
		{limit(`"id":"l","metric":"co2","above":1,"single":"1s"},{"id":"l","metric":"o2","above":1,"single":"1s"`), "limits[1]: the limit id \"l\" is here for the second time"},
		{strings.Repeat("[", 2000) + strings.Repeat("]", 2000), "nested deeper"},
	} {
		r, err := ParseRule([]byte(c.in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.200s: %+v, error %v, want %q", c.in, r, err, c.want)
		}
	}
}

func TestDecodeRuleVersion(t *testing.T) {
	const wire = `{"id":"fish","version":-3,"sensor":"main","maxGap":"1h0m0s","minCoverage":0,"settle":"24h0m0s","limits":[]}`
	r, err := DecodeRule([]byte(wire))
	if err != nil || r.Version == nil || *r.Version != -3 || string(r.AppendJSON(nil)) != wire {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := DecodeRule([]byte(strings.Replace(wire, "-3", "1.5", 1))); err == nil {
		t.Error("a version of 1.5 was read")
	}
}

func FuzzDecodeRule(f *testing.F) {
	f.Add([]byte(`{"id":"a\u001f","version":3,"maxGap":"1.5h","minCoverage":0.123456,"mktMax":-1.2345,"maxBlind":"0","limits":[{"id":"w","metric":"temperature","above":5.0,"single":"30m","cumulative":"2h","exemptDuringDefrost":true}]}`))
	f.Add([]byte(`{"id":"","maxGap":"1ms","limits":[{"id":"é","metric":"o2","atOrBelow":1e-3,"cumulative":"0.1s"}]}`))
	f.Add([]byte(`{"id":"\ud83d\ude00","maxGap":"2562047h47m16.854s"}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		r, err := DecodeRule(in)
		if err != nil {
			return
		}
		once := r.AppendJSON(nil)
		if !json.Valid(once) {
			t.Fatalf("%q is written as %q", in, once)
		}
		back, err := DecodeRule(once)
		if err != nil || !reflect.DeepEqual(back, r) {
			t.Fatalf("%q: %+v is written as %s and read as %+v, %v", in, r, once, back, err)
		}
		if again := back.AppendJSON(nil); !bytes.Equal(once, again) {
			t.Fatalf("%q: %s, then %s", in, once, again)
		}
	})
}
