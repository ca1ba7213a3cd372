package judge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// material is what of a judgement must be told at once (SPECIFICATION 7.5): of a gap that reaches T
// and of an open excursion only where they began.
func material(j *Judgement, r *Rule) string {
	s := fmt.Sprint(j.Phase, j.Verdict, j.Reasons)
	g := j.Figures
	if g == nil {
		return s
	}
	s += fmt.Sprint(" gaps ", g.GapCount)
	for _, x := range g.Gaps {
		if s += fmt.Sprint(" ", x.Start, "-"); x.End != j.Through {
			s += fmt.Sprint(x.End)
		}
	}
	s += fmt.Sprint(" excursions ", g.ExcursionCount)
	for _, e := range g.Excursions {
		s += fmt.Sprint(" ", r.Limits[e.Limit].ID, " ", e.Start)
		if !e.Open {
			worst, at := e.Worst()
			s += fmt.Sprintf("-%d of %d worst %d at %d beyond %v", e.End, e.Ms(), worst, at,
				e.beyond.big())
		}
	}
	return s
}

// watcher judges a custody only when it must, and holds what it last said against what is true.
type watcher struct {
	t      *testing.T
	seed   uint64
	c      *Case
	f      Fold
	pushed []sensed
	stream int64

	said    string
	last    Judgement
	spared  int // judgements that were not needed
	history []string
}

// look judges, and compares where nothing told that it must be judged.
func (w *watcher) look(must bool, why string) {
	w.t.Helper()
	f := w.f.Clone()
	j := Judge(w.c, &f, new(Figures), w.stream)
	w.history = append(w.history, fmt.Sprintf("at %d %s, must %v, due %d, behind %v", w.stream, why,
		must, j.Due, j.Behind))
	is := material(&j, w.c.Rule)
	if must || w.said == "" {
		w.said, w.last = is, j
		return
	}
	if w.spared++; is != w.said {
		w.t.Fatalf("seed %d, window %v, rule %s\n%s\nsaid %s\n is %s", w.seed, w.c.Window,
			w.c.Rule.AppendJSON(nil), strings.Join(w.history[max(0, len(w.history)-12):], "\n"),
			w.said, is)
	}
}

// A fold that is cloned is not changed by what is pushed into the clone, nor by judging it.
func TestCloneIsApart(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 11))
		c := randomCase(r)
		readings := randomReadings(r, c)
		f := fold(c, readings[:len(readings)/2], OpenEnd)
		before := string(f.Append(nil))
		clone := f.Clone()
		var scratch Fold
		f.CloneTo(&scratch)
		Judge(c, &scratch, new(Figures), 200)
		from, to := c.Wants()
		for i := len(readings) / 2; i < len(readings); i++ {
			x := &readings[i]
			if s := c.Rule.SensorIndex(x.sensor); s >= 0 && x.Time >= from && x.Time < to {
				clone.Push(c, s, &x.Held)
			}
		}
		if after := string(f.Append(nil)); after != before {
			t.Fatalf("seed %d: the fold was changed", seed)
		}
	}
}
