package rule

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		r, err := Parse([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			return
		}
		got := r.AppendJSON([]byte("x"))[1:]
		if string(got) != want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
		if back, err := Decode(got); err != nil || !reflect.DeepEqual(back, r) {
			t.Errorf("%s: came back as %+v, %v", got, back, err)
		}
	}
	const rest = `"minCoverage":0,"settle":"24h0m0s","limits":[]}`
	f(`{"id":"a","maxGap":"1h"}`, `{"id":"a","sensor":"main","maxGap":"1h0m0s",`+rest)
	f(` {"id":"","maxGap":"1ms","sensor":null,"minCoverage":null,"maxBlind":null,"stuckAfter":null,
		"pullDown":null,"settle":null,"mktMax":null,"limits":null} `,
		`{"id":"","sensor":"main","maxGap":"1ms",`+rest)
	f(`{"limits":[],"mktMax":8.0,"settle":0,"maxBlind":"0","minCoverage":0.95,"maxGap":"60m",
		"pullDown":{"to":-0.0005,"within":"1ms"},"stuckAfter":"1ms","sensor":"return",
		"id":"ü\"\\\n\u00e9\ud83d\ude00"}`,
		`{"id":"ü\"\\\né😀","sensor":"return","maxGap":"1h0m0s","minCoverage":0.95,"maxBlind":"0s",`+
			`"stuckAfter":"1ms","pullDown":{"within":"1ms","to":-0.001},"settle":"0s",`+
			`"mktMax":8,"limits":[]}`)
	f(`{"id":"a","maxGap":"1h","minCoverage":1e0,"mktMax":-0.0005,"sensor":"s","limits":[
		{"id":"1","metric":"temperature","above":5.0,"single":"30m","cumulative":"2h"},
		{"id":"2","metric":"humidity","below":-1.25,"single":"0s","sensor":"t",
			"exemptDuringDefrost":false},
		{"id":"3","metric":"temperature","aboveSetPoint":2.0,"single":"4h","exemptDuringDefrost":true},
		{"id":"4","metric":"co2","atOrAbove":12,"cumulative":0,"single":null,
			"sensor":null,"defrostGrace":null},
		{"id":"5","metric":"o2","atOrBelow":1e12,"cumulative":"1.5s","above":null,"inclusive":true},
		{"id":"6","metric":"temperature","belowSetPoint":-0.0004,"cumulative":"1s",
			"exemptDuringDefrost":true,"defrostMax":"1ms","defrostGrace":"2h"},
		{"id":"7","metric":"setPoint","above":2,"single":"1s"},
		{"id":"8","metric":"power","atOrBelow":0,"single":"1s"},
		{"id":"9","metric":"door","above":0,"single":"1s"}]}`,
		`{"id":"a","sensor":"s","maxGap":"1h0m0s","minCoverage":1,"settle":"24h0m0s",`+
			`"mktMax":-0.001,"limits":[{"id":"1","metric":"temperature","sensor":"s","above":5,`+
			`"single":"30m0s","cumulative":"2h0m0s"},`+
			`{"id":"2","metric":"humidity","sensor":"t","below":-1.25,"single":"0s"},`+
			`{"id":"3","metric":"temperature","sensor":"s","aboveSetPoint":2,"single":"4h0m0s",`+
			`"exemptDuringDefrost":true,"defrostGrace":"0s","defrostMax":"1h0m0s"},`+
			`{"id":"4","metric":"co2","sensor":"s","atOrAbove":12,"cumulative":"0s"},`+
			`{"id":"5","metric":"o2","sensor":"s","atOrBelow":1000000000000,"cumulative":"1.5s",`+
			`"inclusive":true},`+
			`{"id":"6","metric":"temperature","sensor":"s","belowSetPoint":0,"cumulative":"1s",`+
			`"exemptDuringDefrost":true,"defrostGrace":"2h0m0s","defrostMax":"1ms"},`+
			`{"id":"7","metric":"setPoint","sensor":"s","above":2,"single":"1s"},`+
			`{"id":"8","metric":"power","sensor":"s","atOrBelow":0,"single":"1s"},`+
			`{"id":"9","metric":"door","sensor":"s","above":0,"single":"1s"}]}`)
}

