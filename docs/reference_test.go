package docs

import (
	"flag"
	"os"
	"strings"
	"testing"

	"coldchain/internal/config"
)

var update = flag.Bool("update", false, "write the reference of the configuration anew")

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
		t.Errorf("%s does not end with the reference: go test ./docs -run TestConfiguration -update writes it", file)
	}
}
