package oracle

import (
	"cmp"
	"slices"
	"strings"
)

// mostStatements is how many claims, and how many decisions, are listed: the last ones.
const mostStatements = 50

// claims gives the claims by time, container and reason, what is absent first, and how many there
// are. What is said again is no other claim.
func (o *order) claims() (shown []any, count any) {
	compare := func(a, b *event) int {
		return cmp.Or(cmp.Compare(a.time, b.time),
			compareTexts(has(a.ids, "containerID"), has(b.ids, "containerID")),
			compareTexts(has(a.texts, "reason"), has(b.texts, "reason")))
	}
	claims := slices.SortedFunc(slices.Values(o.statements["OrderSpoilt"]), compare)
	claims = slices.CompactFunc(claims, func(a, b *event) bool { return compare(a, b) == 0 })
	return lastOf(claims, func(e *event) map[string]any {
		m := map[string]any{"type": e.kind, "time": timeText(e.time)}
		copyTexts(m, e.ids, "containerID")
		copyTexts(m, e.texts, "reason")
		return m
	})
}

// decisions gives the decisions by time and the offset of the first that says so, and how many
// there are. One is current if it names the digest.
func (o *order) decisions(digest string) (shown []any, count any) {
	fields := []string{"decision", "by", "reason", "reference", "digest"}
	content := func(e *event) map[string]any {
		m := map[string]any{"time": timeText(e.time)}
		copyTexts(m, e.texts, fields...)
		return m
	}
	seen := map[string]bool{}
	var decisions []*event
	for _, e := range o.statements["QualityDecision"] {
		if key := string(compact(content(e))); !seen[key] {
			seen[key] = true
			decisions = append(decisions, e)
		}
	}
	return lastOf(decisions, func(e *event) map[string]any {
		m := content(e)
		if named := has(e.texts, "digest"); named != nil {
			m["current"] = *named == digest
		}
		return m
	})
}

// compareTexts puts what is absent before every text.
func compareTexts(a, b *string) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return strings.Compare(*a, *b)
}

func copyTexts(m map[string]any, from map[string]string, names ...string) {
	for _, name := range names {
		if text, ok := from[name]; ok {
			m[name] = text
		}
	}
}

// lastOf shows the last of a list, and how many there are.
func lastOf(events []*event, show func(e *event) map[string]any) (shown []any, all any) {
	shown = []any{}
	for _, e := range events[max(0, len(events)-mostStatements):] {
		shown = append(shown, show(e))
	}
	return shown, count(len(events))
}