func TestParseRefused(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		_, err := Parse([]byte(text))
		refused(t, text, err, want)
	}
	entry := func(fields, want string) {
		t.Helper()
		f(`{"id":"r","maxGap":"1h",`+fields+`}`, want)
	}
	limit := func(fields, want string) {
		t.Helper()
		entry(`"limits":[{`+fields+`}]`, want)
	}
	for _, text := range []string{
		``, ` `, `{`, `{} x`, `{"id":"r",}`, "{\"id\":\"\xff\"}",
		`{"id":"\ud800"}`, `{"id":"\udc00\ud800"}`,
		strings.Repeat("[", 2000) + strings.Repeat("]", 2000),
	} {
		f(text, "read rule: is not JSON in valid UTF-8")
	}
	f(`null`, "read rule: is null")
	f(`[]`, "must be a mapping, is a list")
	f(`"a"`, "must be a mapping, is a text")
	f(`{"maxGap":"1h"}`, "id is missing")
	f(`{"id":null,"maxGap":"1h"}`, "id is missing")
	f(`{"id":7,"maxGap":"1h"}`, "id: must be a text, is a number")
	f(`{"id":["r"],"maxGap":"1h"}`, "id: must be a text, is a list")
	f(`{"id":"`+strings.Repeat("é", 512)+`x","maxGap":"1h"}`,
		"has 1025 bytes, at most 1024 are allowed")
	f(`{"id":"r"}`, "line 1: maxGap is missing: a reading speaks for at most this long")
	f(`{"id":"r","maxGap":"0s"}`, "maxGap: must be more than 0")
	f(`{"id":"r","maxGap":0}`, "maxGap: must be more than 0")
	f(`{"id":"r","max_gap":"1h"}`, "did you mean maxGap?")
	entry(`"version":1`, `unknown key "version"`)
	entry(`"version":null`, `unknown key "version"`)
	entry(`"maxgap":"1h"`, "did you mean maxGap?")
	entry(`"maxGap":"1h"`, "second time")
	entry(`"max\u0047ap":null`, "second time")
	entry(`"sensor":""`, "sensor: is \"\": no sensor has such a name")
	entry(`"sensor":" a"`, "no sensor has such a name")
	entry(`"sensor":"a\u0000"`, "no sensor has such a name")
	entry(`"sensor":"`+strings.Repeat("a", 129)+`"`, "no sensor has such a name")
	entry(`"sensor":1`, "sensor: must be a text")
	entry(`"minCoverage":"0.5"`, "is the text")
	entry(`"minCoverage":1.000001`, "from 0 to 1")
	entry(`"minCoverage":0.1234567`, "six decimals")
	entry(`"maxBlind":"0.5ms"`, "whole number of milliseconds")
	entry(`"stuckAfter":"0s"`, "stuckAfter: must be more than 0")
	entry(`"stuckAfter":12`, "stuckAfter: is 12: a duration needs a unit")
	entry(`"pullDown":"36h"`, "pullDown: must be a mapping, is a text")
	entry(`"pullDown":{"within":"36h"}`, "pullDown: to is missing")
	entry(`"pullDown":{"to":4}`, "pullDown: within is missing")
	entry(`"pullDown":{"to":null,"within":"1h"}`, "pullDown: to is missing")
	entry(`"pullDown":{"to":4,"within":"0s"}`, "pullDown.within: must be more than 0")
	entry(`"pullDown":{"to":"4","within":"1h"}`, "pullDown.to: must be a number")
	entry(`"pullDown":{"to":1e13,"within":"1h"}`, "pullDown.to: is 1e13")
	entry(`"pullDown":{"to":4,"within":"1h","from":9}`,
		`pullDown: unknown key "from": known here are within, to`)
	entry(`"settle":"-1s"`, "is not a duration")
	entry(`"mktMax":1000000000000.1`, "10^12")
	entry(`"mktMax":[]`, "must be a number, is a list")
	entry(`"limits":{}`, "limits: must be a list, is a mapping")
	entry(`"limits":[null]`, "limits[0]: must be a mapping, is null")

	limit(`"metric":"co2","above":1,"single":"1s"`, "limits[0]: id is missing")
	limit(`"id":"`+strings.Repeat("x", 65)+`","metric":"co2","above":1,"single":"1s"`,
		"has 65 bytes, at most 64 are allowed")
	limit(`"id":"l","above":1,"single":"1s"`, "metric is missing")
	for _, metric := range []string{"Temperature", "latitude", "longitude", "defrost", ""} {
		limit(`"id":"l","metric":"`+metric+`","above":1,"single":"1s"`,
			"must be one of temperature, setPoint, humidity, co2, o2, power, door")
	}
	limit(`"id":"l","metric":1,"above":1,"single":"1s"`, "metric: must be a text")
	limit(`"id":"l","metric":"co2","sensor":"","above":1,"single":"1s"`,
		"limits[0].sensor: is \"\": no sensor")
	limit(`"id":"l","metric":"co2","single":"1s"`, "a bound is missing")
	limit(`"id":"l","metric":"co2","above":null,"single":"1s"`, "a bound is missing")
	limit(`"id":"l","metric":"co2","above":1,"below":2,"single":"1s"`,
		"has 2 bounds (above, below)")
	limit(`"id":"l","metric":"co2","above":"1","single":"1s"`,
		"limits[0].above: must be a number, is the text")
	limit(`"id":"l","metric":"co2","above":true,"single":"1s"`, "must be a number, is a bool")
	limit(`"id":"l","metric":"co2","above":1`, "single or cumulative is missing")
	limit(`"id":"l","metric":"co2","above":1,"single":null`, "single or cumulative is missing")
	for _, metric := range []string{"setPoint", "humidity", "co2", "o2", "power", "door"} {
		for _, bound := range []string{"aboveSetPoint", "belowSetPoint"} {
			limit(fmt.Sprintf(`"id":"l","metric":%q,%q:1,"single":"1s"`, metric, bound),
				"limits[0]."+bound+": is for temperature only, the metric is "+metric)
		}
	}
	limit(`"id":"l","metric":"temperature","aboveSetPoint":-0.001,"single":"1s"`,
		"must not be negative")
	limit(`"id":"l","metric":"temperature","belowSetPoint":-1,"single":"1s"`,
		"must not be negative")
	limit(`"id":"l","metric":"co2","above":1,"single":"1s","inclusive":"true"`,
		"inclusive: must be true or false, is a text")
	const exempt = `"id":"l","metric":"co2","above":1,"single":"1s","exemptDuringDefrost":`
	limit(exempt+`1`, "must be true or false, is a number")
	limit(exempt+`"true"`, "exemptDuringDefrost: must be true or false, is a text")
	for _, name := range []string{"defrostGrace", "defrostMax"} {
		want := "limits[0]." + name + ": is only for a limit with exemptDuringDefrost: true"
		limit(exempt+`false,"`+name+`":"1h"`, want)
		limit(exempt+`null,"`+name+`":"1h"`, want)
		limit(exempt+`true,"`+name+`":1`, "limits[0]."+name+": is 1: a duration needs a unit")
	}
	limit(exempt+`true,"defrostMax":"0s"`, "limits[0].defrostMax: must be more than 0")
	limit(exempt+`true,"note":"x"`, "limits[0]: unknown key")
	const one = `"id":"l","metric":"co2","above":1,"single":"1s"`
	limit(one+`},{`+one, `limits[1]: the limit id "l" is here for the second time`)
}

