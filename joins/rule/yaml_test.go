package rule

import (
	"strings"
	"testing"
)

func TestYAML(t *testing.T) {
	b := mustBook(t, `---
rules:
  a: &a
    maxGap: 1h
    limits: &limits
    - {id: "5", metric: o2, above: 0x10, single: 0}
    - {id: 2026-01-01, metric: o2, below: +.5, single: "0"}
    - {id: on, metric: o2, atOrBelow: 0o17, cumulative: 1h, exemptDuringDefrost: True}
    - {id: '', metric: o2, atOrAbove: 1e3, cumulative: 1h, inclusive: FALSE}
  b: *a
  NO: {maxGap: 1h, limits: *limits, mktMax: Null}
  1.0: {maxGap: 1h}
  0x1F: {maxGap: 1h}
  "null": {maxGap: 1h}
`)
	if got := strings.Join(b.Products(), " "); got != "0x1F 1.0 NO a b null" {
		t.Errorf("products %s", got)
	}
	rule := b.For(new("b"))
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
	if l := rule.Limits[0]; l.Single != 0 || l.Cumulative != Unset || l.DefrostMax != 0 {
		t.Errorf("%+v", l)
	}
	l := rule.Limits[2]
	if l.Single != Unset || !l.ExemptDuringDefrost || l.DefrostMax != DefaultDefrostMax {
		t.Errorf("%+v", l)
	}
	if l := rule.Limits[3]; l.Inclusive {
		t.Errorf("%+v", l)
	}
}

// A key may be an alias; its anchor may stand on a value.
func TestYAMLAliasAsKey(t *testing.T) {
	b := mustBook(t, "rules:\n  x: {maxGap: 1h, sensor: &s tuna}\n  *s : {maxGap: 2h}\n")
	if r := b.For(new("tuna")); r == nil || r.ID != "tuna" || r.MaxGap != 7_200_000 {
		t.Errorf("%v: %+v", b.Products(), r)
	}
}

func TestYAMLRefused(t *testing.T) {
	f := func(text, want string) {
		t.Helper()
		_, err := ParseBook([]byte(text))
		refused(t, text, err, want)
	}
	f("rules: {}\n---\nrules: {}\n", "line 2: a second document begins here")
	for _, number := range []string{"010", "-010", "1_000", "0b1", "1_0.5"} {
		f("version: "+number, "line 1: version: is "+number+
			", which versions of YAML read differently")
	}
	for _, number := range []string{".inf", "-.Inf", ".NaN", "1e400", "0xffffffffffffffffffff"} {
		f("version: "+number, "must be a number of at most 10^12")
	}
	f("version: !!int 3", "line 1: the tag !!int is not allowed")
	f("version: !!str 3", "the tag !!str")
	f("version: !x 3", "the tag !x")
	f("rules: {}\n!!str version: 3", "line 2: the tag !!str is not allowed")
	f("default:\n  <<: {maxGap: 1h}\n", "line 2: merge keys")
	f("rules:\n  ? [a]\n  : {maxGap: 1h}\n", "line 2: a key is a list")
	f("rules:\n  ~: {maxGap: 1h}\n", "line 2: a key is null")
	f("rules: &r\n  a: *r\n", `line 1: the anchor "r" holds itself`)

	// Whatever the parser says of the line, or leaves out, it is named.
	f("version: 1\n\na: *b\nrules: {}\n", "line 3: is neither YAML nor JSON: yaml: unknown anchor")
	f("rules:\n  a: {maxGap: 1h\n  b: {maxGap: 1h}\n", "line 2: is neither YAML nor JSON")
	f("rules: {a: b: c}", "line 1: is neither YAML nor JSON")
	f("version: 1\nrules:\n  a: x: y\n", "line 3: is neither YAML nor JSON")
	f("version: 1\nrules:\n - a\n b: 1\n", "line 4: is neither YAML nor JSON")
	f("version: 1\nrules:\n  a:\n    maxGap: 1h\n   limits: []\ndefault: {}\n",
		"line 5: is neither YAML nor JSON")
	f("{\"version\": 1,\n \"rules\": {}\n", "line 2: is neither YAML nor JSON")
	f("%YAML 1.2\n---\nrules: {}\n", "line 1: is neither YAML nor JSON")
	f(`{"rules":{"\ud800":{"maxGap":"1h"}}}`, "line 1: is neither YAML nor JSON")

	f("version: 1\nrules: \xff\n", "line 2: is not UTF-8")
	f("\xff\xfev\x00", "line 1: is not UTF-8")
	f("version: 1\n\nrules: \x01\n", "line 3: has the control character U+0001")
	f("version: 1\nrules: \x7f\n", "line 2: has the control character U+007F")
	f("version: 1\nrules: \ufffe\n", "line 2: is neither YAML nor JSON")
}

// A tab looks like spaces, so it is named.
func TestYAMLTab(t *testing.T) {
	f := func(text, where string) {
		t.Helper()
		_, err := ParseBook([]byte(text))
		refused(t, text, err, where+": is neither YAML nor JSON: "+
			"a tab stands in the indentation, where YAML has spaces only: yaml: ")
	}
	f("version: 1\nrules:\n\ta: b\n", "line 3")
	f("rules:\n  a:\n    maxGap: 1h\n\tsensor: x\n", "line 4")
	f("rules:\n  a:\n  \tmaxGap: 1h\n", "line 3")
	f("default:\n  limits:\n  -\tid: x\n  \tmetric: o2\n", "line 3")
	_, err := ParseBook([]byte("rules:\ta: b\n"))
	if err == nil || strings.Contains(err.Error(), "a tab") {
		t.Errorf("a tab that stands between: %v", err)
	}
	const allowed = "default: {\n\tmaxGap:\t1h,\n\tlimits: [] }\t# tabs\n"
	if r := mustBook(t, allowed).For(nil); r == nil || r.MaxGap != 3_600_000 {
		t.Errorf("%q: %+v", allowed, r)
	}
}

func TestAliasesAreBounded(t *testing.T) {
	var s strings.Builder
	s.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 9 {
		last, next := string(rune('0'+i)), string(rune('1'+i))
		s.WriteString("a" + next + ": &a" + next +
			" [" + strings.Repeat("*a"+last+", ", 10) + "]\n")
	}
	_, err := ParseBook([]byte(s.String()))
	refused(t, s.String(), err, "more than 1000000 values, aliases written out")
}
