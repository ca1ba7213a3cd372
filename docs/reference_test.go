package docs

import (
	"flag"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"coldchain/internal/config"
)

var update = flag.Bool("update", false, "write anew what pages take from the program")

// TestConfiguration: CONFIGURATION.md ends with the reference that the program itself writes.
func TestConfiguration(t *testing.T) {
	const file, begins = "CONFIGURATION.md", "| key |"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var reference strings.Builder
	if err := config.WriteReference(&reference); err != nil {
		t.Fatal(err)
	}
	prose, table, found := strings.Cut(string(text), begins)
	if !found {
		t.Fatalf("%s has no table", file)
	}
	switch {
	case begins+table == reference.String():
	case *update:
		if err := os.WriteFile(file, []byte(prose+reference.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s does not end with the reference: go test ./docs -run TestConfiguration "+
			"-update writes it", file)
	}
}

// TestChangingASetting: OPERATIONS.md says of every setting what a change does to a running group,
// and of no other.
func TestChangingASetting(t *testing.T) {
	var patterns, used []string
	for _, row := range table(t, part(t, "OPERATIONS.md", "### Changing a setting"), "setting") {
		patterns = append(patterns, coded(row[0])...)
	}
	for _, key := range config.Keys() {
		found := false
		for _, pattern := range patterns {
			if ok, err := path.Match(pattern, key.Name); err != nil {
				t.Fatal(err)
			} else if ok {
				used, found = append(used, pattern), true
			}
		}
		if !found {
			t.Errorf("OPERATIONS.md does not say what changing %s does", key.Name)
		}
	}
	for _, pattern := range patterns {
		if !slices.Contains(used, pattern) {
			t.Errorf("OPERATIONS.md tells of the setting %s, which does not exist", pattern)
		}
	}
}