// What is allowed up to a bound is allowed at the bound.
func TestParseBounds(t *testing.T) {
	entry := func(limits int, id string) string {
		var list []string
		for i := range limits {
			l := fmt.Sprintf(`{"id":"%s%02d","metric":"o2","above":1,"single":0}`, id, i)
			list = append(list, l)
		}
		return `{"id":"` + strings.Repeat("r", 1024) + `","maxGap":"1h","limits":[` +
			strings.Join(list, ",") + `]}`
	}
	r, err := Parse([]byte(entry(32, strings.Repeat("i", 62))))
	if err != nil || len(r.Limits) != 32 || len(r.Limits[31].ID) != 64 {
		t.Errorf("32 limits with ids of 64 bytes: %v", err)
	}
	_, err = Parse([]byte(entry(33, "i")))
	refused(t, "33 limits", err, "limits: has 33 limits, at most 32 are allowed")
}

func TestDecodeVersion(t *testing.T) {
	const text = `{"id":"fish","version":-3,"sensor":"main","maxGap":"1h0m0s","minCoverage":0,` +
		`"settle":"24h0m0s","limits":[]}`
	r, err := Decode([]byte(text))
	if err != nil || r.Version == nil || *r.Version != -3 || string(r.AppendJSON(nil)) != text {
		t.Errorf("%+v, %v", r, err)
	}
	_, err = Decode([]byte(strings.Replace(text, "-3", "1.5", 1)))
	refused(t, "a version of 1.5", err, "version: is 1.5: must be an integer")
}

// Lines are counted in JSON as in YAML.
func TestParseLines(t *testing.T) {
	_, err := Parse([]byte("\n{\"id\":\n7,\n\"limits\":[\n\n{\n\"id\"\n:\"x\",\"single\":[\n]," +
		"\"above\":1}\n],\n\"more\":{}}"))
	want := []string{
		"line 2: maxGap is missing: a reading speaks for at most this long",
		`line 3: id: must be a text, is a number: write "7" in quotes if it is meant as one`,
		"line 6: limits[0]: metric is missing: what is measured",
		`line 8: limits[0].single: must be a duration such as "1h30m", is a list`,
		`line 11: unknown key "more": known here are id, sensor, maxGap, minCoverage, maxBlind, ` +
			`stuckAfter, pullDown, settle, mktMax, limits`,
	}
	if err == nil || err.Error() != "read rule: "+strings.Join(want, "\n") {
		t.Errorf("got\n%v\nwant\n%s", err, strings.Join(want, "\n"))
	}
}
