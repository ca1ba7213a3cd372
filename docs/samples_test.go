package docs

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"coldchain/internal/feed"
	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/joins/rule"
)

// block is the first fenced block of a language in the README.
func block(t *testing.T, language string) string {
	t.Helper()
	_, rest, found := strings.Cut(pages(t)["../README.md"], "```"+language+"\n")
	text, _, ends := strings.Cut(rest, "```")
	if !found || !ends {
		t.Fatalf("the README has no block of %s", language)
	}
	return text
}

// TestReadmeEvents: the events of the README are accepted, and judged as it lets expect.
func TestReadmeEvents(t *testing.T) {
	rules, err := os.ReadFile("../deploy/rules.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"deploy/rules.example.yaml": string(rules), "README.md": block(t, "yaml"),
	} {
		book, err := rule.ParseBook([]byte(text))
		if err != nil {
			t.Fatalf("the rule book of %s: %v", name, err)
		}
		a, err := joins.NewAudit(joins.Settings{Book: book, Lead: joins.DefaultLead}, 1,
			func([]byte) int32 { return 0 })
		if err != nil {
			t.Fatal(err)
		}
		sources := map[string]event.Topic{"orders": event.Orders, "voyages": event.Voyages,
			"container-metrics": event.ContainerMetrics}
		kinds := map[string]feed.Kind{"orders": feed.Orders, "voyages": feed.Voyages,
			"container-metrics": feed.Metrics}
		check := feed.NewCheck(kinds,
			func() int64 { return time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC).UnixMilli() })
		for row, err := range (feed.Events{}).Lines(strings.NewReader(block(t, "json")), check) {
			if err != nil {
				t.Fatal(err)
			}
			r := event.Record{Offset: int64(row.Line), Timestamp: row.Timestamp, Key: row.Key,
				Value: row.Value}
			if code, err := a.Add(sources[row.Topic], &r); err != nil || code != "" {
				t.Fatalf("line %d: %s %v", row.Line, code, err)
			}
		}
		var p struct {
			OrderID, Verdict string
			Reasons          []string
		}
		err = a.Finish(func(to joins.Topic, _ string, value []byte) error {
			if to != joins.Compliance {
				return nil
			}
			return json.Unmarshal(value, &p)
		})
		if err != nil || p.OrderID != "O-1" || p.Verdict != "violated" ||
			!slices.Equal(p.Reasons, []string{"single:warm"}) {
			t.Errorf("by %s: %+v %v", name, p, err)
		}
	}
}

// TestMetricsAndCodes: every metric of the engine is in OPERATIONS.md, every code of refused
// records in formats/group.md.
func TestMetricsAndCodes(t *testing.T) {
	texts := pages(t)
	for _, x := range []struct{ source, names, page string }{
		{"../pipeline/metrics.go", `"(pipeline_\w+)"`, "OPERATIONS.md"},
		{"../joins/event/code.go", `Code = "(\w+)"`, "formats/group.md"},
	} {
		source, err := os.ReadFile(x.source)
		if err != nil {
			t.Fatal(err)
		}
		names := regexp.MustCompile(x.names).FindAllSubmatch(source, -1)
		if len(names) < 5 {
			t.Errorf("%s has %d names", x.source, len(names))
		}
		for _, n := range names {
			if !regexp.MustCompile("`" + string(n[1]) + "[`{]").MatchString(texts[x.page]) {
				t.Errorf("%s does not tell of %s", x.page, n[1])
			}
		}
	}
}
