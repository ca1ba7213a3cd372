package config

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// printed is one value as `coldchain config print` shows it.
type printed struct {
	Key    string `json:"key"`
	Value  any    `json:"value"`
	Origin string `json:"origin"`
}

// Print writes each value with its origin: as a table, or as a JSON list.
// Secrets are hidden.
func (c *Config) Print(w io.Writer, asJSON bool) error {
	list := make([]printed, len(settings))
	for i, s := range settings {
		list[i] = printed{s.name, s.value.show(c), c.Origin(s.name)}
	}
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(list)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KEY\tVALUE\tORIGIN")
	for _, p := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\n", p.Key, cell(p.Value), p.Origin)
	}
	return table.Flush()
}

// cell is a value on one line of a table, a dash for nothing.
func cell(v any) string {
	text := fmt.Sprint(v)
	if items, ok := v.([]string); ok {
		text = strings.Join(items, ",")
	}
	if text == "" {
		return "-"
	}
	return text
}

// WriteReference writes all keys as a Markdown table, for the documentation.
func WriteReference(w io.Writer) error {
	var b strings.Builder
	b.WriteString(
		"| key | variable | flag | type | default | meaning |\n|---|---|---|---|---|---|\n")
	for _, k := range Keys() {
		fallback := k.Default
		if fallback != "" {
			fallback = "`" + fallback + "`"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | `--%s` | %s | %s | %s |\n",
			k.Name, k.Env, k.Flag, k.Type, fallback, k.Help)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
