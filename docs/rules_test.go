package docs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

const rulesPage = "formats/rules.md"

// TestRuleKeys: the tables of keys are those by which the program reads a rule book.
func TestRuleKeys(t *testing.T) {
	titles := map[string]string{"entry": "## A rule", "pullDown": "## Pull-down",
		"limit": "## A limit"}
	rows := map[string][]string{}
	for _, key := range rule.Keys() {
		if titles[key.Of] == "" {
			t.Fatalf("%s has no section for the keys of %q", rulesPage, key.Of)
		}
		fallback := key.Default
		if fallback == "" {
			fallback = "none"
		}
		rows[key.Of] = append(rows[key.Of],
			fmt.Sprintf("| `%s` | %s | %s | %s |", key.Name, key.Kind, fallback, key.Meaning))
	}
	for of, title := range titles {
		generated(t, rulesPage, title, "| key | form | default | meaning |", rows[of])
	}
}

// TestRuleBounds: the table of bounds is that by which the program judges.
func TestRuleBounds(t *testing.T) {
	var rows []string
	for _, b := range rule.Bounds() {
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s |", b, broken(b), boundMetrics(b)))
	}
	generated(t, rulesPage, "## Bounds", "| bound | a value v breaks it if | of |", rows)
}

func broken(b rule.Bound) string {
	equal, above, below, only := "", "x", "x", ""
	if b.Inclusive() {
		equal = "="
	}
	if b.Relative() {
		above, below, only = "setPoint + x", "setPoint - x", ", x >= 0"
	}
	var ways []string
	if b.Upward() {
		ways = append(ways, fmt.Sprintf("v >%s %s", equal, above))
	}
	if b.Downward() {
		ways = append(ways, fmt.Sprintf("v <%s %s", equal, below))
	}
	return strings.Join(ways, " or ") + only
}

func boundMetrics(b rule.Bound) string {
	if b.Relative() {
		return measure.Temperature.String()
	}
	return "every metric"
}

// TestRuleMetrics: the table of metrics has those that a limit may name.
func TestRuleMetrics(t *testing.T) {
	var told, may []string
	for _, row := range table(t, part(t, rulesPage, "## Metrics"), "metric") {
		told = append(told, coded(row[0])...)
	}
	for _, m := range measure.Limited() {
		may = append(may, m.String())
	}
	if !slices.Equal(told, may) {
		t.Errorf("%s has the metrics %q, a limit may name %q", rulesPage, told, may)
	}
}

// TestSampleBooks: the rule books that documents show are accepted.
func TestSampleBooks(t *testing.T) {
	for _, page := range []string{specification, rulesPage} {
		_, rest, found := strings.Cut(pages(t)[page], "```yaml\n")
		text, _, ends := strings.Cut(rest, "```")
		if !found || !ends {
			t.Fatalf("%s has no rule book", page)
		}
		if _, err := rule.ParseBook([]byte(text)); err != nil {
			t.Errorf("the rule book of %s: %v", page, err)
		}
	}
}
