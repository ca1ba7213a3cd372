package oracle

import (
	"fmt"
	"strings"
	"testing"
)

func TestRespectedAndFinal(t *testing.T) {
	l := shipped("").
		voyage("V-1", "VoyageDeparted", `"time":"2026-03-05T00:10Z"`).
		voyage("V-1", "VoyageArrived", `"time":"2026-03-05T03:00Z","at":"2026-03-05T01:10Z"`).
		reading("C-1", "00:10:00", `"temperature":4.25`).
		reading("C-1", "01:10:00", `"temperature":9`).
		add(topicMetrics, 0, "C-2", `{"type":"ContainerMetric","time":"2026-03-06T01:10Z","o2":1}`)
	p, refused := judged(t, fishBook, l)
	if len(refused) > 0 {
		t.Fatal(refused)
	}
	expect(t, p[0], map[string]string{
		"verdict": `"respected"`, "phase": `"final"`, "status": `"open"`, "known": "true", "reasons": "[]", "claims": "[]",
		"facts":          `{"orders":3,"readings":1,"voyages":3}`,
		"legs.0.window":  `{"end":"2026-03-05T01:10:00Z","endBasis":"arrived","start":"2026-03-05T00:10:00Z","startBasis":"departed"}`,
		"legs.0.rule":    `{"id":"fish","limits":[{"above":5,"id":"warm","metric":"temperature","single":"30m0s"}],"maxGap":"1h0m0s","minCoverage":0,"sensor":"main","settle":"24h0m0s","version":3}`,
		"legs.0.through": `"2026-03-05T01:10:00Z"`, "legs.0.coverage": "1", "legs.0.gaps": "[]", "legs.0.temperature": `{"max":4.25,"min":4.25,"mkt":4.25}`,
		"legs.0.readings": `{"conflicts":0,"count":1,"duplicates":0,"faulty":0,"first":"2026-03-05T00:10:00Z","last":"2026-03-05T00:10:00Z"}`,
	})
	l.recs[len(l.recs)-1].Value = text(`{"type":"ContainerMetric","time":"2026-03-06T01:09:59.999Z","o2":1}`)
	p, _ = judged(t, fishBook, l)
	expect(t, p[0], map[string]string{"phase": `"arrived"`})
}

func text(s string) *string { return &s }

func TestSingleIsExceededByOneMillisecond(t *testing.T) {
	for end, want := range map[string]string{"01:30:00": `"respected"`, "01:30:00.001": `"violated"`} {
		p, _ := judged(t, fishBook, shipped("").
			reading("C-1", "00:00:00", `"temperature":4`).
			reading("C-1", "01:00:00", `"temperature":6`).
			reading("C-1", end, `"temperature":4`).
			reading("C-1", "02:00:00", `"temperature":4`))
		expect(t, p[0], map[string]string{"verdict": want, "legs.0.excursions.0.degreeMinutes": "30", "legs.0.excursions.0.open": "false"})
	}
}

func TestGapsAndCoverage(t *testing.T) {
	rule := `,"rule":{"id":"own","maxGap":"1h","minCoverage":%s,"maxBlind":"%s","limits":[{"id":"w","metric":"temperature","above":5,"cumulative":"0"}]}`
	for _, c := range []struct{ coverage, blind, reasons string }{
		{"0.25", "3h", `[]`},
		{"0.250001", "3h", `["coverage_low"]`},
		{"0.25", "2h59m59.999s", `["blind"]`},
		{"0.9", "1m", `["coverage_low","blind"]`},
	} {
		p, refused := judged(t, fishBook, shipped(fmt.Sprintf(rule, c.coverage, c.blind)).
			reading("C-1", "04:00:00", `"humidity":50`).reading("C-1", "00:00:00", `"temperature":4`))
		if len(refused) > 0 {
			t.Fatal(refused)
		}
		expect(t, p[0], map[string]string{"legs.0.reasons": c.reasons, "legs.0.gaps": `[{"end":"2026-03-05T04:00:00Z","ms":10800000,"start":"2026-03-05T01:00:00Z"}]`, "legs.0.rule.version": "-"})
	}
}

