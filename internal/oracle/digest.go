package oracle

import (
	"crypto/sha256"
	"encoding/hex"
)

// digestOf gives a hash of what was judged. It has the form of a projection's digest and changes
// when that changes, but is another one.
func digestOf(verdict string, reasons []string, all []*custody) string {
	containers := []any{}
	for _, c := range all {
		m := map[string]any{"id": c.containerID, "verdict": c.verdict, "reasons": list(c.reasons)}
		if c.rule != nil {
			m["rule"] = c.rule.shown()
		}
		if c.window != nil {
			w := map[string]any{}
			c.window.show(w)
			m["window"] = w
		}
		if c.figures != nil {
			c.figures.putIntoDigest(m, c.rule)
		}
		containers = append(containers, m)
	}
	sum := sha256.Sum256(compact([]any{verdict, list(reasons), containers}))
	return hex.EncodeToString(sum[:16])
}

// putIntoDigest puts gaps and excursions; where one is not over, only where it began.
func (f *figures) putIntoDigest(m map[string]any, r *rule) {
	gaps, excursions := []any{}, []any{}
	for _, g := range f.temperature.gaps {
		text := timeText(g.start)
		if g.end < f.judged.end {
			text += " " + timeText(g.end)
		}
		gaps = append(gaps, text)
	}
	for _, e := range f.excursions {
		shown := e.shown(r)
		if e.open {
			shown = map[string]any{"limit": shown["limit"], "start": shown["start"]}
		}
		excursions = append(excursions, shown)
	}
	m["gaps"], m["excursions"] = gaps, excursions
}
