package judge

import (
	"strings"
	"testing"
)

// One reading against one limit each: whether it breaks the limit, and by how much.
func TestSamples(t *testing.T) {
	f := func(limit, reading string, want sample) {
		t.Helper()
		r := ruleOf(t, "", `{"id":"x",`+limit+`,"single":"0s"}`)
		c := caseOf(t, r, "1: 0 loaded - open")
		list := readingsOf(t, "1 "+reading)
		got := fold(c, list, OpenEnd)
		if s := got.limits[0].sample; s.kind != want.kind ||
			s.kind != within && s.beyond != want.beyond {
			t.Errorf("%s against %s: %+v, want %+v", reading, limit, s, want)
		}
	}
	kept := sample{}
	f(`"metric":"temperature","above":5`, "5", kept)
	f(`"metric":"temperature","above":5`, "5.001", sample{breaks, 1})
	f(`"metric":"temperature","above":5`, "faulty", kept)
	f(`"metric":"temperature","above":5`, "power=9", kept)
	f(`"metric":"temperature","below":-1`, "-1", kept)
	f(`"metric":"temperature","below":-1`, "-1.001", sample{breaks, 1})
	f(`"metric":"power","atOrAbove":12`, "power=12", sample{breaks, 0})
	f(`"metric":"power","atOrAbove":12`, "power=11.999", kept)
	f(`"metric":"power","atOrBelow":0`, "power=0", sample{breaks, 0})
	f(`"metric":"power","atOrBelow":3`, "power=2.5", sample{breaks, 500})
	f(`"metric":"power","atOrBelow":3`, "power=3.001", kept)
	f(`"metric":"setPoint","above":2`, "4 sp=2.5", sample{breaks, 500})
	f(`"metric":"setPoint","above":2`, "4 sp=2", kept)
	f(`"metric":"door","above":0`, "open", sample{breaks, 1000})
	f(`"metric":"door","above":0`, "closed", kept)
	f(`"metric":"door","atOrBelow":0`, "closed", sample{breaks, 0})
	f(`"metric":"temperature","aboveSetPoint":2`, "-15.9 sp=-18", sample{breaks, 100})
	f(`"metric":"temperature","aboveSetPoint":2`, "-16 sp=-18", kept)
	f(`"metric":"temperature","aboveSetPoint":2`, "40", kept)
	f(`"metric":"temperature","aboveSetPoint":2`, "40 sp=81", kept) // a faulty set point is none
	f(`"metric":"temperature","belowSetPoint":2`, "2.5 sp=5", sample{breaks, 500})
	f(`"metric":"temperature","belowSetPoint":2`, "3 sp=5", kept)
	const exempt = `"metric":"temperature","above":5,"exemptDuringDefrost":true`
	f(exempt, "9 defrost", sample{excused, 4000})
	f(exempt, "9", sample{breaks, 4000})
	f(`"metric":"temperature","above":5`, "9 defrost", sample{breaks, 4000})
	f(`"metric":"temperature","below":5,"exemptDuringDefrost":true`, "1 defrost", sample{excused,
		4000})
}

// worst is the value itself, of those that are not excused, and the first that has it.
func TestWorstAndBegan(t *testing.T) {
	r := ruleOf(t, "",
		`{"id":"up","metric":"temperature","aboveSetPoint":2,"single":"9h"}`,
		`{"id":"down","metric":"temperature","below":0,"single":"9h"}`)
	c := caseOf(t, r, "1: 100 departed - 200 arrived")
	const readings = "100 sp=0 t=3 power=2 open; 105 sp=5 t=8; 110 sp=0 t=8; 115 " +
		"t=-1; 120 -3; 125 " +
		"-3; 130 sp=1 t=2"
	says(t, c, readings, 140*minute, "in_transit respected | 40/40, "+
		"up 100-115 worst 8 at 105, down 115-130 worst -3 at 120")
	j := judgeAt(c, readingsOf(t, readings), 140*minute)
	began := j.Figures.Excursions[0].Began()
	if began.Time != 100*minute || *began != readingsOf(t, readings)[0].Reading {
		t.Errorf("it began with %+v", began)
	}
	// 1x5 + 1x5 + 6x5
	if got := string(j.Figures.Excursions[0].AppendDegreeMinutes(nil)); got != "40" {
		t.Errorf("%s degree-minutes", got)
	}
	if got := string(j.Figures.Excursions[1].AppendDegreeMinutes(nil)); got != "35" {
		t.Errorf("%s degree-minutes", got)
	}
}

