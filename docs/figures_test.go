package docs

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	figure  = regexp.MustCompile(`\b\d[\d,]*(?:\.\d+)?\b`)
	results = regexp.MustCompile(`\]\((bench/results/[\w-]+\.md)\)`)
)

// figures are the numbers of a text, with a unit in the last place that is written: 371,000 is
// meant to the thousand.
func figures(text string) (numbers, units []float64) {
	for _, written := range figure.FindAllString(text, -1) {
		written = strings.ReplaceAll(written, ",", "")
		n, err := strconv.ParseFloat(written, 64)
		if err != nil {
			continue
		}
		unit := 1.0
		if _, decimals, found := strings.Cut(written, "."); found {
			unit = math.Pow10(-len(decimals))
		} else if n != 0 {
			for math.Mod(n, unit*10) == 0 {
				unit *= 10
			}
		}
		numbers, units = append(numbers, n), append(units, unit)
	}
	return numbers, units
}

// TestFigures: each figure of the README's section of numbers is one of the recorded results that
// the section links to, rounded.
func TestFigures(t *testing.T) {
	section := part(t, "../README.md", "## Numbers")
	links := results.FindAllStringSubmatch(section, -1)
	if len(links) == 0 {
		t.Fatal("the section of numbers names no recorded results")
	}
	var recorded []float64
	for _, link := range links {
		text, err := os.ReadFile(filepath.Join("..", link[1]))
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^Commit [0-9a-f]{7,}\.`).Match(text) {
			t.Errorf("%s does not name its commit", link[1])
		}
		numbers, _ := figures(string(text))
		recorded = append(recorded, numbers...)
	}
	_, cells, found := strings.Cut(section, "\n|")
	if !found {
		t.Fatal("the section of numbers has no table")
	}
	numbers, units := figures(cells)
	if len(numbers) < 5 {
		t.Fatalf("the table has %d figures", len(numbers))
	}
	for i, n := range numbers {
		if !slices.ContainsFunc(recorded, func(r float64) bool {
			return math.Abs(r-n) <= units[i]/2
		}) {
			t.Errorf("README.md says %v, which is in none of the results that it names", n)
		}
	}
}

var (
	target   = regexp.MustCompile(`(?m)^([a-z-]+):.*## .`)
	makeCall = regexp.MustCompile("(?m)(?:`|^)make ([a-z-]+)")
	phony    = regexp.MustCompile(`(?m)^\.PHONY: (.*)$`)
)

// TestMakefile: each target that a page names is in the Makefile, and each one there is explained
// and phony.
func TestMakefile(t *testing.T) {
	text, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for _, m := range target.FindAllSubmatch(text, -1) {
		targets = append(targets, string(m[1]))
	}
	all := strings.Fields(string(phony.FindSubmatch(text)[1]))
	if !slices.Equal(targets, all) {
		t.Errorf("the Makefile explains %q, its .PHONY has %q", targets, all)
	}
	named := 0
	for page, text := range pages(t) {
		for _, m := range makeCall.FindAllStringSubmatch(text, -1) {
			if named++; !slices.Contains(targets, m[1]) {
				t.Errorf("%s names make %s, which is no target", page, m[1])
			}
		}
	}
	if named < len(targets)/2 {
		t.Errorf("the pages name %d targets", named)
	}
}