func TestBoundsOfEveryKind(t *testing.T) {
	for _, c := range []struct {
		limit, reading string
		breaks         bool
	}{
		{`"above":5`, `"temperature":5`, false},
		{`"above":5`, `"temperature":5.0005`, true},
		{`"below":-1`, `"temperature":-1`, false},
		{`"below":-1`, `"temperature":-1.0005`, true},
		{`"atOrAbove":5`, `"temperature":5`, true},
		{`"atOrAbove":5`, `"temperature":4.9994`, false},
		{`"atOrBelow":5`, `"temperature":5.0004`, true},
		{`"atOrBelow":5`, `"temperature":5.001`, false},
		{`"aboveSetPoint":2`, `"temperature":5,"setPoint":3`, false},
		{`"aboveSetPoint":2`, `"temperature":5.001,"setPoint":3`, true},
		{`"aboveSetPoint":2`, `"temperature":50`, false},
		{`"aboveSetPoint":2`, `"temperature":50,"setPoint":81`, false},
		{`"belowSetPoint":2`, `"temperature":1,"setPoint":3`, false},
		{`"belowSetPoint":2`, `"temperature":0.999,"setPoint":3`, true},
		{`"above":5`, `"temperature":9,"defrost":true`, true},
		{`"above":5,"exemptDuringDefrost":true`, `"temperature":9,"defrost":true`, false},
		{`"above":5,"exemptDuringDefrost":true`, `"temperature":9,"defrost":false`, true},
		{`"above":5,"exemptDuringDefrost":true`, `"temperature":9`, true},
	} {
		rule := `,"rule":{"id":"own","maxGap":"1h","limits":[{"id":"w","metric":"temperature","cumulative":"0",` + c.limit + `}]}`
		p, _ := judged(t, fishBook, shipped(rule).reading("C-1", "00:00:00", c.reading).reading("C-1", "00:30:00", `"o2":4`))
		want := map[bool]string{true: `["cumulative:w"]`, false: `[]`}[c.breaks]
		t.Run(c.limit+c.reading, func(t *testing.T) { expect(t, p[0], map[string]string{"reasons": want}) })
	}
}

func TestOtherMetricsAndNoReadings(t *testing.T) {
	rule := `,"rule":{"id":"own","maxGap":"1h","limits":[{"id":"a","metric":"co2","atOrAbove":12,"single":"0"},{"id":"b","metric":"o2","below":2,"single":"0"}]}`
	p, _ := judged(t, fishBook, shipped(rule).reading("C-1", "00:00:00", `"co2":12,"temperature":"-99"`).reading("C-1", "02:00:00", `"o2":1`))
	expect(t, p[0], map[string]string{
		"verdict": `"violated"`, "legs.0.reasons": `["single:a","no_readings"]`, "legs.0.temperature": "-", "legs.0.readings.faulty": "1",
		"legs.0.excursions": `[{"degreeMinutes":0,"end":"2026-03-05T01:00:00Z","limit":"a","ms":3600000,"open":false,"start":"2026-03-05T00:00:00Z","worst":12}]`,
	})
}

func TestOpenExcursionIsClippedToTheWindow(t *testing.T) {
	p, _ := judged(t, fishBook, shipped("").
		add(topicMetrics, 0, "C-1", `{"type":"ContainerMetric","time":"2026-03-04T23:40Z","temperature":6}`).
		reading("C-1", "00:10:00", `"temperature":7.5`).reading("C-1", "00:50:00", `"temperature":4`))
	expect(t, p[0], map[string]string{
		"legs.0.excursions":     `[{"degreeMinutes":110,"end":"2026-03-05T00:50:00Z","limit":"warm","ms":3000000,"open":true,"start":"2026-03-05T00:00:00Z","worst":7.5}]`,
		"legs.0.readings.count": "1",
	})
}

// A hand-worked mean: 23 h at 5 and 1 h at 15 is 5.764.
func TestKineticMean(t *testing.T) {
	list := []spoken{{stretch: stretch{0, 23 * hour}, value: 5000}, {stretch: stretch{23 * hour, 24 * hour}, value: 15000}}
	if got := kineticMean(list); got != 5764 {
		t.Error(got)
	}
	for _, v := range []int64{-80000, -1, 0, 4999, 80000} {
		if got := kineticMean([]spoken{{stretch: stretch{0, 1}, value: v}, {stretch: stretch{1, hour}, value: v}}); got != v {
			t.Errorf("constant %d: %d", v, got)
		}
	}
}

func TestMostListed(t *testing.T) {
	l := shipped("")
	for i := range 1003 {
		l.reading("C-1", fmt.Sprintf("00:%02d:%02d", i*2/60, i*2%60), `"temperature":6`)
		l.reading("C-1", fmt.Sprintf("00:%02d:%02d", (i*2+1)/60, (i*2+1)%60), `"temperature":4`)
	}
	p, _ := judged(t, fishBook, l)
	expect(t, p[0], map[string]string{"legs.0.excursionCount": "1003", "legs.0.excursions.999.start": `"2026-03-05T00:33:24Z"`, "legs.0.excursions.0.start": `"2026-03-05T00:00:06Z"`, "legs.0.limits.0.excursions": "1003"})
	if n := strings.Count(fmt.Sprint(p[0]["legs"]), "degreeMinutes"); n != mostListed {
		t.Errorf("%d excursions are listed", n)
	}
}
