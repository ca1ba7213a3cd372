package joins

import (
	"crypto/sha256"
	"strconv"
)

// legView is what is shown of a leg.
type legView struct {
	containerID string
	number      int64
	voyageID    string // "" = none
	voyage      *voyageInfo
	ruleJSON    []byte // nil = none
	rule        *Rule
	archived    bool
}

// voyageInfo is what a leg shows of its voyage.
type voyageInfo struct {
	vesselID, from, to *string
	events             int64 // accepted events of the voyage
	window             Window
}

// appendLegJSON writes a leg of a projection, in the order of section 7 of the specification.
func appendLegJSON(b []byte, v *legView, j *judgement) []byte {
	o := &object{b: b}
	o.open()
	o.text("containerID", v.containerID)
	o.int("leg", v.number)
	if v.voyageID != "" {
		o.text("voyageID", v.voyageID)
	}
	if v.voyage != nil {
		o.optional("vesselID", v.voyage.vesselID)
		o.optional("from", v.voyage.from)
		o.optional("to", v.voyage.to)
		o.window(v.voyage.window)
	}
	if j.through != noTime {
		o.time("through", j.through)
	}
	o.text("phase", j.phase.String())
	o.text("verdict", j.verdict.String())
	o.texts("reasons", j.reasons)
	if v.ruleJSON != nil {
		o.raw("rule", v.ruleJSON)
	}
	if j.figures != nil {
		o.figures(j.figures, v.rule)
	}
	if v.archived {
		o.bool("archived", true)
	}
	o.close()
	return o.b
}

func (o *object) window(w Window) {
	if !w.known() {
		return
	}
	o.name("window")
	o.open()
	o.time("start", w.Start)
	o.text("startBasis", w.StartBasis.String())
	if w.End != openEnd {
		o.time("end", w.End)
	}
	o.text("endBasis", w.EndBasis.String())
	o.close()
}

func (o *object) figures(g *figures, r *Rule) {
	o.name("coverage")
	o.b = appendFixed(o.b, mulDiv(g.observed, 1_000_000, g.judged), 6)
	o.int("observedMs", g.observed)
	o.int("judgedMs", g.judged)
	o.list("gaps", len(g.gaps), func(i int) {
		o.time("start", g.gaps[i].start)
		o.time("end", g.gaps[i].end)
		o.int("ms", g.gaps[i].ms())
	})
	o.int("gapCount", g.gapCount)
	o.list("excursions", len(g.excursions), func(i int) {
		e := &g.excursions[i]
		o.text("limit", r.Limits[e.limit].ID)
		o.time("start", e.start)
		o.time("end", e.end)
		o.int("ms", e.ms())
		o.milli("worst", e.worst)
		o.name("degreeMinutes")
		o.b = appendDegreeMinutes(o.b, e.beyond)
		o.bool("open", e.open)
	})
	o.int("excursionCount", g.excursionCount)
	o.list("limits", len(g.limits), func(i int) {
		o.text("id", r.Limits[i].ID)
		o.int("ms", g.limits[i].ms)
		o.int("longestMs", g.limits[i].longest)
		o.int("excursions", g.limits[i].count)
	})
	if g.temperature {
		o.name("temperature")
		o.open()
		o.milli("min", g.min)
		o.milli("max", g.max)
		o.milli("mkt", g.mkt)
		o.close()
	}
	o.name("readings")
	o.open()
	o.int("count", g.counters.count)
	o.int("faulty", g.counters.faulty)
	o.int("duplicates", g.counters.duplicates)
	o.int("conflicts", g.counters.conflicts)
	if g.counters.count > 0 {
		o.time("first", g.counters.first)
		o.time("last", g.counters.last)
	}
	o.close()
}

// digest is a hash of what is material.
type digest [16]byte

func digestOf(b []byte) digest {
	sum := sha256.Sum256(b)
	return digest(sum[:16])
}

// material hashes what is material of a leg: all but the figures that only progress. scratch is reused.
func (v *legView) material(scratch []byte, j *judgement) (digest, []byte) {
	o := &object{b: scratch[:0]}
	o.open()
	o.text("c", v.containerID)
	o.int("l", v.number)
	o.text("v", v.voyageID)
	if v.voyage != nil {
		o.optional("s", v.voyage.vesselID)
		o.optional("f", v.voyage.from)
		o.optional("t", v.voyage.to)
		o.window(v.voyage.window)
	}
	o.int("p", int64(j.phase))
	o.int("d", int64(j.verdict))
	o.texts("r", j.reasons)
	if v.ruleJSON != nil {
		o.raw("rule", v.ruleJSON)
	}
	o.bool("a", v.archived)
	if g := j.figures; g != nil {
		o.int("n", g.gapCount)
		o.name("g")
		for i := range g.gaps {
			o.span(g.gaps[i], j.through)
		}
		o.int("m", g.excursionCount)
		o.name("e")
		for i := range g.excursions {
			e := &g.excursions[i]
			o.b = strconv.AppendInt(o.b, int64(e.limit), 10)
			o.span(e.span, j.through)
			if e.end != j.through {
				o.b = appendMilli(append(o.b, 'w'), e.worst)
				o.b = appendDegreeMinutes(append(o.b, 'd'), e.beyond)
			}
		}
	}
	o.close()
	return digestOf(o.b), o.b
}

// span writes a stretch, without its end where that is T, which only progresses.
func (o *object) span(s span, through int64) {
	o.b = strconv.AppendInt(append(o.b, ';'), s.start, 10)
	if s.end != through {
		o.b = strconv.AppendInt(append(o.b, '-'), s.end, 10)
	}
}
