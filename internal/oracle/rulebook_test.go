package oracle

import (
	"fmt"
	"strings"
	"testing"
)

const bookYAML = `
version: 3
rules:
  fresh-salmon:
    sensor: main              # whose readings judge
    maxGap: 1h
    minCoverage: 0.95
    maxBlind: 6h
    stuckAfter: 12h
    pullDown: {within: 36h, to: 4.0005}
    settle: 24h
    mktMax: 8.0
    limits:
      - {id: warm,   metric: temperature, above: 5.0,  single: 30m, cumulative: 2h}
      - {id: freeze, metric: temperature, below: -1.0, single: 0}
      - id: drift
        metric: temperature
        aboveSetPoint: 2.0005
        single: 4h
        exemptDuringDefrost: true
        defrostGrace: 30m
      - {id: back, metric: temperature, sensor: return, above: 6, single: 1h, inclusive: false}
      - {id: door, metric: door, atOrAbove: 1, cumulative: 45m, inclusive: true}
  fruit:
    sensor: probe
    maxGap: 1.5s
    minCoverage: ~
    limits:
      - id: stale
        metric: co2
        atOrAbove: 12
        cumulative: 6h
        exemptDuringDefrost: true
        defrostMax: 2h
default: {maxGap: 2h, limits: []}
`

func TestRuleBook(t *testing.T) {
	book, err := parseRuleBook([]byte(bookYAML))
	if err != nil {
		t.Fatal(err)
	}
	for product, want := range map[string]string{
		"fresh-salmon": `{"id":"fresh-salmon","version":3,"sensor":"main","maxGap":"1h0m0s","minCoverage":0.95,
			"maxBlind":"6h0m0s","stuckAfter":"12h0m0s","pullDown":{"within":"36h0m0s","to":4.001},
			"settle":"24h0m0s","mktMax":8,"limits":[
			{"id":"warm","metric":"temperature","sensor":"main","above":5,"single":"30m0s","cumulative":"2h0m0s"},
			{"id":"freeze","metric":"temperature","sensor":"main","below":-1,"single":"0s"},
			{"id":"drift","metric":"temperature","sensor":"main","aboveSetPoint":2.001,"single":"4h0m0s",
				"exemptDuringDefrost":true,"defrostGrace":"30m0s","defrostMax":"1h0m0s"},
			{"id":"back","metric":"temperature","sensor":"return","above":6,"single":"1h0m0s"},
			{"id":"door","metric":"door","sensor":"main","atOrAbove":1,"cumulative":"45m0s","inclusive":true}]}`,
		"fruit": `{"id":"fruit","version":3,"sensor":"probe","maxGap":"1.5s","minCoverage":0,"settle":"24h0m0s",
			"limits":[{"id":"stale","metric":"co2","sensor":"probe","atOrAbove":12,"cumulative":"6h0m0s",
				"exemptDuringDefrost":true,"defrostGrace":"0s","defrostMax":"2h0m0s"}]}`,
	} {
		for _, d := range Diff([]byte(want), book.products[product].shown()) {
			t.Error(d)
		}
	}
	if book.standard.id != "default" {
		t.Error(book.standard.id)
	}
}

