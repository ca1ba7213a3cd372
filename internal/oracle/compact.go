package oracle

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// maxProjection is how many bytes a projection may have.
const maxProjection = 900_000

// bounded takes from a projection that is too long what can be spared.
func bounded(p map[string]any) map[string]any {
	containers := p["containers"].([]any)
	for _, spared := range []struct{ custody, order []string }{
		{custody: []string{"gaps", "excursions"}},
		{[]string{"segments", "legs", "rule", "limits", "reasons"},
			[]string{"claims", "decisions"}},
	} {
		if Size(p) <= maxProjection {
			return p
		}
		p["truncated"] = true
		for _, c := range containers {
			for _, name := range spared.custody {
				delete(c.(map[string]any), name)
			}
		}
		for _, name := range spared.order {
			delete(p, name)
		}
	}
	return p
}

// compact writes JSON without spaces, in which only quotes, backslashes and control characters are
// escaped. The names of an object are sorted.
func compact(v any) []byte { return appendCompact(nil, v) }

func appendCompact(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case json.Number:
		return append(b, v...)
	case string:
		return appendText(b, v)
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCompact(b, item)
		}
		return append(b, ']')
	case map[string]any:
		b = append(b, '{')
		for i, name := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, name), ':')
			b = appendCompact(b, v[name])
		}
		return append(b, '}')
	}
	panic(fmt.Sprintf("%T is no part of a projection", v))
}

func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c < 0x20:
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// Size gives how many bytes a projection has as it is written.
func Size(projection map[string]any) int { return len(compact(projection)) }
