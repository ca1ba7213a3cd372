package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// Diff compares two answers as JSON values: projections, lists of them, refusals, or anything else that
// encoding/json can write. It gives one line per difference, beginning with its path. The digest of a
// projection is not compared, and an MKT may differ by 0.001.
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
	differs := []string{fmt.Sprintf("%s: want %s, got %s", strings.TrimPrefix(path, "."), brief(want), brief(got))}
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
			out = append(out, fmt.Sprintf("%s: want %d items, got %d", strings.TrimPrefix(path, "."), len(w), len(g)))
		}
		for i := range min(len(w), len(g)) {
			out = append(out, diff(fmt.Sprintf("%s[%d]", path, i), w[i], g[i])...)
		}
		return out
	case json.Number:
		g, ok := got.(json.Number)
		if !ok || !sameNumber(w, g) && !(strings.HasSuffix(path, "]"+mktPath) && nearly(w, g)) {
			return differs
		}
	default:
		if want != got {
			return differs
		}
	}
	return nil
}

const mktPath = ".temperature.mkt"

func diffObjects(path string, want, got map[string]any) []string {
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
	_, projection := want["schema"]
	var out []string
	for _, name := range names {
		if name == "digest" && projection {
			continue
		}
		at := path + "." + name
		w, inWant := want[name]
		g, inGot := got[name]
		switch {
		case !inGot:
			out = append(out, fmt.Sprintf("%s: want %s, got nothing", strings.TrimPrefix(at, "."), brief(w)))
		case !inWant:
			out = append(out, fmt.Sprintf("%s: want nothing, got %s", strings.TrimPrefix(at, "."), brief(g)))
		default:
			out = append(out, diff(at, w, g)...)
		}
	}
	return out
}

// sameNumber compares the decimals that are written, so 1e2 is 100.0.
func sameNumber(a, b json.Number) bool {
	x, errX := parseDecimal(a.String())
	y, errY := parseDecimal(b.String())
	return errX == nil && errY == nil && x == y
}

// nearly says that two numbers differ by at most 0.001, both having at most three decimals.
func nearly(a, b json.Number) bool {
	x, errX := parseDecimal(a.String())
	y, errY := parseDecimal(b.String())
	if errX != nil || errY != nil || x.exp < -3 || y.exp < -3 {
		return false
	}
	m, errX := thousandths(x)
	n, errY := thousandths(y)
	return errX == nil && errY == nil && max(m-n, n-m) <= 1
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
