package rule

import (
	"strings"
	"testing"
)

// fields are what a key is written with where it is tried: a value that is not its default.
var fields = map[string]string{
	"entry sensor": `"return"`, "entry maxGap": `"7m"`, "entry minCoverage": "0.5",
	"entry maxBlind": `"1m"`, "entry stuckAfter": `"1m"`, "entry settle": `"1m"`,
	"entry mktMax":              "1",
	"entry pullDown":            `{"within":"1m","to":1}`,
	"entry limits":              `[{"id":"m","metric":"co2","below":1,"single":"1s"}]`,
	"pullDown within":           `"1m"`,
	"pullDown to":               "1",
	"limit id":                  `"m"`,
	"limit metric":              `"co2"`,
	"limit sensor":              `"return"`,
	"limit single":              `"1m"`,
	"limit cumulative":          `"1m"`,
	"limit inclusive":           "true",
	"limit exemptDuringDefrost": "true",
	"limit defrostGrace":        `"1m"`,
	"limit defrostMax":          `"1m"`,
}

// written is an own rule in which the fields of one part are those given.
func written(of string, part map[string]string) string {
	entry := map[string]string{"id": `"r"`, "maxGap": `"1h"`}
	limit := map[string]string{"id": `"l"`, "metric": `"temperature"`, "above": "1",
		"single": `"2m"`}
	pullDown := map[string]string{"within": `"2m"`, "to": "2"}
	for name, value := range part {
		into := map[string]map[string]string{"entry": entry, "limit": limit, "pullDown": pullDown}
		into[of][name] = value
	}
	object := func(m map[string]string) string {
		var list []string
		for name, value := range m {
			if value != "" {
				list = append(list, `"`+name+`":`+value)
			}
		}
		return "{" + strings.Join(list, ",") + "}"
	}
	if _, there := entry["pullDown"]; !there && of == "pullDown" {
		entry["pullDown"] = object(pullDown)
	}
	if _, there := entry["limits"]; !there {
		entry["limits"] = "[" + object(limit) + "]"
	}
	return object(entry)
}

// TestKeys holds the table of keys to what parsing does with each: it is read, it must be there
// where it is required, and left out it is what the table says.
func TestKeys(t *testing.T) {
	parse := func(of string, part map[string]string) string {
		r, err := Parse([]byte(written(of, part)))
		if err != nil {
			return err.Error()
		}
		return string(r.AppendJSON(nil))
	}
	seen := map[string]bool{}
	for _, k := range Keys() {
		name := k.Of + " " + k.Name
		if seen[name] || k.Kind == "" || k.Meaning == "" || strings.ContainsAny(k.Meaning, "|\n") {
			t.Errorf("%+v", k)
		}
		seen[name] = true
		if name == "entry id" || name == "entry version" {
			continue // not in a rule book, see TestParseRefused and TestDecodeVersion
		}
		with := map[string]string{k.Name: fields[name]}
		without := map[string]string{k.Name: ""}
		as := map[string]string{k.Name: `"` + k.Default + `"`}
		if strings.HasPrefix(k.Name, "defrost") {
			for _, part := range []map[string]string{with, without, as} {
				part["exemptDuringDefrost"] = "true"
			}
		}
		if k.Name == "single" {
			for _, part := range []map[string]string{with, without, as} {
				part["cumulative"] = `"3m"`
			}
		}
		left, got := parse(k.Of, without), parse(k.Of, with)
		if fields[name] == "" || left == got || strings.Contains(got, "read rule") {
			t.Errorf("%s: %q is not read: %s", name, fields[name], got)
		}
		switch k.Default {
		case Required:
			if !strings.Contains(left, k.Name+" is missing: "+k.Meaning) {
				t.Errorf("%s may be left out: %s", name, left)
			}
			continue
		case "":
			as[k.Name] = "null"
		case "that of the entry":
			as[k.Name] = `"main"`
		case "0", "false":
			as[k.Name] = k.Default
		}
		if got := parse(k.Of, as); got != left || strings.Contains(got, "read rule") {
			t.Errorf("%s left out is\n%s, as %s it is\n%s", name, left, as[k.Name], got)
		}
	}
	if len(seen) != len(fields)+2 {
		t.Errorf("%d keys, %d tried", len(seen), len(fields)+2)
	}
}
