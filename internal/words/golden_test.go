package words

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"coldchain/internal/words/wordstest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// mostLines is what fits a tall terminal.
const mostLines = 60

// TestScreens lays out each testdata/*.json and compares it with the .txt beside it.
func TestScreens(t *testing.T) {
	verdicts, phases, kinds := map[string]bool{}, map[string]bool{}, map[string]bool{}
	golden := wordstest.Load(t, "testdata")
	for _, g := range golden {
		t.Run(g.Name, func(t *testing.T) {
			p, err := Parse(g.JSON)
			if err != nil {
				t.Fatal(err)
			}
			verdicts[p.Verdict], phases[p.Phase] = true, true
			for _, c := range p.Containers {
				for _, r := range c.Reasons {
					kind, _, _ := strings.Cut(r, ":")
					kinds[kind] = true
				}
			}
			var b bytes.Buffer
			if err := (Screen{}).Write(&b, p); err != nil {
				t.Fatal(err)
			}
			checkLayout(t, b.String())
			compare(t, filepath.Join("testdata", g.Name+".txt"), b.Bytes())
		})
	}
	all(t, "verdict", verdicts, "violated", "undetermined", "pending", "respected",
		"not_applicable")
	all(t, "phase", phases, "awaiting_container", "awaiting_voyage", "awaiting_departure",
		"in_transit", "arrived", "final")
	all(t, "reason", kinds, "single", "cumulative", "pulldown", "mkt", "window_invalid",
		"no_readings", "coverage_low", "blind", "stuck", "possible", "pulldown_unknown", "no_rule")
	screens, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(screens) != len(golden) {
		t.Errorf("%d screens of %d projections (%v)", len(screens), len(golden), err)
	}
}

// checkLayout checks that a screen is one.
func checkLayout(t *testing.T, screen string) {
	t.Helper()
	for line := range strings.Lines(screen) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > 100 {
			t.Errorf("line is too long: %s", line)
		}
		if strings.TrimRight(line, " \n") != strings.TrimSuffix(line, "\n") {
			t.Errorf("line ends in spaces: %q", line)
		}
	}
	if n := strings.Count(screen, "\n"); n > mostLines {
		t.Errorf("%d lines do not fit a screen", n)
	}
	for _, bad := range []string{"<nil>", "%!", "  ;", " ,", "0001-01-01"} {
		if strings.Contains(screen, bad) {
			t.Errorf("%q on the screen", bad)
		}
	}
}

// compare compares with a golden file, or writes it.
func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// all checks that testdata has each of the values that there are.
func all(t *testing.T, what string, seen map[string]bool, values ...string) {
	t.Helper()
	for _, v := range values {
		if !seen[v] {
			t.Errorf("no projection in testdata has the %s %s", what, v)
		}
	}
}
