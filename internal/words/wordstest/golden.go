// Package wordstest hands the golden projections of package words to the tests of all packages that
// show answers, so that none of them tests with fewer than there are.
package wordstest

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Golden is one projection of testdata.
type Golden struct {
	Name    string // of the file, without .json
	OrderID string
	JSON    []byte
}

// orders are the golden files and the order that each is the answer for.
var orders = map[string]string{
	"blind":             "W-5",
	"contradictory-leg": "W-12",
	"decided-before":    "W-19",
	"many-containers":   "W-26",
	"no-co2":            "W-8",
	"no-readings":       "W-7",
	"no-rule":           "W-13",
	"not-applicable":    "W-23",
	"pending-container": "W-20",
	"pending-departure": "W-22",
	"pending-voyage":    "W-21",
	"possible":          "W-4",
	"pulldown":          "W-9",
	"pulldown-unknown":  "W-10",
	"quay":              "W-2",
	"rejected":          "W-29",
	"released":          "W-18",
	"respected-arrived": "W-17",
	"respected-so-far":  "W-16",
	"respected-used":    "W-3",
	"set-point":         "W-15",
	"set-power-door":    "W-14",
	"stuck":             "W-6",
	"stuffed":           "W-25",
	"truncated":         "W-27",
	"truncated-more":    "W-28",
	"unknown-order":     "W-24",
	"violated":          "W-1",
	"window-invalid":    "W-11",
}

// Load reads all golden projections from testdata of package words, by their names. It fails if
// the folder does not hold exactly the expected files, or if two are of one order.
func Load(t testing.TB, testdata string) []Golden {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testdata, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []Golden
	missing := maps.Clone(orders)
	byOrder := map[string]string{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var p struct {
			OrderID string `json:"orderID"`
		}
		if err := json.Unmarshal(b, &p); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if want, ok := orders[name]; !ok || p.OrderID != want {
			t.Fatalf("%s is the answer for order %q, expected for %q", file, p.OrderID, want)
		}
		if other, twice := byOrder[p.OrderID]; twice {
			t.Fatalf("%s and %s are both answers for order %s", other, name, p.OrderID)
		}
		byOrder[p.OrderID] = name
		delete(missing, name)
		all = append(all, Golden{name, p.OrderID, b})
	}
	if len(missing) > 0 || len(all) != len(orders) {
		t.Fatalf("%d of %d golden projections in %s; missing: %v", len(all), len(orders), testdata,
			slices.Sorted(maps.Keys(missing)))
	}
	return all
}
