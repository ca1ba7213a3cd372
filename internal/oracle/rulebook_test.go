package oracle

import (
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
    settle: 24h
    mktMax: 8.0
    limits:
      - {id: warm,   metric: temperature, above: 5.0,  single: 30m, cumulative: 2h}
      - {id: freeze, metric: temperature, below: -1.0, single: 0}
      - {id: drift,  metric: temperature, aboveSetPoint: 2.0005, single: 4h, exemptDuringDefrost: true}
  fruit:
    maxGap: 1.5s
    minCoverage: ~
    limits: [{id: stale,  metric: co2, atOrAbove: 12, cumulative: 6h}]
default: {maxGap: 2h, limits: []}
`

func TestRuleBook(t *testing.T) {
	book, err := parseRuleBook([]byte(bookYAML))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range Diff([]byte(`{"id":"fresh-salmon","version":3,"sensor":"main","maxGap":"1h0m0s","minCoverage":0.95,"maxBlind":"6h0m0s","settle":"24h0m0s","mktMax":8,"limits":[
		{"id":"warm","metric":"temperature","above":5,"single":"30m0s","cumulative":"2h0m0s"},{"id":"freeze","metric":"temperature","below":-1,"single":"0s"},
		{"id":"drift","metric":"temperature","aboveSetPoint":2.001,"single":"4h0m0s","exemptDuringDefrost":true}]}`), book.products["fresh-salmon"].shown()) {
		t.Error(d)
	}
	for _, d := range Diff([]byte(`{"id":"fruit","version":3,"sensor":"main","maxGap":"1.5s","minCoverage":0,"settle":"24h0m0s","limits":[{"id":"stale","metric":"co2","atOrAbove":12,"cumulative":"6h0m0s"}]}`), book.products["fruit"].shown()) {
		t.Error(d)
	}
	own := &rule{id: "own"}
	if book.find(own, text("fruit")) != nil || book.find(nil, text("fruit")) == nil || book.find(nil, text("?")) != nil || book.find(nil, nil) != nil {
		t.Error("not the order's own, else the product's, else the default; or one without limits counts")
	}
	if book.standard.id != "default" {
		t.Error(book.standard.id)
	}
}

func TestRuleBooksThatAreRefused(t *testing.T) {
	entry := func(s string) string { return "rules: {fish: {maxGap: 1h, " + s + "}}" }
	limit := func(s string) string { return entry("limits: [{id: a, metric: temperature, " + s + "}]") }
	for _, text := range []string{
		"", "5", "[]", "{", "rules: [", "rule: {}", "version: 1.5", `version: "3"`, "version: 1e13", "version: 1\nversion: 1", "rules: []", "rules: {fish: 5}", "rules: {fish: {}}",
		"rules: {fish: {maxGap: 1h}, fish: {maxGap: 1h}}", "default: []", "default: {}", "---\nversion: 1\n---\nversion: 1\n", "rules: {fish: {maxGap: 1h, id: fish}}",
		entry("maxGap: 1h"), entry("maxgap: 1h"), entry("settle: -1h"), entry("settle: +1h"), entry("settle: 1"), entry("settle: 1h 3m"), entry("settle: 1.5ms"), entry("settle: 0.0001s"),
		entry("minCoverage: 1.000001"), entry("minCoverage: -0.1"), entry("minCoverage: 0.1234567"), entry("minCoverage: .nan"), entry("mktMax: .inf"), entry("mktMax: 1e13"), entry(`mktMax: "8"`),
		entry("sensor: ''"), entry("sensor: 5"), entry("limits: {}"), entry("limits: [5]"), entry("version: 3"), entry("unknown: ~"), entry("<<: {settle: 1h}"),
		limit("above: 5"), limit("single: 1h"), limit("above: 5, below: 3, single: 1h"), limit("above: 5, single: 1h, id: a"), limit("above: x, single: 1h"), limit("above: true, single: 1h"),
		limit("aboveSetPoint: -1, single: 1h"), limit("above: 5, single: 1h, exemptDuringDefrost: 1"), limit("above: 5, single: 1h, over: 3"), limit("above: 1000000000001, single: 1h"),
		entry("limits: [{metric: o2, above: 5, single: 1h}]"), entry("limits: [{id: a, above: 5, single: 1h}]"), entry("limits: [{id: a, metric: power, above: 5, single: 1h}]"),
		entry("limits: [{id: a, metric: o2, aboveSetPoint: 5, single: 1h}]"), entry("limits: [{id: 5, metric: o2, above: 5, single: 1h}]"),
		entry("limits: [{id: a, metric: o2, above: 5, single: 1h}, {id: a, metric: co2, above: 5, single: 1h}]"),
		`{"rules":{"fish":{"maxGap":"1h","maxGap":"1h"}}}`, `{"rules":{},}x`, "rules: &a {fish: *a}", "version: !number 3", "rules: {[a]: {maxGap: 1h}}",
	} {
		if _, err := parseRuleBook([]byte(text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
	for _, text := range []string{
		"{}", "version: -4", "version: ~\nrules: ~\ndefault: ~", "rules: {}", limit("above: 5, below: ~, single: 0"), limit("atOrBelow: -1000000000000, cumulative: 1000us"), entry("minCoverage: 0.1234560"), `{"version":3.0}`, "version: 0x1F",
		"rules: {fish: &fish {maxGap: 1h}, cod: *fish}",
	} {
		if _, err := parseRuleBook([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestRefusalNamesTheLine(t *testing.T) {
	_, err := parseRuleBook([]byte(strings.Replace(bookYAML, "settle: 24h", "setle: 24h", 1)))
	if err == nil || !strings.Contains(err.Error(), "line 9") || !strings.Contains(err.Error(), "setle") {
		t.Error(err)
	}
}
