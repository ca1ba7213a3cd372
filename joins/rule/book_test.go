package rule

import (
	"errors"
	"strings"
	"testing"
)

// The same book twice: as the specification shows it, and as JSON with the same values otherwise.
const (
	sampleBook = `# what the products have to keep
version: 3
rules:
  fresh-salmon:
    sensor: main              # whose readings judge
    maxGap: 1h
    minCoverage: 0.95
    maxBlind: 6h
    stuckAfter: 12h
    pullDown: {within: 36h, to: 4.0}
    settle: 24h
    mktMax: 8.0
    limits:
      - {id: warm,   metric: temperature, above: 5.0,  single: 30m, cumulative: 2h}
      - {id: freeze, metric: temperature, below: -1.0, single: 0s}
      - {id: drift,  metric: temperature, aboveSetPoint: 2.0, single: 4h,
         exemptDuringDefrost: true, defrostGrace: 30m, defrostMax: 1h}
      - {id: return, metric: temperature, sensor: return, above: 6.0, single: 1h}
      - {id: set,    metric: setPoint, above: 2.0, single: 30m}
      - {id: door,   metric: door, above: 0, single: 45m}
      - {id: dark,   metric: power, atOrBelow: 0, cumulative: 2h}
      - {id: who30,  metric: temperature, atOrAbove: 30, cumulative: 10h, inclusive: true}
  4711:
    maxGap: 30m
default: {maxGap: 2h, limits: []}
`
	sampleJSON = `{
	"version": 3, "default": {"maxGap": "120m"},
	"rules": {
		"4711": {"maxGap": "1800s", "limits": null},
		"fresh-salmon": {"maxGap": "60m", "minCoverage": 95e-2, "maxBlind": "6h", "mktMax": 8, "limits": [
		{"id": "warm", "metric": "temperature", "above": 5.0000001, "single": "30m", "cumulative": "2h"},
		{"id": "freeze", "metric": "temperature", "below": -1, "single": 0},
		{"id": "drift", "metric": "temperature", "aboveSetPoint": 2, "single": "4h",
			"exemptDuringDefrost": true, "defrostGrace": "0.5h"},
		{"id": "return", "metric": "temperature", "sensor": "return", "above": 6, "single": "1h",
			"inclusive": false},
		{"id": "set", "metric": "setPoint", "above": 2, "single": "30m"},
		{"id": "door", "metric": "door", "above": 0, "single": "45m", "exemptDuringDefrost": false},
		{"id": "dark", "metric": "power", "atOrBelow": 0, "cumulative": "2h"},
		{"id": "wh\u006f30", "metric": "temperature", "atOrAbove": 3e1, "cumulative": "10h",
			"inclusive": true}],
			"stuckAfter": "720m", "pullDown": {"to": 4, "within": "36h"}}}}`
)

func mustBook(t *testing.T, text string) *Book {
	t.Helper()
	b, err := ParseBook([]byte(text))
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return b
}

// refused checks that there is an error and that it says what is wanted.
func refused(t *testing.T, text string, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%.200q: error %v\nwant %q", text, err, want)
	}
}

