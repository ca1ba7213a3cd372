package judge

import (
	"math/rand/v2"
	"testing"
)

// pushed folds the readings before a stream time in the order in which they are given. What changes
// the past begins a new fold. Now and then the fold is stored and read again.
func pushed(t testing.TB, r *rand.Rand, c *Case, readings []sensed, stream int64) Fold {
	t.Helper()
	from, to := c.Wants()
	f := NewFold(c)
	for i := range readings {
		x := &readings[i]
		s := c.Rule.SensorIndex(x.sensor)
		if s < 0 || x.Time < from || x.Time >= min(to, stream) {
			continue
		}
		if f.Push(c, s, &x.Held) {
			f = fold(c, readings[:i+1], stream)
		}
		if r.IntN(20) == 0 {
			f = stored(t, c, &f)
		}
	}
	return f
}

// A fold says what a look at every ms says, whatever the order in which readings of different
// sensors come.
func TestJudgeAgainstEveryMs(t *testing.T) {
	var g Figures // its memory is reused from case to case
	verdicts, reasons := map[Verdict]int{}, map[string]int{}
	for seed := range uint64(6000) {
		r := rand.New(rand.NewPCG(seed, 8))
		c := randomCase(r)
		readings := randomReadings(r, c)
		stream := c.Window.Start + 1 + r.Int64N(130)
		f := pushed(t, r, c, interleaved(r, readings), stream)
		j := Judge(c, &f, &g, stream)
		want, got := newReference(c, readings, stream).judge(j.Figures.MKT), inFull(&j, c.Rule)
		if got != want {
			t.Fatalf("seed %d, window %v, rule %s\n got %s\nwant %s", seed, c.Window,
				c.Rule.AppendJSON(nil),
				got, want)
		}
		verdicts[j.Verdict]++
		for _, s := range j.Reasons {
			reasons[s]++
		}
	}
	for v := range NotApplicable { // the cases are worth something only if all of them come
		if verdicts[v] < 50 {
			t.Errorf("%v: %d times", v, verdicts[v])
		}
	}
	for _, s := range []string{"single:a", "cumulative:a", "pulldown", "mkt", "window_invalid",
		"no_readings", "coverage_low", "blind", "stuck", "possible:a", "pulldown_unknown"} {
		if reasons[s] < 50 {
			t.Errorf("%s: %d times", s, reasons[s])
		}
	}
}

// NewFold begins a fold.
func NewFold(c *Case) (f Fold) {
	f.Begin(c)
	return f
}
