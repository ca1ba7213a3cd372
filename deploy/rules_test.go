package deploy

import (
	"slices"
	"strings"
	"testing"

	"coldchain/joins/measure"
	"coldchain/joins/rule"

	"go.yaml.in/yaml/v3"
)

func sampleBook(t *testing.T) *rule.Book {
	t.Helper()
	book, err := rule.ParseBook(read(t, "rules.example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// presets are the products of the sample rule book, by how they travel.
var (
	logged  = []string{"fresh-salmon", "vaccines", "who-type-1", "who-type-2"}
	chilled = []string{"chilled-lamb", "bananas"}
	frozen  = []string{"ice-cream", "frozen-beef"}
)

// TestRules: the sample rule book is accepted without a warning, and judges each product that it
// names by limits of its own.
func TestRules(t *testing.T) {
	book := sampleBook(t)
	known := slices.Sorted(slices.Values(slices.Concat(logged, chilled, frozen)))
	if got := book.Products(); !slices.Equal(got, known) {
		t.Errorf("products %q, this test knows %q", got, known)
	}
	for _, product := range book.Products() {
		r := book.For(&product)
		if r.ID != product || len(r.Limits) < 2 || r.MinCoverage <= 0 || r.MaxBlind <= r.MaxGap {
			t.Errorf("%s is judged by %+v", product, r)
		}
	}
	for _, warning := range book.Warnings() {
		t.Error(warning)
	}
	if r := book.For(new("antiques")); r == nil || len(r.Limits) != 0 {
		t.Errorf("an unknown product is judged by %+v", r)
	}
}

// TestRulesSayWhatTheyAre: each entry of the sample rule book begins with a comment, and what is
// WHO's names its source.
func TestRulesSayWhatTheyAre(t *testing.T) {
	var root struct{ Rules yaml.Node }
	if err := yaml.Unmarshal(read(t, "rules.example.yaml"), &root); err != nil {
		t.Fatal(err)
	}
	entries := 0
	for i := 0; i+1 < len(root.Rules.Content); i += 2 {
		key, entry := root.Rules.Content[i], root.Rules.Content[i+1]
		comment := entry.Content[0].HeadComment
		if entries++; len(comment) < 40 {
			t.Errorf("line %d: %s says %q of itself", key.Line, key.Value, comment)
		}
		if strings.HasPrefix(key.Value, "who-") {
			if !strings.Contains(comment, "WHO") || !strings.Contains(comment, "ource") {
				t.Errorf("line %d: %s doesn't name its source: %q", key.Line, key.Value, comment)
			}
		}
	}
	if want := len(sampleBook(t).Products()); entries != want {
		t.Errorf("%d entries, %d products", entries, want)
	}
}

// TestRulesOfWHO: the alarms are those of WHO's indicators, which count the threshold and the time
// themselves.
func TestRulesOfWHO(t *testing.T) {
	const hour = 3_600_000
	alarm := func(id string, b rule.Bound, value, single, cumulative int64) rule.Limit {
		return rule.Limit{
			ID: id, Metric: measure.Temperature, Sensor: "main", Bound: b, Value: value,
			Single: single, Cumulative: cumulative, Inclusive: true,
		}
	}
	heat45 := alarm("heat45", rule.AtOrAbove, 45_000, hour, rule.Unset)
	heat30 := alarm("heat30", rule.AtOrAbove, 30_000, rule.Unset, 10*hour)
	for product, want := range map[string][]rule.Limit{
		"who-type-1": {heat45, heat30, alarm("freeze", rule.AtOrBelow, -500, hour, rule.Unset)},
		"who-type-2": {heat45, heat30,
			alarm("heat10", rule.AtOrAbove, 10_000, rule.Unset, 20*hour)},
	} {
		if got := sampleBook(t).For(&product).Limits; !slices.Equal(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", product, got, want)
		}
	}
}

// TestRulesBySensor: what chills goods is judged by the supply air, what warms chilled goods by the
// return air, and frozen goods by the return air alone. The set point of a chilled unit is that of
// its supply air.
func TestRulesBySensor(t *testing.T) {
	book := sampleBook(t)
	for _, product := range chilled {
		cold, warm := 0, 0
		for _, l := range book.For(&product).Limits {
			if l.Metric != measure.Temperature {
				continue
			}
			want := "supply"
			switch {
			case !l.Bound.Upward():
				cold++
			case !l.Bound.Relative():
				want = "return"
				warm++
			}
			if l.Sensor != want {
				t.Errorf("%s: limit %s looks at %s, want %s", product, l.ID, l.Sensor, want)
			}
		}
		if cold == 0 || warm == 0 {
			t.Errorf("%s has %d limits of cold and %d of warmth", product, cold, warm)
		}
	}
	for _, product := range frozen {
		r := book.For(&product)
		if r.Sensor != "return" {
			t.Errorf("%s is judged by %s", product, r.Sensor)
		}
		for _, l := range r.Limits {
			if l.Sensor != "return" {
				t.Errorf("%s: limit %s looks at %s", product, l.ID, l.Sensor)
			}
		}
	}
}

// TestRulesOfTheUnit: goods in a reefer are judged by what the unit was told and whether it had
// power, for a unit that was set too warm keeps its set point; fruit that is loaded warm is not
// judged for that.
func TestRulesOfTheUnit(t *testing.T) {
	book := sampleBook(t)
	for _, product := range slices.Concat(chilled, frozen) {
		r := book.For(&product)
		for _, metric := range []measure.Metric{measure.SetPoint, measure.Power} {
			if !slices.ContainsFunc(r.Limits, func(l rule.Limit) bool {
				return l.Metric == metric
			}) {
				t.Errorf("%s has no limit of %s", product, metric)
			}
		}
		if r.StuckAfter == rule.Unset {
			t.Errorf("%s trusts a sensor that repeats itself", product)
		}
		if (r.PullDown != nil) != (product == "bananas") {
			t.Errorf("%s: pull-down %+v", product, r.PullDown)
		}
	}
}
