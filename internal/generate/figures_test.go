package generate

import (
	"fmt"
	"testing"

	"coldchain/internal/oracle"
)

// judgedCustodies runs f on each judged custody of generated logs that shows all that was found.
func judgedCustodies(t *testing.T, f func(t *testing.T, custody map[string]any)) {
	n := 0
	each(t, func(
		t *testing.T, _ uint64, rules []byte, recs []oracle.Record, _ []oracle.Refusal,
	) {
		projections, _ := mustJudge(t, rules, recs)
		for _, p := range projections {
			for _, c := range objects(p["containers"]) {
				if c["coverage"] != nil && p["truncated"] == nil {
					n++
					f(t, c)
				}
			}
		}
	})
	if n < 50 {
		t.Errorf("%d custodies were judged", n)
	}
}

// What is observed, what is not, and the parts of it add up to what is judged.
func TestObservedTimesAddUp(t *testing.T) {
	judgedCustodies(t, func(t *testing.T, c map[string]any) {
		observed, judged := number(c["observedMs"]), number(c["judgedMs"])
		if gaps := objects(c["gaps"]); len(gaps) == number(c["gapCount"]) {
			unobserved := 0
			for _, g := range gaps {
				unobserved += number(g["ms"])
			}
			if observed+unobserved != judged {
				t.Errorf("%v: %d of %d ms", c["containerID"], observed+unobserved, judged)
			}
		}
		inSegments := 0
		for _, s := range objects(c["segments"]) {
			if s["observedMs"] != nil {
				inSegments += number(s["observedMs"])
			}
		}
		if inSegments != observed {
			t.Errorf("%v: %d ms in segments, %d in all", c["containerID"], inSegments, observed)
		}
	})
}

// What limits show adds up from the excursions and from the segments.
func TestLimitsAddUp(t *testing.T) {
	judgedCustodies(t, func(t *testing.T, c map[string]any) {
		inExcursions, inSegments := map[any]int{}, map[any]int{}
		excursions := objects(c["excursions"])
		for _, e := range excursions {
			inExcursions[e["limit"]] += number(e["ms"])
			if length := date(e["end"]).Sub(date(e["start"])).
				Milliseconds(); length < int64(number(e["ms"])) {
				t.Errorf("%v: longer than it lasts: %v", c["containerID"], e)
			}
		}
		for _, s := range objects(c["segments"]) {
			for _, l := range objects(s["limits"]) {
				inSegments[l["id"]] += number(l["ms"])
			}
		}
		for _, l := range objects(c["limits"]) {
			total := number(l["ms"])
			if inSegments[l["id"]] != total {
				t.Errorf("%v: %d ms in segments: %v", c["containerID"], inSegments[l["id"]], l)
			}
			if len(excursions) == number(c["excursionCount"]) && inExcursions[l["id"]] != total {
				t.Errorf("%v: %d ms in excursions: %v", c["containerID"], inExcursions[l["id"]], l)
			}
			longest, possible := number(l["longestMs"]), number(l["possibleMs"])
			if longest > total || total > possible || possible > number(c["judgedMs"]) ||
				longest > number(l["longestPossibleMs"]) {
				t.Errorf("%v: %v of %v ms", c["containerID"], l, c["judgedMs"])
			}
		}
	})
}

// Segments follow one another from the start of the window to its end.
func TestSegmentsDivideTheWindow(t *testing.T) {
	each(t, func(
		t *testing.T, _ uint64, rules []byte, recs []oracle.Record, _ []oracle.Refusal,
	) {
		projections, _ := mustJudge(t, rules, recs)
		for _, p := range projections {
			for _, c := range objects(p["containers"]) {
				w, _ := c["window"].(map[string]any)
				if c["segments"] == nil {
					continue
				}
				done := w["start"]
				for _, s := range objects(c["segments"]) {
					if done == nil || s["start"] != done || s["end"] == done {
						t.Errorf("%v: a segment %v behind %v", c["containerID"], s, done)
					}
					done = s["end"]
				}
				if fmt.Sprint(done) != fmt.Sprint(w["end"]) {
					t.Errorf("%v: the last segment ends %v, the window %v", c["containerID"],
						done, w["end"])
				}
			}
		}
	})
}