// Exceeded means longer or, where a limit is inclusive, as long, and longer than 0.
func TestInclusive(t *testing.T) {
	f := func(budget, readings, want string) {
		t.Helper()
		r := ruleOf(t, "", `{"id":"x","metric":"temperature","atOrAbove":30,`+budget+`}`)
		j := judgeAt(caseOf(t, r, "1: 100 loaded - 200 arrived"),
			readingsOf(t, readings+every(5, 150, 200, "4")),
			200*minute)
		if got := strings.Join(j.Reasons, ","); got != want {
			t.Errorf("%s of %s: %q, want %q", budget, readings, got, want)
		}
	}
	calm := every(10, 110, 150, "4")
	const ten, tenAndAMoment = "100 30;", "99.999 30;100 30;"
	f(`"single":"10m"`, ten+calm, "")
	f(`"single":"10m","inclusive":true`, ten+calm, "single:x")
	f(`"single":"10m0.001s","inclusive":true`, ten+calm, "")
	f(`"cumulative":"10m"`, ten+calm, "")
	f(`"cumulative":"10m","inclusive":true`, ten+calm, "cumulative:x")
	f(`"cumulative":"20m","inclusive":true`, ten+"110 4;120 30;130 4;140 4;", "cumulative:x")
	f(`"single":"0s"`, calm, "")
	f(`"single":"0s"`, ten+calm, "single:x")
	f(`"single":"0s","inclusive":true`, calm, "") // nothing is not as long as nothing
	f(`"cumulative":"0s","inclusive":true`, calm, "")
	f(`"cumulative":"0s","inclusive":true`, ten+calm, "cumulative:x")
	f(`"single":"10m","cumulative":"10m","inclusive":true`, ten+calm, "single:x,cumulative:x")
	f(`"single":"10m"`, tenAndAMoment+calm, "") // the moment lies before the start
	// possible excursions by the same count: 10 min that break it, 5 min that nobody saw
	f(`"single":"15m"`, "100 30;115 4;120 4;130 4;140 4;", "")
	f(`"single":"15m","inclusive":true`, "100 30;115 4;120 4;130 4;140 4;", "possible:x")
	f(`"cumulative":"15m","inclusive":true`, "100 30;115 4;120 4;130 4;140 4;", "possible:x")
}

// Each limit looks at its own sensor and metric, and all series that are needed must be seen.
func TestSensorsAndNeededSeries(t *testing.T) {
	f := func(fields, limit, readings, want string) {
		t.Helper()
		r := ruleOf(t, fields, limit)
		j := judgeAt(caseOf(t, r, "1: 100 loaded - 200 arrived"), readingsOf(t, readings),
			200*minute)
		if got := j.Verdict.String() + " " + strings.Join(j.Reasons, ","); got != want {
			t.Errorf("%s: %s, want %s", readings[:min(40, len(readings))], got, want)
		}
	}
	const onReturn = `{"id":"x","metric":"temperature","sensor":"return","above":5,"single":"10m"}`
	mains, returns := every(10, 100, 200, "4"), every(10, 100, 200, "6")
	returns = strings.ReplaceAll(";"+returns, ";1", ";return@1")
	f("", onReturn, mains, "undetermined no_readings")
	f("", onReturn, returns, "violated single:x") // the rule's own sensor is not needed
	f(`"minCoverage":0.1,`, onReturn, returns, "violated single:x,no_readings,coverage_low")
	f(`"maxBlind":"9h",`, onReturn, returns, "violated single:x,no_readings")
	f(`"mktMax":50,`, onReturn, returns, "violated single:x,no_readings")
	f(`"stuckAfter":"9h",`, onReturn, returns, "violated single:x,no_readings")
	f(`"pullDown":{"within":"9h","to":9},`, onReturn, returns,
		"undetermined no_readings,pulldown_unknown")
	f(`"sensor":"return","minCoverage":1,`, onReturn, returns, "violated single:x")
	f("", onReturn, mains+returns, "violated single:x")
	const power = `{"id":"x","metric":"power","atOrBelow":0,"single":"10m"}`
	f("", power, mains, "undetermined no_readings")
	f("", power, mains+"105 power=1;", "respected ") // a minute is enough where nothing is asked
	f(`"minCoverage":0.9,`, power, mains+"105 power=1;", "undetermined coverage_low")
	f(`"maxBlind":"1h",`, power, mains+"105 power=1;", "undetermined blind")
	f(`"maxBlind":"1h",`, power, mains+"105 power=1;150 power=1", "respected ")
}
