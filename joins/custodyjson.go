package joins

import (
	"coldchain/joins/internal/jsontext"
	"coldchain/joins/judge"
)

// maxProjection is the greatest size of a projection, in bytes (SPECIFICATION 7.4).
const maxProjection = 900_000

// custodyView is what is shown of a custody, beside its judgement.
type custodyView struct {
	containerID string
	legs        []legView
	course      *judge.Course
	rule        *judge.Rule
	ruleJSON    []byte // nil = none
	archived    bool
}

// legView is what is shown of a leg.
type legView struct {
	number   int64
	voyageID string
	voyage   *voyageInfo // nil while its voyage said nothing
}

// custodyWriter writes the JSON of a custody as a list of fragments.
type custodyWriter struct {
	jsontext.Writer
	fragments []fragment
	from      int // in B, where the current fragment begins
}

// cut ends the current fragment.
func (w *custodyWriter) cut(d detail) {
	if len(w.B) == w.from {
		return
	}
	w.fragments = append(w.fragments, fragment{d, w.B[w.from:len(w.B):len(w.B)]})
	w.from = len(w.B)
}

// write writes a custody in the order of SPECIFICATION 7.2 and returns its fragments, which share
// the writer's memory.
func (w *custodyWriter) write(v *custodyView, j *judge.Judgement) []fragment {
	w.B, w.fragments, w.from = w.B[:0], w.fragments[:0], 0
	w.Open()
	w.Text("containerID", v.containerID)
	w.cut(core)
	w.legs(v.legs)
	w.cut(parts)
	if v.course != nil {
		w.window("window", v.course.Window)
	}
	if j.Through != judge.NoTime {
		w.Time("through", j.Through)
	}
	w.Text("phase", j.Phase.String())
	w.Text("verdict", j.Verdict.String())
	w.cut(core)
	w.Texts("reasons", j.Reasons)
	if v.ruleJSON != nil {
		w.Raw("rule", v.ruleJSON)
	}
	if v.course != nil && v.course.Window.Valid() {
		w.segments(v.course.Segments, v.rule, j.Figures)
	}
	w.cut(parts)
	if j.Figures != nil {
		w.figures(j.Figures, v.rule)
	}
	if v.archived {
		w.Bool("archived", true)
	}
	w.Close()
	w.cut(core)
	return w.fragments
}

func (w *custodyWriter) legs(legs []legView) {
	w.List("legs", len(legs), func(i int) {
		l := &legs[i]
		w.Int("leg", l.number)
		w.Text("voyageID", l.voyageID)
		if l.voyage == nil {
			return
		}
		w.Optional("vesselID", l.voyage.vesselID)
		w.Optional("from", l.voyage.from)
		w.Optional("to", l.voyage.to)
		if l.voyage.window.Known() {
			w.ends(l.voyage.window)
		}
	})
}

func (w *custodyWriter) window(name string, x judge.Window) {
	if !x.Known() {
		return
	}
	w.Name(name)
	w.Open()
	w.ends(x)
	w.Close()
}

func (w *custodyWriter) ends(x judge.Window) {
	w.Time("start", x.Start)
	w.Text("startBasis", x.StartBasis.String())
	if x.End != judge.OpenEnd {
		w.Time("end", x.End)
	}
	w.Text("endBasis", x.EndBasis.String())
}

func (w *custodyWriter) segments(segments []judge.Segment, r *judge.Rule, g *judge.Figures) {
	w.List("segments", len(segments), func(i int) {
		s := &segments[i]
		w.Text("kind", s.Kind.String())
		if s.Kind == judge.OnLeg {
			w.Int("leg", s.Leg)
		}
		w.Time("start", s.Start)
		if s.End != judge.OpenEnd {
			w.Time("end", s.End)
		}
		if g == nil || i >= len(g.Segments) {
			return
		}
		f := &g.Segments[i]
		w.Int("observedMs", f.ObservedMs)
		w.List("limits", len(f.LimitMs), func(k int) {
			w.Text("id", r.Limits[k].ID)
			w.Int("ms", f.LimitMs[k])
		})
	})
}
