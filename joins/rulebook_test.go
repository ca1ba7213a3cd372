package joins

import (
	"errors"
	"strings"
	"testing"
)

const sampleBook = `# what the products keep to
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
      - {id: freeze, metric: temperature, below: -1.0, single: 0s}
      - {id: drift,  metric: temperature, aboveSetPoint: 2.0, single: 4h, exemptDuringDefrost: true}
      - {id: stale,  metric: co2, atOrAbove: 12, cumulative: 6h}
  4711:
    maxGap: 30m
default: {maxGap: 2h, limits: []}
`

const sampleJSON = `{
	"version": 3, "default": {"maxGap": "120m"},
	"rules": {
		"4711": {"maxGap": "1800s", "limits": null},
		"fresh-salmon": {"maxGap": "60m", "minCoverage": 95e-2, "maxBlind": "6h", "mktMax": 8, "limits": [
			{"id": "warm", "metric": "temperature", "above": 5.0000001, "single": "30m", "cumulative": "2h"},
			{"id": "freeze", "metric": "temperature", "below": -1, "single": 0},
			{"id": "drift", "metric": "temperature", "aboveSetPoint": 2, "single": "4h", "exemptDuringDefrost": true},
			{"id": "stale", "metric": "co2", "atOrAbove": 12, "cumulative": "6h"}]}}}`

func mustBook(t *testing.T, text string) *RuleBook {
	t.Helper()
	b, err := ParseRuleBook([]byte(text))
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return b
}

