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

func (w *watcher) advance(ms int64) {
	w.t.Helper()
	w.stream += ms
	w.look(w.stream >= w.last.Due, "time passes")
}

func (w *watcher) push(x *sensed) {
	w.t.Helper()
	s := w.c.Rule.SensorIndex(x.sensor)
	if from, to := w.c.Wants(); s < 0 || x.Time < from || x.Time >= to {
		return
	}
	turns := w.f.Turns(w.c, s, &x.Reading)
	w.pushed = append(w.pushed, *x)
	change := w.f.Push(w.c, s, &x.Held)
	if change == SumsOnly && turns || change == Turned && !turns {
		w.t.Fatalf("seed %d: Turns said %v, Push %v", w.seed, turns, change)
	}
	if change == Rewound {
		w.f = fold(w.c, w.pushed, OpenEnd)
	}
	sensitive := w.last.Behind || w.c.Rule.MKTMax != nil
	w.look(change != SumsOnly || sensitive, fmt.Sprintf("%s at %d: %v", x.sensor, x.Time, x.Values))
}

// Between two judgements nothing material changes: by time, none before Due; by a reading, none for
// which Turns is false, unless a sensor is behind or the kinetic mean is judged.
func TestDueAndTurnsAreNeverTooLate(t *testing.T) {
	spared, looks := 0, 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 9))
		c := randomCase(r)
		readings := interleaved(r, randomReadings(r, c))
		w := &watcher{t: t, seed: seed, c: c, f: NewFold(c), stream: c.Window.Start - 5}
		w.look(true, "begin")
		lag := r.Int64N(3) * r.Int64N(40) // of the readings behind the stream time
		for i := range readings {
			x := &readings[i]
			// a reading counts when the stream time has passed it
			for w.stream <= x.Time+r.Int64N(lag+1) {
				w.advance(1 + r.Int64N(3)*r.Int64N(3))
			}
			w.push(x)
		}
		for range 80 {
			w.advance(1)
		}
		spared, looks = spared+w.spared, looks+len(w.history)
	}
	if spared < looks/4 {
		t.Errorf("of %d judgements only %d were spared", looks, spared)
	}
	t.Logf("of %d judgements %d were spared", looks, spared)
}

// The last reading of each sensor is not in the fold that Turns is asked about: so it is in the
// containers stage, which may still see it corrected. What is said without judging it again holds
// all the same.
func TestTurnsOfTheLastReading(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 10))
		c := randomCase(r)
		if c.Rule.MKTMax != nil {
			continue
		}
		var list []sensed
		for _, x := range randomReadings(r, c) {
			from, to := c.Wants()
			if x.sensor == c.Rule.Sensor(0) && x.Time >= from && x.Time < to {
				list = append(list, x)
			}
		}
		f := NewFold(c)
		for i := range list {
			stream := list[i].Time + 1 + r.Int64N(5)
			before, after := f.Clone(), f.Clone()
			turns := f.Turns(c, 0, &list[i].Reading)
			change := after.Push(c, 0, &list[i].Held)
			a, b := Judge(c, &before, new(Figures), stream), Judge(c, &after, new(Figures), stream)
			same := material(&a, c.Rule) == material(&b, c.Rule)
			if !turns && change == SumsOnly && !a.Behind && !same {
				t.Fatalf("seed %d: at %d\n%s\n%s", seed, list[i].Time,
					material(&a, c.Rule), material(&b, c.Rule))
			}
			f.Push(c, 0, &list[i].Held)
		}
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
