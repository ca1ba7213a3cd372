package joins_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"coldchain/internal/generate"
	"coldchain/joins"
	"coldchain/joins/rule"
)

// seedsOf is how many seeds a property is tried with: a handful, or as many as COLDCHAIN_SEEDS
// says.
func seedsOf(t *testing.T, few int) int {
	if s := os.Getenv("COLDCHAIN_SEEDS"); s != "" {
		if _, err := fmt.Sscan(s, &few); err != nil {
			t.Fatal(err)
		}
	}
	return few
}

// TestAnyPlanGivesTheAuditsAnswer holds the projections that the stages publish, byte for byte,
// against the audit of the same log: however the tasks take turns, inputs interleave, cycles end,
// abort, and tasks are lost and restored.
func TestAnyPlanGivesTheAuditsAnswer(t *testing.T) {
	for seed := range seedsOf(t, 25) {
		t.Run(fmt.Sprint("seed", seed), func(t *testing.T) {
			rules, records := generate.Orders(uint64(seed), 20)
			w := newWalk(t, uint64(seed), rules, records)
			w.interval, w.exhausted = seed%3 != 0, seed%2 != 0
			book := uint64(seed)
			for more := true; more; {
				more = w.produce(1 + w.IntN(400))
				// tasks take the other book over when they are next started
				if seed%5 == 4 && w.IntN(10) == 0 {
					if book++; seed%10 == 9 {
						book = uint64(seed + w.IntN(3)) // perhaps one that there was before
					}
					w.book = bookOf(t, book)
				}
				for range 1 + w.IntN(12) {
					task := w.tasks[w.IntN(len(w.tasks))]
					task.step()
					if w.IntN(25) == 0 {
						task.lose()
					}
				}
			}
			w.drain(false)
			for _, task := range w.tasks {
				if seed%4 == 0 || task.book != w.book {
					task.lose()
				}
			}
			w.drain(true)
			want := w.audit()
			t.Log(w)
			if len(w.published) != len(want) {
				t.Errorf("%d keys are published, want %d", len(w.published), len(want))
			}
			for _, id := range slices.Sorted(maps.Keys(want)) {
				if seed%10 == 9 && strings.Contains(want[id], `"phase":"awaiting_voyage"`) {
					// a run that was lost may have shown another book's rule, of which no result
					// tells
					continue
				}
				if got := w.published[id]; got != want[id] {
					t.Fatalf("%s\n got %s\nwant %s", id, got, want[id])
				}
			}
		})
		if t.Failed() {
			return
		}
	}
}

// bookOf is the rule book of another generated log.
func bookOf(t testing.TB, seed uint64) *rule.Book {
	t.Helper()
	rules, _ := generate.Orders(seed, 1)
	book, err := rule.ParseBook(rules)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// TestMaterialChangesDoNotWait holds, without any progress being due, the material part of what is
// published against the audit, whenever the stages have read all there is.
func TestMaterialChangesDoNotWait(t *testing.T) {
	for seed := range seedsOf(t, 25) {
		t.Run(fmt.Sprint("seed", seed), func(t *testing.T) {
			rules, records := generate.Orders(uint64(seed)+1_000_000, 3)
			w := newWalk(t, uint64(seed), rules, records)
			for w.produce(1 + w.IntN(1+len(records)/60)) {
				for w.IntN(3) == 0 {
					task := w.tasks[w.IntN(len(w.tasks))]
					task.step()
					if w.IntN(6) == 0 {
						task.lose()
					}
				}
				w.drain(false)
				want := w.audit()
				for _, id := range slices.Sorted(maps.Keys(want)) {
					if !strings.HasPrefix(id, published(joins.Compliance, "")) {
						continue
					}
					if got := w.published[id]; material(t, got) != material(t, want[id]) {
						t.Fatalf("order %s\n got %s\nwant %s", id, got, want[id])
					}
				}
			}
			t.Log(w)
		})
		if t.Failed() {
			return
		}
	}
}

// material is the part of a projection that is published as soon as it changes.
func material(t testing.TB, projection string) string {
	t.Helper()
	var p map[string]any
	if err := json.Unmarshal([]byte(projection), &p); err != nil {
		t.Fatalf("projection %q: %v", projection, err)
	}
	delete(p, "facts")
	for _, x := range p["containers"].([]any) {
		custody := x.(map[string]any)
		for _, list := range []string{"gaps", "excursions"} {
			stretches, _ := custody[list].([]any)
			for _, s := range stretches {
				stretch := s.(map[string]any)
				if stretch["open"] == true || list == "gaps" &&
					stretch["end"] == custody["through"] {
					for _, name := range []string{
						"end", "ms", "worst", "worstAt", "degreeMinutes", "began",
					} {
						delete(stretch, name)
					}
				}
			}
		}
		segments, _ := custody["segments"].([]any)
		for _, s := range segments {
			delete(s.(map[string]any), "observedMs")
			delete(s.(map[string]any), "limits")
		}
		for _, name := range []string{
			"through", "coverage", "observedMs", "judgedMs", "limits", "temperature", "readings",
		} {
			delete(custody, name)
		}
	}
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