func TestRuleBookFor(t *testing.T) {
	const salmon = `{"id":"fresh-salmon","version":3,"sensor":"main","maxGap":"1h0m0s","minCoverage":0.95,"maxBlind":"6h0m0s","settle":"24h0m0s","mktMax":8,"limits":[` +
		`{"id":"warm","metric":"temperature","above":5,"single":"30m0s","cumulative":"2h0m0s"},` +
		`{"id":"freeze","metric":"temperature","below":-1,"single":"0s"},` +
		`{"id":"drift","metric":"temperature","aboveSetPoint":2,"single":"4h0m0s","exemptDuringDefrost":true},` +
		`{"id":"stale","metric":"co2","atOrAbove":12,"cumulative":"6h0m0s"}]}`
	const number = `{"id":"4711","version":3,"sensor":"main","maxGap":"30m0s","minCoverage":0,"settle":"24h0m0s","limits":[]}`
	const fallback = `{"id":"default","version":3,"sensor":"main","maxGap":"2h0m0s","minCoverage":0,"settle":"24h0m0s","limits":[]}`
	product := func(s string) *string { return &s }
	for _, text := range []string{sampleBook, sampleJSON} {
		b := mustBook(t, text)
		for _, c := range []struct {
			product *string
			want    string
		}{{product("fresh-salmon"), salmon}, {product("4711"), number}, {product("tuna"), fallback}, {product(""), fallback}, {nil, fallback}} {
			if got := string(b.For(c.product).AppendJSON(nil)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		}
	}
	for _, text := range []string{"rules:", "{}", "rules: {a: ~}\ndefault: null", "--- {}\n...\n"} {
		if r := mustBook(t, text).For(product("a")); r != nil {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

func TestRuleBookRefused(t *testing.T) {
	const limit = "{id: w, metric: co2, above: 1, single: 1s}"
	for _, c := range []struct{ in, want string }{
		{"", "is empty"}, {" \n\n", "is empty"}, {"# nothing\n", "is empty"}, {"---\n", "is empty"}, {"null", "is empty"}, {"~\n", "is empty"},
		{"[]", "line 1: must be a mapping, is a list"}, {"\n\nbook", "line 3: must be a mapping, is a text"}, {"7", "line 1: must be a mapping"},
		{"rules: {}\n---\nrules: {}\n", "line 2: a second document begins here"},
		{"version: 1\nrule: {}\n", `line 2: unknown key "rule"`},
		{"version: one\n", "line 1: version: must be a number"}, {"version: 1.5", "line 1: version: is 1.5: must be an integer"},
		{"version: '1'", "version: must be a number, is the text"}, {"version: 1e13", "10^12"}, {"version: 010", "versions of YAML"},
		{"version: 1_000", "versions of YAML"}, {"version: 0b1", "versions of YAML"}, {"version: .inf", "10^12"}, {"version: .nan", "10^12"},
		{"version: !!int 3", "line 1: the tag !!int is not allowed"}, {"version: !!str 3", "the tag !!str"}, {"version: !x 3", "the tag !x"},
		{"version: 1\nversion: 1\n", `line 2: the key "version" is here for the second time, first on line 1`},
		{"rules:\n  a: {maxGap: 1h}\n  b: {maxGap: 1h}\n  \"a\": {maxGap: 1h}\n", `line 4: rules: the key "a" is here for the second time, first on line 2`},
		{"{\"rules\":\n{\"a\":{\"maxGap\":\"1h\"},\n\"a\":null}}", `line 3: rules: the key "a"`},
		{"rules: []", "line 1: rules: must be a mapping"}, {"default:\n- 1", "line 2: default: must be a mapping"},
		{"rules:\n  a:\n    sensor: main\n", "line 2: rules.a: maxGap is missing"}, {"\ndefault: {}\n", "line 2: default: maxGap is missing"},
		{"default: {maxGap: 1h, id: x}", `unknown key "id"`}, {"default: {maxGap: 1h, version: 1}", `unknown key "version"`},
		{"rules:\n  a:\n    maxGap: 60\n", "line 3: rules.a.maxGap: is 60: a duration needs a unit"},
		{"rules:\n  a b:\n    maxGap: 1.h5\n", `line 3: rules."a b".maxGap: "1.h5" is not a duration`},
		{"default:\n  maxGap: 1h\n  limits:\n  - " + limit + "\n  - " + limit, `line 5: default.limits[1]: the limit id "w" is here for the second time, first on line 4`},
		{"default:\n  maxGap: 1h\n  limits:\n  - id: 7\n    metric: co2\n    above: 1\n    single: 1s", `line 4: default.limits[0].id: must be a text, is a number: write "7" in quotes`},
		{"default:\n  <<: {maxGap: 1h}\n", "line 2: merge keys"}, {"rules:\n  ? [a]\n  : {maxGap: 1h}\n", "line 2: a key is a list"},
		{"rules:\n  ~: {maxGap: 1h}\n", "line 2: a key is null"}, {"a: *b\n", "unknown anchor"},
		{"rules: &r\n  a: *r\n", `line 1: the anchor "r" holds itself`},
		{"rules:\n  a: {maxGap: 1h\n  b: {maxGap: 1h}\n", "line 2: is neither YAML nor JSON"},
		{"version: 1\nrules:\n\ta: b\n", "line 3: is neither YAML nor JSON"}, {"rules: {a: b: c}", "line 1: is neither"},
		{"version: 1\nrules:\n  a: x: y\n", "line 3: is neither YAML nor JSON"},
		{"version: 1\nrules:\n - a\n b: 1\n", "line 3: is neither YAML nor JSON"},
		{"{\"version\": 1,\n \"rules\": {}\n", "line 2: is neither YAML nor JSON"},
		{"%YAML 1.2\n---\nrules: {}\n", "remove the %YAML line"},
		{"version: 1\nrules: \xff\n", "line 2: is neither YAML nor JSON"}, {"version: 1\n\nrules: \x01\n", "line 3: is neither YAML nor JSON"},
		{`{"rules":{"\ud800":{"maxGap":"1h"}}}`, "line 1: the text"},
	} {
		b, err := ParseRuleBook([]byte(c.in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, error %v\nwant %q", c.in, b, err, c.want)
		}
	}
}

func TestRuleBookListsEveryProblem(t *testing.T) {
	_, err := ParseRuleBook([]byte("rules:\n  a:\n    maxGap: 0\n    limits: [{id: x}]\n  b:\n    mktMax: hot\nverison: 1\n"))
	want := []string{
		"line 3: rules.a.maxGap: must be more than 0",
		"line 4: rules.a.limits[0]: metric is missing",
		"line 4: rules.a.limits[0]: a bound is missing: one of above, below, atOrAbove, atOrBelow, aboveSetPoint, belowSetPoint",
		"line 4: rules.a.limits[0]: single or cumulative is missing: for how long may it be broken?",
		"line 5: rules.b: maxGap is missing: for how long does a reading speak?",
		`line 6: rules.b.mktMax: must be a number, is the text "hot"`,
		`line 7: unknown key "verison": known here are version, rules, default`,
	}
	if err == nil || err.Error() != "read rule book: "+strings.Join(want, "\n") {
		t.Errorf("got\n%v", err)
	}
	var list *RuleError
	if !errors.As(err, &list) || len(list.Problems) != len(want) || list.Problems[5].Path != "rules.b.mktMax" {
		t.Errorf("got %+v", list)
	}
	many := "rules:\n" + strings.Repeat(" ? \"\"\n : {}\n", 200)
	if _, err := ParseRuleBook([]byte(many)); err == nil || strings.Count(err.Error(), "\n") != maxListedProblems {
		t.Errorf("got\n%v", err)
	}
}

func TestRuleBookYAML(t *testing.T) {
	b := mustBook(t, `---
rules:
  a: &a
    maxGap: 1h
    limits: &limits
    - {id: "5", metric: o2, above: 0x10, single: 0}
    - {id: 2026-01-01, metric: o2, below: +.5, single: "0"}
    - {id: on, metric: o2, atOrBelow: 0o17, cumulative: 1h, exemptDuringDefrost: True}
    - {id: '', metric: o2, atOrAbove: 1e3, cumulative: 1h}
  b: *a
  NO: {maxGap: 1h, limits: *limits, mktMax: Null}
  1.0: {maxGap: 1h}
  "null": {maxGap: 1h}
`)
	if got := strings.Join(b.Products(), " "); got != "1.0 NO a b null" {
		t.Errorf("products %s", got)
	}
	id := "b"
	rule := b.For(&id)
	want := []struct {
		id    string
		value int64
	}{{"5", 16_000}, {"2026-01-01", 500}, {"on", 15_000}, {"", 1_000_000}}
	if rule.ID != "b" || len(rule.Limits) != len(want) {
		t.Fatalf("%+v", rule)
	}
	for i, w := range want {
		if l := rule.Limits[i]; l.ID != w.id || l.Value != w.value {
			t.Errorf("limit %d: %+v, want %+v", i, l, w)
		}
	}
	if rule.Limits[0].Single != 0 || rule.Limits[0].Cumulative != Unset || rule.Limits[2].Single != Unset || !rule.Limits[2].ExemptDuringDefrost {
		t.Errorf("%+v", rule.Limits)
	}
}

func TestRuleBookAliasesAreBounded(t *testing.T) {
	var s strings.Builder
	s.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 9 {
		last, next := string(rune('0'+i)), string(rune('1'+i))
		s.WriteString("a" + next + ": &a" + next + " [" + strings.Repeat("*a"+last+", ", 10) + "]\n")
	}
	if _, err := ParseRuleBook([]byte(s.String())); err == nil || !strings.Contains(err.Error(), "more than 1000000 values") {
		t.Errorf("got %.200v", err)
	}
}

func TestFingerprint(t *testing.T) {
	base := mustBook(t, sampleBook)
	change := func(old, with string) string { return strings.Replace(sampleBook, old, with, 1) }
	for name, text := range map[string]string{
		"as JSON":                            sampleJSON,
		"comments":                           change("# whose", "# its"),
		"a default without limits left out":  change("default: {maxGap: 2h, limits: []}\n", ""),
		"a product without limits left out":  change("  4711:\n    maxGap: 30m\n", ""),
		"settle of a product without limits": change("    maxGap: 30m\n", "    {maxGap: 1m, settle: 1h}\n"),
	} {
		if got := mustBook(t, text); got.Fingerprint() != base.Fingerprint() {
			t.Errorf("%s: the fingerprint changed", name)
		}
	}
	seen := map[string]string{base.Fingerprint(): "the sample"}
	const some = "{maxGap: 2h, limits: [{id: w, metric: co2, above: 1, single: 1s}]}"
	for _, text := range []string{
		change("version: 3", "version: 4"), change("version: 3", ""), change("fresh-salmon", "fresh-trout"), change("warm", "hot"), change("5.0", "5.1"),
		change("single: 0s", "single: 1ms"), change("settle: 24h", "settle: 25h"), change("0.95", "0.950001"), change("true", "false"), change("atOrAbove", "above"),
		change("{maxGap: 2h, limits: []}", some),
		change("{maxGap: 2h, limits: []}", some+"\n#") + "\n", // the same book as the one before
		strings.Replace(change("  4711:\n    maxGap: 30m\n", ""), "{maxGap: 2h, limits: []}", some, 1),
	} {
		print := mustBook(t, text).Fingerprint()
		if strings.Contains(text, "\n#\n") != (seen[print] != "") {
			t.Errorf("%s\nhas the fingerprint of\n%s", text, seen[print])
		}
		seen[print] = text
	}
}

// Whatever a rule book holds, it is read or refused with the line, and what was
// read says the same when written and read again.
func FuzzParseRuleBook(f *testing.F) {
	f.Add([]byte(sampleBook))
	f.Add([]byte(sampleJSON))
	f.Add([]byte("rules: &a {b: {maxGap: 1h, limits: [{id: 1_0, above: 0x1}]}}\ndefault: *a\n--- x"))
	f.Fuzz(func(t *testing.T, in []byte) {
		b, err := ParseRuleBook(in)
		if err != nil {
			if !errors.Is(err, errEmptyBook) && !strings.Contains(err.Error(), "line ") {
				t.Fatalf("%q: %v", in, err)
			}
			return
		}
		for _, id := range b.Products() {
			rule := b.For(&id)
			wire := rule.AppendJSON(nil)
			if back, err := DecodeRule(wire); err != nil || string(back.AppendJSON(nil)) != string(wire) || back.ID != id {
				t.Fatalf("%q: %s came back as %+v, %v", in, wire, back, err)
			}
		}
	})
}