func TestBookFor(t *testing.T) {
	const (
		salmon = `{"id":"fresh-salmon","version":3,"sensor":"main",` +
			`"maxGap":"1h0m0s","minCoverage":0.95,"maxBlind":"6h0m0s",` +
			`"stuckAfter":"12h0m0s","pullDown":{"within":"36h0m0s","to":4},` +
			`"settle":"24h0m0s","mktMax":8,"limits":[` +
			`{"id":"warm","metric":"temperature","sensor":"main","above":5,` +
			`"single":"30m0s","cumulative":"2h0m0s"},` +
			`{"id":"freeze","metric":"temperature","sensor":"main","below":-1,"single":"0s"},` +
			`{"id":"drift","metric":"temperature","sensor":"main","aboveSetPoint":2,` +
			`"single":"4h0m0s","exemptDuringDefrost":true,"defrostGrace":"30m0s","defrostMax":"1h0m0s"},` +
			`{"id":"return","metric":"temperature","sensor":"return","above":6,"single":"1h0m0s"},` +
			`{"id":"set","metric":"setPoint","sensor":"main","above":2,"single":"30m0s"},` +
			`{"id":"door","metric":"door","sensor":"main","above":0,"single":"45m0s"},` +
			`{"id":"dark","metric":"power","sensor":"main","atOrBelow":0,"cumulative":"2h0m0s"},` +
			`{"id":"who30","metric":"temperature","sensor":"main","atOrAbove":30,` +
			`"cumulative":"10h0m0s","inclusive":true}]}`
		number = `{"id":"4711","version":3,"sensor":"main","maxGap":"30m0s","minCoverage":0,` +
			`"settle":"24h0m0s","limits":[]}`
		fallback = `{"id":"default","version":3,"sensor":"main","maxGap":"2h0m0s","minCoverage":0,` +
			`"settle":"24h0m0s","limits":[]}`
	)
	f := func(b *Book, product *string, want string) {
		t.Helper()
		if got := string(b.For(product).AppendJSON(nil)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	for _, text := range []string{sampleBook, sampleJSON} {
		b := mustBook(t, text)
		f(b, new("fresh-salmon"), salmon)
		f(b, new("4711"), number)
		f(b, new("tuna"), fallback)
		f(b, new(""), fallback)
		f(b, nil, fallback)
		if got := strings.Join(b.Products(), " "); got != "4711 fresh-salmon" || *b.Version() != 3 {
			t.Errorf("products %s, version %v", got, b.Version())
		}
	}
	for _, text := range []string{"rules:", "{}", "rules: {a: ~}\ndefault: null", "--- {}\n...\n"} {
		if r := mustBook(t, text).For(new("a")); r != nil {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

func TestBookRefused(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		_, err := ParseBook([]byte(text))
		refused(t, text, err, want)
	}
	for _, text := range []string{"", " \n\n", "# nothing\n", "---\n", "null", "~\n"} {
		f(text, `is empty: write at least "rules: {}"`)
	}
	f("[]", "line 1: must be a mapping, is a list")
	f("\n\nbook", "line 3: must be a mapping, is a text")
	f("\n\n7", "line 3: must be a mapping, is a number")
	f("version: 1\nrule: {}\n",
		`line 2: unknown key "rule": known here are version, rules, default`)
	f("version: one\n", "line 1: version: must be a number")
	f("version: 1.5", "line 1: version: is 1.5: must be an integer")
	f("version: '1'", `version: must be a number, is the text "1"`)
	f("version: 1e13", "10^12")
	f("version: [1]", "is a list")
	f("version: 1\nversion: 1\n",
		`line 2: the key "version" is here for the second time, first on line 1`)
	f("rules:\n  a: {maxGap: 1h}\n  b: {maxGap: 1h}\n  \"a\": {maxGap: 1h}\n",
		`line 4: rules: the key "a" is here for the second time, first on line 2`)
	f("{\"rules\":\n{\"a\":{\"maxGap\":\"1h\"},\n\"\\u0061\":null}}", `line 3: rules: the key "a"`)
	f("rules: []", "line 1: rules: must be a mapping")
	f("default:\n- 1", "line 2: default: must be a mapping")
	f("rules:\n  a:\n    sensor: main\n", "line 2: rules.a: maxGap is missing")
	f("\ndefault: {}\n", "line 2: default: maxGap is missing")
	f("default: {maxGap: 1h, id: x}", `unknown key "id"`)
	f("default: {maxGap: 1h, version: 1}", `unknown key "version"`)
	f("rules:\n  a:\n    maxGap: 60\n", "line 3: rules.a.maxGap: is 60: a duration needs a unit")
	f("rules:\n  a b:\n    maxGap: 1.h5\n", `line 3: rules."a b".maxGap: "1.h5" is not a duration`)
	f("{\n\n\"default\": {\n\"maxGap\": [\n1]}}", "line 4: default.maxGap: must be a duration")
	const limit = "\n  - {id: w, metric: co2, above: 1, single: 1s}"
	f("default:\n  maxGap: 1h\n  limits:"+limit+limit,
		`line 5: default.limits[1]: the limit id "w" is here for the second time, first on line 4`)
	f("default:\n  maxGap: 1h\n  limits:\n  - id: 7\n    metric: co2\n    above: 1\n    single: 1s",
		`line 4: default.limits[0].id: must be a text, is a number: write "7" in quotes`)
	f("default:\n  maxGap: 1h\n  limits:\n"+strings.Repeat(limit, 33)+"\n",
		"line 5: default.limits: has 33 limits, at most 32 are allowed")
}

func TestBookListsEveryProblem(t *testing.T) {
	_, err := ParseBook([]byte("rules:\n  a:\n    maxGap: 0\n    limits: [{id: x}]\n" +
		"  b:\n    mktMax: hot\nverison: 1\n"))
	want := []string{
		"line 3: rules.a.maxGap: must be more than 0",
		"line 4: rules.a.limits[0]: metric is missing: what is measured",
		"line 4: rules.a.limits[0]: a bound is missing: one of " + strings.Join(boundNames(), ", "),
		"line 4: rules.a.limits[0]: single or cumulative is missing: for how long may it be broken?",
		"line 5: rules.b: maxGap is missing: a reading speaks for at most this long",
		`line 6: rules.b.mktMax: must be a number, is the text "hot"`,
		`line 7: unknown key "verison": known here are version, rules, default`,
	}
	if err == nil || err.Error() != "read rule book: "+strings.Join(want, "\n") {
		t.Errorf("got\n%v", err)
	}
	var list *Error
	if !errors.As(err, &list) || len(list.Problems) != len(want) {
		t.Fatalf("got %+v", list)
	}
	if list.Problems[5] != (Problem{6, "rules.b.mktMax", `must be a number, is the text "hot"`}) {
		t.Errorf("got %+v", list.Problems[5])
	}
	many := "rules:\n" + strings.Repeat(" ? \"\"\n : {}\n", 200)
	if _, err := ParseBook([]byte(many)); err == nil || strings.Count(err.Error(), "\n") != maxListed {
		t.Errorf("got\n%v", err)
	}
}

func TestFingerprint(t *testing.T) {
	base := mustBook(t, sampleBook)
	change := func(old, with string) string {
		if !strings.Contains(sampleBook, old) {
			t.Fatalf("the sample has no %q", old)
		}
		return strings.Replace(sampleBook, old, with, 1)
	}
	for name, text := range map[string]string{
		"as JSON":                            sampleJSON,
		"comments":                           change("# whose", "# its"),
		"a default without limits left out":  change("default: {maxGap: 2h, limits: []}\n", ""),
		"a product without limits left out":  change("  4711:\n    maxGap: 30m\n", ""),
		"settle of a product without limits": change("maxGap: 30m", "{maxGap: 1m, settle: 1h}"),
		"a default written out":              change("single: 0s", "single: 0s, inclusive: false"),
		"a sensor written out":               change("single: 0s", "single: 0s, sensor: main"),
	} {
		if got := mustBook(t, text); got.Fingerprint() != base.Fingerprint() {
			t.Errorf("%s: the fingerprint changed", name)
		}
	}
	const some = "{maxGap: 2h, limits: [{id: w, metric: co2, above: 1, single: 1s}]}"
	seen := map[string]string{base.Fingerprint(): "the sample"}
	for _, text := range []string{
		change("version: 3", "version: 4"), change("version: 3", ""),
		change("fresh-salmon", "fresh-trout"), change("warm", "hot"),
		change("above: 5.0", "above: 5.1"), change("single: 0s", "single: 1ms"),
		change("settle: 24h", "settle: 25h"), change("0.95", "0.950001"),
		change("atOrAbove", "above"), change("inclusive: true", "inclusive: false"),
		change("defrostGrace: 30m", "defrostGrace: 31m"), change("defrostMax: 1h", "defrostMax: 2h"),
		change("stuckAfter: 12h", "stuckAfter: 13h"), change("within: 36h", "within: 37h"),
		change("to: 4.0", "to: 4.1"), change("sensor: return, ", ""),
		change("{maxGap: 2h, limits: []}", some),
		strings.Replace(change("  4711:\n    maxGap: 30m\n", ""), "{maxGap: 2h, limits: []}", some, 1),
	} {
		print := mustBook(t, text).Fingerprint()
		if seen[print] != "" {
			t.Errorf("%s\nhas the fingerprint of\n%s", text, seen[print])
		}
		seen[print] = text
	}
}

func TestBookString(t *testing.T) {
	b := mustBook(t, sampleBook)
	want := "rule book version 3 (2 products, fingerprint " + b.Fingerprint()[:12] + ")"
	if b.String() != want || !strings.HasPrefix(mustBook(t, "{}").String(), "rule book (0 products") {
		t.Errorf("got %s, want %s", b, want)
	}
}
