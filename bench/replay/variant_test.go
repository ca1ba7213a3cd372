package replay

import (
	"strings"
	"testing"

	"coldchain/bench/bed"
)

// TestVariants: each variant is another worker, and leaves the bed that it is made of as it is.
func TestVariants(t *testing.T) {
	b := &bed.Bed{Options: bed.Options{Threads: 2}}
	if one := OneThread.of(b); one.Threads != 1 || one.AtLeastOnce {
		t.Errorf("one thread: %+v", one.Options)
	}
	if other := AtLeastOnce.of(b); other.Threads != 2 || !other.AtLeastOnce {
		t.Errorf("at least once: %+v", other.Options)
	}
	if b.Threads != 2 || b.AtLeastOnce {
		t.Errorf("the bed became %+v", b.Options)
	}
}

// TestRatio: ratios are taken within rounds, and the report tells them.
func TestRatio(t *testing.T) {
	rounds := func(rates ...float64) (rounds []bed.Figures) {
		for _, rate := range rates {
			rounds = append(rounds, bed.Figures{ReadingsPerSecond: rate})
		}
		return rounds
	}
	r := &Result{Readings: 1}
	r.Worker = r.row(whole, rounds(90, 40, 80))
	r.Also = []Row{r.row(AtLeastOnce.Words(), rounds(100, 50, 100))}
	r.Also[0].Ratio = ratio(r.Worker.Rounds, r.Also[0].Rounds)
	report := r.Report()
	want := " The rate of the worker, exactly once, is 0.80 (0.80 to 0.90) times that of the " +
		"worker, at least once, in the same round."
	if !strings.HasSuffix(report.Caption, want) {
		t.Errorf("the caption is %q", report.Caption)
	}
	if len(report.Rows) != 2 || report.Rows[0][0] != AtLeastOnce.Words() ||
		report.Rows[1][0] != whole {
		t.Errorf("rows: %q", report.Rows)
	}
}
