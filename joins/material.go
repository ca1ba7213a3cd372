package joins

import (
	"strconv"

	"coldchain/joins/internal/jsontext"
	"coldchain/joins/judge"
)

// hashes are the digest of a custody, of what was judged, and the hash of all that is published as
// soon as it changes: the digest, legs, phase and whether readings are gone. scratch is reused.
func (v *custodyView) hashes(
	scratch []byte, j *judge.Judgement,
) (judged, material digest, buf []byte) {
	w := &jsontext.Writer{B: scratch[:0]}
	w.Open()
	w.Text("c", v.containerID)
	if v.course != nil && v.course.Window.Known() {
		x := &v.course.Window
		w.Int("s", x.Start)
		w.Int("sb", int64(x.StartBasis))
		w.Int("e", x.End)
		w.Int("eb", int64(x.EndBasis))
	}
	w.Int("v", int64(j.Verdict))
	w.Texts("r", j.Reasons)
	if v.ruleJSON != nil {
		w.Raw("rule", v.ruleJSON)
	}
	if g := j.Figures; g != nil {
		w.B = appendStretches(w.B, g, j.Through)
	}
	judged = digestOf(w.B)
	w.B = append(w.B[:0], judged[:]...)
	w.Int("p", int64(j.Phase))
	w.Bool("a", v.archived)
	for i := range v.legs {
		l := &v.legs[i]
		w.Int("l", l.number)
		w.Text("v", l.voyageID)
		if l.voyage != nil {
			w.Optional("s", l.voyage.vesselID)
			w.Optional("f", l.voyage.from)
			w.Optional("t", l.voyage.to)
			x := &l.voyage.window
			w.Int("w", x.Start)
			w.Int("b", int64(x.StartBasis))
			w.Int("e", x.End)
			w.Int("d", int64(x.EndBasis))
		}
	}
	if v.course != nil {
		for _, s := range v.course.Segments {
			w.Int("g", int64(s.Kind))
			w.Int("at", s.Start)
		}
	}
	return judged, digestOf(w.B), w.B
}

// appendStretches writes gaps and excursions, of a gap that reaches T and of an open excursion only
// where they began: the rest only progresses.
func appendStretches(b []byte, g *judge.Figures, through int64) []byte {
	b = strconv.AppendInt(append(b, 'n'), g.GapCount, 10)
	for _, s := range g.Gaps {
		b = strconv.AppendInt(append(b, ';'), s.Start, 10)
		if s.End != through {
			b = strconv.AppendInt(append(b, '-'), s.End, 10)
		}
	}
	b = strconv.AppendInt(append(b, 'm'), g.ExcursionCount, 10)
	for i := range g.Excursions {
		e := &g.Excursions[i]
		b = strconv.AppendInt(append(b, ';'), int64(e.Limit), 10)
		b = strconv.AppendInt(append(b, ':'), e.Start, 10)
		if e.Open {
			continue
		}
		worst, at := e.Worst()
		for _, n := range []int64{e.End, e.Ms(), int64(worst), at} {
			b = strconv.AppendInt(append(b, '-'), n, 10)
		}
		b = e.AppendDegreeMinutes(append(b, 'd'))
	}
	return b
}