// The order's own rule, else the product's, else the default; one without limits counts as none,
// and no other is looked for.
func TestWhichRule(t *testing.T) {
	book, err := parseRuleBook(
		[]byte(`{"rules":{"none":{"maxGap":"1h"},"fish":{"maxGap":"1h","limits":[` +
			`{"id":"a","metric":"o2","above":1,"single":"0"}]}},"default":{"maxGap":"2h","limits":[` +
			`{"id":"b","metric":"o2","above":1,"single":"0"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	own := &rule{id: "own", limits: []*limit{{id: "c"}}}
	for _, c := range []struct {
		own     *rule
		product *string
		want    string
	}{
		{own, text("fish"), "own"},
		{nil, text("fish"), "fish"},
		{nil, text("?"), "default"},
		{nil, nil, "default"},
		{nil, text("none"), ""},
		{&rule{id: "own"}, text("fish"), ""},
	} {
		got := ""
		if r := book.find(c.own, c.product); r != nil {
			got = r.id
		}
		if got != c.want {
			t.Errorf("want %q, got %q", c.want, got)
		}
	}
}

func manyLimits(n int) string {
	var limits []string
	for i := range n {
		limits = append(limits, fmt.Sprintf("{id: l%d, metric: o2, above: 5, single: 1h}", i))
	}
	return "limits: [" + strings.Join(limits, ", ") + "]"
}

func entry(s string) string { return "rules: {fish: {maxGap: 1h, " + s + "}}" }

func ofLimit(s string) string {
	return entry("limits: [{id: a, metric: temperature, " + s + "}]")
}

func TestRuleBooksThatAreRefused(t *testing.T) {
	for _, text := range []string{
		"", "5", "[]", "{", "rules: [", "rule: {}", "version: 1.5", `version: "3"`, "version: 1e13",
		"version: 1\nversion: 1", "rules: []", "rules: {fish: 5}", "rules: {fish: {}}",
		"rules: {fish: {maxGap: 1h}, fish: {maxGap: 1h}}", "default: []", "default: {}",
		"---\nversion: 1\n---\nversion: 1\n", "rules: {fish: {maxGap: 1h, id: fish}}",
		`{"rules":{"fish":{"maxGap":"1h","maxGap":"1h"}}}`, `{"rules":{},}x`,
		"rules: &a {fish: *a}",
		"version: !number 3", "rules: {[a]: {maxGap: 1h}}", "rules: {fish: {maxGap: 0s}}",
		"rules: {fish: {maxGap: ~}}",
		entry("maxGap: 1h"), entry("maxgap: 1h"), entry("settle: -1h"), entry("settle: +1h"),
		entry("settle: 1"), entry("settle: 1h 3m"), entry("settle: 1.5ms"),
		entry("settle: 0.0001s"),
		entry("minCoverage: 1.000001"), entry("minCoverage: -0.1"), entry("minCoverage: 0.1234567"),
		entry("minCoverage: .nan"), entry("mktMax: .inf"), entry("mktMax: 1e13"),
		entry(`mktMax: "8"`),
		entry("sensor: ''"), entry("sensor: 5"), entry("limits: {}"), entry("limits: [5]"),
		entry("version: 3"), entry("unknown: ~"), entry("<<: {settle: 1h}"),
		entry("stuckAfter: 0s"), entry("stuckAfter: 5"), entry("pullDown: 2h"),
		entry("pullDown: {}"),
		entry("pullDown: {within: 2h}"), entry("pullDown: {to: 4}"),
		entry("pullDown: {within: 0, to: 4}"),
		entry("pullDown: {within: 2h, to: '4'}"), entry("pullDown: {within: 2h, to: 4, from: 9}"),
		entry("pullDown: {within: 2h, to: ~}"), entry(manyLimits(33)),
		ofLimit("above: 5"), ofLimit("single: 1h"), ofLimit("above: 5, below: 3, single: 1h"),
		ofLimit("above: 5, single: 1h, id: a"), ofLimit("above: x, single: 1h"),
		ofLimit("above: true, single: 1h"), ofLimit("aboveSetPoint: -1, single: 1h"),
		ofLimit("above: 5, single: 1h, exemptDuringDefrost: 1"),
		ofLimit("above: 5, single: 1h, over: 3"),
		ofLimit("above: 1000000000001, single: 1h"),
		ofLimit("above: 5, single: 1h, defrostGrace: 1m"),
		ofLimit("above: 5, single: 1h, exemptDuringDefrost: false, defrostMax: 1h"),
		ofLimit("above: 5, single: 1h, exemptDuringDefrost: true, defrostMax: 0s"),
		ofLimit("above: 5, single: 1h, inclusive: yes please"),
		ofLimit("above: 5, single: 1h, sensor: ' a'"),
		entry("limits: [{metric: o2, above: 5, single: 1h}]"),
		entry("limits: [{id: a, above: 5, single: 1h}]"),
		entry("limits: [{id: a, metric: latitude, above: 5, single: 1h}]"),
		entry("limits: [{id: a, metric: o2, aboveSetPoint: 5, single: 1h}]"),
		entry("limits: [{id: a, metric: setPoint, belowSetPoint: 5, single: 1h}]"),
		entry("limits: [{id: 5, metric: o2, above: 5, single: 1h}]"),
		entry("limits: [{id: " + strings.Repeat("x", 65) + ", metric: o2, above: 5, single: 1h}]"),
		entry("limits: [{id: a, metric: o2, above: 5, single: 1h}, {id: a, metric: co2, above: " +
			"5, single: 1h}]"),
	} {
		if _, err := parseRuleBook([]byte(text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

func TestRuleBooksThatAreTaken(t *testing.T) {
	for _, text := range []string{
		"{}", "version: -4", "version: ~\nrules: ~\ndefault: ~", "rules: {}", `{"version":3.0}`,
		"version: 0x1F", "rules: {fish: &fish {maxGap: 1h}, cod: *fish}",
		entry("minCoverage: 0.1234560"),
		entry("stuckAfter: ~, pullDown: ~"), entry("settle: 0"), entry(manyLimits(32)),
		entry("limits: [{id: " + strings.Repeat("x", 64) +
			", metric: power, above: 5, single: 1h}]"),
		ofLimit("above: 5, below: ~, single: 0"),
		ofLimit("atOrBelow: -1000000000000, cumulative: 1000us"),
		ofLimit("above: 5, single: 1h, defrostGrace: ~, inclusive: ~, exemptDuringDefrost: ~"),
		ofLimit(
			"above: 5, single: 1h, defrostGrace: 0, defrostMax: 1ms, exemptDuringDefrost: true"),
		ofLimit("belowSetPoint: 0, single: 1h, sensor: probe 2"),
	} {
		if _, err := parseRuleBook([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestRefusalNamesTheLine(t *testing.T) {
	for _, c := range []struct{ from, to, line, word string }{
		{"settle: 24h", "setle: 24h", "line 11", "setle"},
		{"above: 5.0, ", "above: warm, ", "line 14", "above"},
	} {
		_, err := parseRuleBook([]byte(strings.Replace(bookYAML, c.from, c.to, 1)))
		if err == nil || !strings.Contains(err.Error(), c.line) || !strings.Contains(err.Error(),
			c.word) {
			t.Error(err)
		}
	}
	_, err := parseRuleBook([]byte("{\"rules\":\n{\"fish\":{\"maxGap\":\"1h\",\n\"setle\":1}}}"))
	if err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Error(err)
	}
}
