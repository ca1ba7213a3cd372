package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	file    = regexp.MustCompile("`((?:[\\w.-]+/)+[\\w.*-]*)`")
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	notWord = regexp.MustCompile(`[^\w\- ]`)
)

// anchors are the places in a page that a link can name.
func anchors(text string) map[string]bool {
	all := map[string]bool{}
	for _, h := range heading.FindAllStringSubmatch(text, -1) {
		anchor := notWord.ReplaceAllString(strings.ToLower(h[1]), "")
		all[strings.ReplaceAll(anchor, " ", "-")] = true
	}
	return all
}

// TestLinks: every link within the project leads to a file, and to a heading in it where it names
// one.
func TestLinks(t *testing.T) {
	texts := pages(t)
	for page, text := range texts {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			to, anchor, _ := strings.Cut(m[1], "#")
			target := page
			if to != "" {
				target = strings.TrimPrefix(filepath.Join(filepath.Dir(page), to), "../docs/")
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			} else if anchor != "" && !anchors(texts[target])[anchor] {
				t.Errorf("%s links to %s: there is no such heading", page, m[1])
			}
		}
	}
}

// TestWidth: lines have at most 100 columns, apart from tables and what is quoted.
func TestWidth(t *testing.T) {
	for page, text := range pages(t) {
		code := false
		for i, line := range strings.Split(text, "\n") {
			if strings.HasPrefix(line, "```") {
				code = !code
			}
			if n := utf8.RuneCountInString(line); n > 100 &&
				!code && !strings.HasPrefix(line, "|") {
				t.Errorf("%s, line %d has %d columns", page, i+1, n)
			}
		}
	}
}

// elsewhere begins paths that are not in the tree: of HTTP, of the state directory, and what
// benchmarks write.
var elsewhere = regexp.MustCompile(`^(\./|api/|debug/|tasks/|aside/|bench/results/|\.regress/)`)

// TestPaths: every path of a file or folder of the project that a page names is there.
func TestPaths(t *testing.T) {
	for page, text := range pages(t) {
		for _, m := range file.FindAllStringSubmatch(text, -1) {
			if elsewhere.MatchString(m[1]) {
				continue
			}
			if found, err := filepath.Glob(filepath.Join("..", m[1])); err != nil ||
				len(found) == 0 {
				t.Errorf("%s names %s, which is not there", page, m[1])
			}
		}
	}
}

var (
	row      = regexp.MustCompile("(?m)^\\| `([\\w/]+\\.go)` \\| ((?:`\\w+`(?:, )?)+) \\|")
	quoted   = regexp.MustCompile("`(\\w+)`")
	testName = regexp.MustCompile("`(Test[A-Z]\\w*)`")
)

// TestWayOfARecord: the functions in the table of DESIGN.md are in the files that it names.
func TestWayOfARecord(t *testing.T) {
	rows := row.FindAllStringSubmatch(pages(t)["DESIGN.md"], -1)
	if len(rows) < 10 {
		t.Fatalf("the table has %d rows", len(rows))
	}
	for _, r := range rows {
		source, err := os.ReadFile(filepath.Join("..", r[1]))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, name := range quoted.FindAllStringSubmatch(r[2], -1) {
			if !regexp.MustCompile(`(?m)^func (\([^)]*\) )?` + name[1] + `[\[(]`).Match(source) {
				t.Errorf("DESIGN.md: there is no function %s in %s", name[1], r[1])
			}
		}
	}
}

// TestNamedTests: every test that a page names is there.
func TestNamedTests(t *testing.T) {
	var tests strings.Builder
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "_test.go") {
			var b []byte
			b, err = os.ReadFile(path)
			tests.Write(b)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for page, text := range pages(t) {
		for _, m := range testName.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(tests.String(), "func "+m[1]+"(t *testing.T)") {
				t.Errorf("%s names %s, which is not there", page, m[1])
			}
		}
	}
}
