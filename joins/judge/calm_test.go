package judge

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// guard is what whoever holds readings back knows of a sensor.
type guard struct {
	Calm
	ok, speaks bool
	last       int64
}

// Calm readings of sensors change nothing material, and as long as they come neither does time
// before Fixed, nor before Lapse has passed since the latest reading of each sensor.
func TestCalmReadingsChangeOnlySums(t *testing.T) {
	calm, readings := 0, 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 12))
		c := randomCase(r)
		w := &watcher{t: t, seed: seed, c: c, f: NewFold(c), stream: c.Window.Start - 5}
		guards := make([]guard, c.Rule.Sensors())
		look := func(must bool, why string) {
			if w.look(must, why); !must {
				return
			}
			f := w.f.Clone()
			j := Judge(c, &f, new(Figures), w.stream)
			for s := range guards {
				g := &guards[s]
				g.last = f.Last(s)
				g.Calm, g.ok = f.Calm(c, s)
				g.ok, g.speaks = g.ok && !j.Behind, f.Speaks(c, s, j.Through)
			}
		}
		advance := func(ms int64) {
			w.stream += ms
			due := w.last.Fixed
			for s := range guards {
				if last := guards[s].last; guards[s].speaks && w.last.Lapse != OpenEnd {
					due = min(due, last+w.last.Lapse)
				}
			}
			look(w.stream >= max(due, w.last.Due), "time passes")
		}
		look(true, "begin")
		for _, x := range interleaved(r, randomReadings(r, c)) {
			for w.stream <= x.Time {
				advance(1 + r.Int64N(3)*r.Int64N(3))
			}
			s := c.Rule.SensorIndex(x.sensor)
			if from, to := c.Wants(); s < 0 || x.Time < from || x.Time >= to {
				continue
			}
			g := &guards[s]
			is := g.ok && x.Time < g.Until && x.Time-g.last <= g.MaxGap &&
				c.Rule.Stays(s, g.Broken, &x.Reading)
			w.pushed = append(w.pushed, x)
			if w.f.Push(c, s, &x.Held) {
				w.f = fold(c, w.pushed, OpenEnd)
			}
			g.last = x.Time
			if readings++; is {
				calm++
			}
			look(!is, fmt.Sprintf("%s at %d: %v, calm %v", x.sensor, x.Time, x.Values, is))
		}
		for range 80 {
			advance(1)
		}
	}
	if calm < readings/40 {
		t.Errorf("of %d readings only %d were calm", readings, calm)
	}
	t.Logf("of %d readings %d were calm", readings, calm)
}
