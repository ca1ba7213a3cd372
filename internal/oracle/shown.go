package oracle

import (
	"encoding/json"
	"math/big"
)

// mostListed is how many gaps, and how many excursions, are listed of a custody: the last ones.
const mostListed = 1000

func count(n int) json.Number { return number(int64(n), 0) }

func (c *custody) shown() map[string]any {
	m := map[string]any{
		"containerID": c.containerID, "phase": c.phase, "verdict": c.verdict,
		"reasons": list(c.reasons),
	}
	legs := []any{}
	for _, l := range c.legs {
		legs = append(legs, l.shown())
	}
	m["legs"] = legs
	if c.rule != nil {
		m["rule"] = c.rule.shown()
	}
	if c.window != nil {
		w := map[string]any{}
		c.window.show(w)
		m["window"] = w
		if c.through != nil {
			m["through"] = timeText(*c.through)
		}
		if !c.invalid() {
			m["segments"] = c.shownSegments()
		}
	}
	if c.figures != nil {
		c.figures.show(m, c.rule)
	}
	return m
}

func (l *leg) shown() map[string]any {
	m := map[string]any{"leg": number(l.number, 0), "voyageID": l.voyageID}
	if l.voyage != nil {
		copyTexts(m, l.voyage.texts, "vesselID", "from", "to")
	}
	if l.window != nil {
		l.window.show(m)
	}
	return m
}

func (w *window) show(m map[string]any) {
	m["start"], m["startBasis"], m["endBasis"] = timeText(w.start), w.startBasis, w.endBasis
	if w.end != nil {
		m["end"] = timeText(*w.end)
	}
}

func (c *custody) shownSegments() []any {
	out := []any{}
	for i, s := range c.segments {
		m := map[string]any{"kind": s.kind, "start": timeText(s.start)}
		if s.kind == "leg" {
			m["leg"] = number(s.leg, 0)
		}
		if s.end != nil {
			m["end"] = timeText(*s.end)
		}
		if f := c.figures; f != nil && i < len(f.observedIn) {
			m["observedMs"] = number(f.observedIn[i], 0)
			limits := []any{}
			for k, l := range c.rule.limits {
				limits = append(limits, map[string]any{
					"id": l.id, "ms": number(f.brokenIn[k][i], 0),
				})
			}
			m["limits"] = limits
		}
		out = append(out, m)
	}
	return out
}

func (f *figures) show(m map[string]any, r *rule) {
	s := f.temperature
	share := new(big.Int).Mul(big.NewInt(s.observed), big.NewInt(1_000_000))
	m["coverage"] = bigNumber(share.Quo(share, big.NewInt(f.judged.ms())), 6)
	m["observedMs"], m["judgedMs"] = number(s.observed, 0), number(f.judged.ms(), 0)
	m["gapCount"], m["excursionCount"] = count(len(s.gaps)), count(len(f.excursions))
	gaps := []any{}
	for _, g := range s.gaps[max(0, len(s.gaps)-mostListed):] {
		gaps = append(gaps, map[string]any{
			"start": timeText(g.start), "end": timeText(g.end), "ms": number(g.ms(), 0),
		})
	}
	m["gaps"] = gaps
	excursions := []any{}
	for _, e := range f.excursions[max(0, len(f.excursions)-mostListed):] {
		excursions = append(excursions, e.shown(r))
	}
	m["excursions"] = excursions
	limits := []any{}
	for i, t := range f.totals {
		limits = append(limits, map[string]any{
			"id": r.limits[i].id, "ms": number(t.ms, 0), "longestMs": number(t.longest, 0),
			"excursions": number(t.excursions, 0), "possibleMs": number(t.possible, 0),
			"longestPossibleMs": number(t.longestPossible, 0),
		})
	}
	m["limits"] = limits
	if s.observed > 0 {
		least, greatest := s.extremes()
		m["temperature"] = map[string]any{
			"min": number(least, 3), "max": number(greatest, 3), "mkt": number(f.mkt, 3),
		}
	}
	m["readings"] = countsOf(f.counted)
}

func (e *excursion) shown(r *rule) map[string]any {
	m := map[string]any{
		"limit": r.limits[e.limit].id, "start": timeText(e.start), "end": timeText(e.end),
		"ms": number(e.ms, 0), "worst": number(e.worst, 3), "worstAt": timeText(e.worstAt),
		"degreeMinutes": bigNumber(e.degreeMinutes, 3), "open": e.open,
	}
	began := map[string]any{}
	for _, name := range []string{"setPoint", "power", "latitude", "longitude"} {
		if v := e.began.measure(name); v.usable() {
			began[name] = number(v.value, 3)
		}
	}
	if e.began.door.present {
		began["door"] = e.began.door.on
	}
	if len(began) > 0 {
		m["began"] = began
	}
	return m
}

func countsOf(readings []*held) map[string]any {
	var faulty, duplicates, conflicts int64
	for _, h := range readings {
		if h.faulty() {
			faulty++
		}
		duplicates += h.duplicates
		conflicts += h.conflicts
	}
	m := map[string]any{
		"count": count(len(readings)), "faulty": number(faulty, 0),
		"duplicates": number(duplicates, 0), "conflicts": number(conflicts, 0),
	}
	if len(readings) > 0 {
		m["first"] = timeText(readings[0].time)
		m["last"] = timeText(readings[len(readings)-1].time)
	}
	return m
}
