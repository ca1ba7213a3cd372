package rule

import "coldchain/joins/internal/jsontext"

// AppendJSON appends the whole rule as projections show it: defaults filled in, what is not set
// left out, keys in a fixed order, numbers as short as they go. Equal rules give equal bytes.
func (r *Rule) AppendJSON(b []byte) []byte {
	w := jsontext.Writer{B: b}
	w.Open()
	w.Text("id", r.ID)
	if r.Version != nil {
		w.Int("version", *r.Version)
	}
	w.Text("sensor", r.Sensor)
	duration(&w, "maxGap", r.MaxGap)
	w.Name("minCoverage")
	w.B = jsontext.AppendFixed(w.B, r.MinCoverage, 6)
	duration(&w, "maxBlind", r.MaxBlind)
	duration(&w, "stuckAfter", r.StuckAfter)
	if r.PullDown != nil {
		w.Name("pullDown")
		w.Open()
		duration(&w, "within", r.PullDown.Within)
		w.Milli("to", r.PullDown.To)
		w.Close()
	}
	duration(&w, "settle", r.Settle)
	if r.MKTMax != nil {
		w.Milli("mktMax", *r.MKTMax)
	}
	w.List("limits", len(r.Limits), func(i int) { r.Limits[i].write(&w) })
	w.Close()
	return w.B
}

// write writes the fields of the limit.
func (l *Limit) write(w *jsontext.Writer) {
	w.Text("id", l.ID)
	w.Text("metric", l.Metric.String())
	w.Text("sensor", l.Sensor)
	w.Milli(l.Bound.String(), l.Value)
	duration(w, "single", l.Single)
	duration(w, "cumulative", l.Cumulative)
	if l.Inclusive {
		w.Bool("inclusive", true)
	}
	if l.ExemptDuringDefrost {
		w.Bool("exemptDuringDefrost", true)
		duration(w, "defrostGrace", l.DefrostGrace)
		duration(w, "defrostMax", l.DefrostMax)
	}
}

// duration writes a duration in Go's notation, nothing if it is not set.
func duration(w *jsontext.Writer, name string, ms int64) {
	if ms != Unset {
		w.Text(name, span(ms).String())
	}
}
