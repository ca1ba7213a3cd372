package docs

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// numbers are numbers that pages tell and the program has as a constant: the page's words, with the
// number as %s, and where the constant is.
var numbers = []struct{ page, words, file, constant string }{
	{specification, "a value of more than %s bytes", "joins/event/bounds.go", "MaxValue"},
	{specification, "an address of more than %s bytes", "joins/event/bounds.go", "MaxAddress"},
	{specification, "another text of more than %s bytes", "joins/event/bounds.go", "MaxText"},
	{specification, "after %s containers", "joins/event/bounds.go", "MaxContainers"},
	{specification, "after %s leg numbers", "joins/event/bounds.go", "MaxLegs"},
	{specification, "after %s sensors", "joins/event/bounds.go", "MaxSensors"},
	{specification, "whole value from 1 to %s.", "joins/event/bounds.go", "MaxLeg"},
	{specification, "| at most %s |", "joins/rule/value.go", "maxLimits"},
	{specification, "at most %s bytes, not twice in a rule", "joins/rule/value.go", "maxLimitID"},
	{specification, "the last %s of each per custody", "joins/judge/fold.go", "Listed"},
	{specification, "the last %s, repeats in all", "joins/recent.go", "recentShown"},
	{specification, "A projection has at most %s bytes", "joins/custodyjson.go", "maxProjection"},
	{specification, "{\"schema\":%s,", "joins/projection.go", "schemaVersion"},
	{"DESIGN.md", "projection by %s bytes", "joins/custodyjson.go", "maxProjection"},
	{"DESIGN.md", "A sealed chunk has %s readings", "joins/series/chunk.go", "Full"},
	{"OPERATIONS.md", "GOGC=%s;", "cmd/coldchain/collector.go", "leastGrowth"},
	{"OPERATIONS.md", "a value of more than %s bytes", "joins/event/bounds.go", "MaxValue"},
	{"formats/events.md", "from 1 to %s;", "joins/event/bounds.go", "MaxLeg"},
	{"formats/events.md", "of at most %s bytes, without", "joins/event/bounds.go", "MaxText"},
	{"formats/events.md", "at most %s bytes as it is written", "joins/event/bounds.go",
		"MaxAddress"},
	{"formats/group.md", "its first %s bytes at most", "pipeline/deadletter.go", "deadKeyBytes"},
	{"formats/projection.md", "`\"schema\": %s`", "joins/projection.go", "schemaVersion"},
	{"formats/projection.md", "A projection has at most %s bytes", "joins/custodyjson.go",
		"maxProjection"},
	{"formats/readings.md", "when it holds %s readings", "joins/series/chunk.go", "Full"},
	{"formats/readings.md", "beyond %s it is cut", "joins/series/chunk.go", "split"},
}

// TestNumbers: the pages have the numbers that the program has.
func TestNumbers(t *testing.T) {
	spaces := regexp.MustCompile(`\s+`)
	for _, n := range numbers {
		value := withCommas(constantOf(t, n.file, n.constant))
		text := spaces.ReplaceAllString(pages(t)[n.page], " ")
		if words := strings.Replace(n.words, "%s", value, 1); !strings.Contains(text, words) {
			t.Errorf("%s does not say %q, which is %s in %s", n.page, words, n.constant, n.file)
		}
	}
}

// constantOf is the value of an integer constant, in a declaration on one line.
func constantOf(t *testing.T, file, name string) int64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^(?:const |\t)` + name + `\s+= (.*?)(?://.*)?$`).FindSubmatch(text)
	if m == nil {
		t.Fatalf("%s has no constant %s", file, name)
	}
	x, err := types.Eval(token.NewFileSet(), nil, token.NoPos, strings.TrimSpace(string(m[1])))
	if err != nil {
		t.Fatal(err)
	}
	value, ok := constant.Int64Val(constant.ToInt(x.Value))
	if !ok {
		t.Fatalf("%s is %s", name, x.Value)
	}
	return value
}

// withCommas writes a number as the pages do: 900,000.
func withCommas(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return withCommas(n/1000) + fmt.Sprintf(",%03d", n%1000)
}
