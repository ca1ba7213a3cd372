package joins

import (
	"coldchain/joins/internal/jsontext"
	"coldchain/joins/judge"
	"coldchain/joins/measure"
)

// figures writes what was measured, and cuts fragments where the detail changes.
func (w *custodyWriter) figures(g *judge.Figures, r *judge.Rule) {
	w.Name("coverage")
	w.B = jsontext.AppendFixed(w.B, g.Coverage(), 6)
	w.Int("observedMs", g.ObservedMs)
	w.Int("judgedMs", g.JudgedMs)
	w.cut(core)
	w.List("gaps", len(g.Gaps), func(i int) {
		w.Time("start", g.Gaps[i].Start)
		w.Time("end", g.Gaps[i].End)
		w.Int("ms", g.Gaps[i].Ms())
	})
	w.cut(stretches)
	w.Int("gapCount", g.GapCount)
	w.cut(core)
	w.List("excursions", len(g.Excursions), func(i int) { w.excursion(&g.Excursions[i], r) })
	w.cut(stretches)
	w.Int("excursionCount", g.ExcursionCount)
	w.cut(core)
	w.List("limits", len(g.Limits), func(i int) {
		l := &g.Limits[i]
		w.Text("id", r.Limits[i].ID)
		w.Int("ms", l.Ms)
		w.Int("longestMs", l.LongestMs)
		w.Int("excursions", l.Excursions)
		w.Int("possibleMs", l.PossibleMs)
		w.Int("longestPossibleMs", l.LongestPossibleMs)
	})
	w.cut(parts)
	if g.HasTemperature {
		w.Name("temperature")
		w.Open()
		w.Milli("min", g.Min)
		w.Milli("max", g.Max)
		w.Milli("mkt", g.MKT)
		w.Close()
	}
	w.counters(&g.Counters)
}

func (w *custodyWriter) counters(n *judge.Counters) {
	w.Name("readings")
	w.Open()
	w.Int("count", n.Count)
	w.Int("faulty", n.Faulty)
	w.Int("duplicates", n.Duplicates)
	w.Int("conflicts", n.Conflicts)
	if n.Count > 0 {
		w.Time("first", n.First)
		w.Time("last", n.Last)
	}
	w.Close()
}

func (w *custodyWriter) excursion(e *judge.ListedExcursion, r *judge.Rule) {
	w.Text("limit", r.Limits[e.Limit].ID)
	w.Time("start", e.Start)
	w.Time("end", e.End)
	w.Int("ms", e.Ms())
	worst, at := e.Worst()
	w.Milli("worst", int64(worst))
	w.Time("worstAt", at)
	w.Name("degreeMinutes")
	w.B = e.AppendDegreeMinutes(w.B)
	w.Bool("open", e.Open)
	w.began(e.Began())
}

// began writes what the first reading of an excursion says, as far as it is usable.
func (w *custodyWriter) began(x *measure.Reading) {
	const told = 1<<measure.SetPoint | 1<<measure.Power | 1<<measure.Latitude | 1<<measure.Longitude
	if x.Present&told == 0 && x.Flags&measure.DoorKnown == 0 {
		return
	}
	w.Name("began")
	w.Open()
	for _, m := range []measure.Metric{
		measure.SetPoint, measure.Power, measure.Door, measure.Latitude, measure.Longitude,
	} {
		v, ok := x.Value(m)
		switch {
		case !ok:
		case m == measure.Door:
			w.Bool(m.String(), v > 0)
		default:
			w.Milli(m.String(), int64(v))
		}
	}
	w.Close()
}
