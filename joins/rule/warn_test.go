package rule

import (
	"slices"
	"testing"
)

func TestWarnings(t *testing.T) {
	f := func(limit string, warns bool) {
		t.Helper()
		text := "{maxGap: 1h, limits: [{id: w, metric: o2, above: 1, " + limit + "}]}"
		b := mustBook(t, "rules:\n  a b: "+text+"\ndefault: "+text)
		if got := b.Warnings(); (len(got) == 2) != warns || (len(got) == 0) == warns {
			t.Errorf("%s: %q", limit, got)
		}
	}
	f("single: 59m59.999s", false)
	f("single: 1h", true)
	f("single: 1h, inclusive: true", false) // a lone reading may be as long
	f("single: 1h1ms, inclusive: true", true)
	f("single: 2h", true)
	f("single: 2h, cumulative: 100h", false)
	f("cumulative: 2h", false)
	f("single: 0s", false)

	const text = "rules: {a: {maxGap: 1h, limits: [{id: w, metric: o2, above: 1, single: 90m}]}}"
	want := []string{`rules.a: limit "w": single (1h30m0s) is not less than maxGap (1h0m0s): ` +
		"readings that are further apart than maxGap never exceed it: give cumulative too"}
	if got := mustBook(t, text).Warnings(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := mustBook(t, "default: {maxGap: 1h}").Warnings(); got != nil {
		t.Errorf("got %q", got)
	}
}
