package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"sort"
	"strings"
)

// Diff compares two answers as JSON values: projections, lists of them, refusals, or anything else
// that encoding/json can write. It gives one line per difference, beginning with its path.
//
// An MKT may differ by 0.001. The digest of a projection is not compared. So a decision that names
// what could be a digest is current on either side if it names the digest of that side's
// projection.
func Diff(want, got any) []string {
	w, err := asJSON(want)
	if err != nil {
		return []string{fmt.Sprintf("want: %v", err)}
	}
	g, err := asJSON(got)
	if err != nil {
		return []string{fmt.Sprintf("got: %v", err)}
	}
	if isEmpty(w) && isEmpty(g) {
		return nil // a list that was never begun is an empty one
	}
	return diff("", w, g)
}

// asJSON writes the value as JSON and reads it back; raw JSON text is read as it is.
func asJSON(v any) (any, error) {
	raw, ok := v.([]byte)
	if !ok {
		var err error
		if raw, err = json.Marshal(v); err != nil {
			return nil, err
		}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var out any
	err := dec.Decode(&out)
	return out, err
}

func isEmpty(v any) bool {
	list, ok := v.([]any)
	return v == nil || ok && len(list) == 0
}

func diff(path string, want, got any) []string {
	differs := []string{fmt.Sprintf("%s: want %s, got %s", named(path), brief(want), brief(got))}
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return differs
		}
		return diffObjects(path, w, g)
	case []any:
		g, ok := got.([]any)
		if !ok {
			return differs
		}
		var out []string
		if len(w) != len(g) {
			out = append(out, fmt.Sprintf("%s: want %d items, got %d", named(path), len(w), len(g)))
		}
		for i := range min(len(w), len(g)) {
			out = append(out, diff(fmt.Sprintf("%s[%d]", path, i), w[i], g[i])...)
		}
		return out
	case json.Number:
		g, ok := got.(json.Number)
		if !ok || !within(w, g, tolerance(path)) {
			return differs
		}
	default:
		if want != got {
			return differs
		}
	}
	return nil
}

func named(path string) string { return strings.TrimPrefix(path, ".") }

func diffObjects(path string, want, got map[string]any) []string {
	var out []string
	_, projection := want["schema"]
	if projection {
		want, out = settleCurrent(path+": want", want)
		var more []string
		got, more = settleCurrent(path+": got", got)
		out = append(out, more...)
	}
	var names []string
	for name := range want {
		names = append(names, name)
	}
	for name := range got {
		if _, both := want[name]; !both {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		if name == "digest" && projection {
			continue
		}
		at := path + "." + name
		w, inWant := want[name]
		g, inGot := got[name]
		switch {
		case !inGot:
			out = append(out, fmt.Sprintf("%s: want %s, got nothing", named(at), brief(w)))
		case !inWant:
			out = append(out, fmt.Sprintf("%s: want nothing, got %s", named(at), brief(g)))
		default:
			out = append(out, diff(at, w, g)...)
		}
	}
	return out
}

var digestForm = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)

// settleCurrent gives a projection in which only decisions that can't name a digest say whether
// they are current. What the others say must be true of the projection's own digest, if it has one.
func settleCurrent(side string, p map[string]any) (settled map[string]any, wrong []string) {
	settled = map[string]any{}
	for name, v := range p {
		settled[name] = v
	}
	list, ok := p["decisions"].([]any)
	if !ok {
		return settled, nil
	}
	decisions := []any{}
	for i, v := range list {
		d, ok := v.(map[string]any)
		if text, _ := d["digest"].(string); !ok || !digestForm.MatchString(text) {
			decisions = append(decisions, v)
			continue
		}
		if own, ok := p["digest"]; ok && d["current"] != (d["digest"] == own) {
			wrong = append(wrong, fmt.Sprintf("%s.decisions[%d].current: %s beside the digest %v",
				named(side), i, brief(d), own))
		}
		rest := map[string]any{}
		for name, v := range d {
			if name != "current" {
				rest[name] = v
			}
		}
		decisions = append(decisions, rest)
	}
	settled["decisions"] = decisions
	return settled, wrong
}

// tolerance is by how much a number may differ.
func tolerance(path string) *big.Rat {
	if strings.HasSuffix(path, "].temperature.mkt") {
		return big.NewRat(1, 1000)
	}
	return new(big.Rat)
}

// within compares the numbers that are written, so 1e2 is 100.0.
func within(a, b json.Number, tolerance *big.Rat) bool {
	x, errX := parseNumber(a.String())
	y, errY := parseNumber(b.String())
	if errX != nil || errY != nil {
		return false
	}
	return new(big.Rat).Abs(new(big.Rat).Sub(x, y)).Cmp(tolerance) <= 0
}

func brief(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if len(raw) > 200 {
		return string(raw[:200]) + "…"
	}
	return string(raw)
}
