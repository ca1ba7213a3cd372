package oracle

import (
	"math/big"
	"slices"
	"sort"
	"strings"
)

// From the earliest phase to the latest, and from the worst verdict to the best.
var (
	phases   = []string{"awaiting_container", "awaiting_voyage", "awaiting_departure", "in_transit", "arrived", "final"}
	verdicts = []string{"violated", "undetermined", "pending", "respected"}
)

// mostListed is how many gaps, and how many excursions, are listed of a leg: the last ones.
const mostListed = 1000

// projection gives the answer for one order, without digest.
func (w *world) projection(orderID string) map[string]any {
	o := foldOrder(w.orders[orderID])
	p := map[string]any{"schema": number(1, 0), "orderID": orderID, "known": o.known, "claims": claimsOf(o.claims)}
	for name, text := range o.texts {
		p[name] = text
	}
	for name, address := range o.addresses {
		p[name] = address
	}
	if o.quantity != nil {
		p["quantity"] = number(*o.quantity, 3)
	}
	if o.status != "" {
		p["status"] = o.status
	}
	phase, verdict := len(phases)-1, len(verdicts)-1
	reasons := map[string]bool{}
	voyages := map[string]int{}
	var readings int64
	shown := []any{}
	for _, key := range o.legs() {
		l := w.leg(o, key)
		phase = min(phase, slices.Index(phases, l.phase))
		verdict = min(verdict, slices.Index(verdicts, l.verdict))
		for _, reason := range l.reasons {
			reasons[reason] = true
		}
		if l.voyage != nil {
			voyages[key.voyageID] = l.voyage.events
		}
		if l.figures != nil {
			readings += int64(len(l.figures.count))
		}
		shown = append(shown, l.shown())
	}
	p["phase"], p["verdict"] = phases[phase], verdicts[verdict]
	if len(shown) == 0 {
		p["phase"], p["verdict"] = "awaiting_container", "pending"
	}
	if o.status == "cancelled" || o.status == "rejected" {
		p["verdict"] = "not_applicable"
	}
	union := make([]string, 0, len(reasons))
	for reason := range reasons {
		union = append(union, reason)
	}
	sort.Strings(union)
	p["reasons"] = list(union)
	p["legs"] = shown
	var voyageEvents int64
	for _, n := range voyages {
		voyageEvents += int64(n)
	}
	p["facts"] = map[string]any{
		"orders": number(int64(len(w.orders[orderID])), 0), "voyages": number(voyageEvents, 0), "readings": number(readings, 0),
	}
	return p
}

// leg puts a leg together and judges it.
func (w *world) leg(o *order, key legKey) *leg {
	l := &leg{legKey: key, rule: w.book.find(o.rule, has(o.texts, "productID"))}
	if key.voyageID != "" {
		l.voyage = foldVoyage(w.voyages[key.voyageID])
	}
	l.window = windowOf(l.voyage, key.containerID)
	var streamTime *int64
	if t, ok := w.streamTime[partitionOf(key.containerID, w.partitions)]; ok {
		streamTime = &t
	}
	judgeLeg(l, w.containers[key.containerID], streamTime)
	return l
}

func list(texts []string) []any {
	out := make([]any, 0, len(texts))
	for _, t := range texts {
		out = append(out, t)
	}
	return out
}

// claimsOf sorts claims by time, container and reason, what is absent first, and drops exact repeats.
func claimsOf(claims []claim) []any {
	text := func(s *string) string { // absent before every text
		if s == nil {
			return ""
		}
		return "+" + *s
	}
	compare := func(a, b claim) int {
		if a.time != b.time {
			if a.time < b.time {
				return -1
			}
			return 1
		}
		if c := strings.Compare(text(a.containerID), text(b.containerID)); c != 0 {
			return c
		}
		return strings.Compare(text(a.reason), text(b.reason))
	}
	slices.SortFunc(claims, compare)
	out := []any{}
	for i, c := range claims {
		if i > 0 && compare(claims[i-1], c) == 0 {
			continue
		}
		m := map[string]any{"type": "OrderSpoilt", "time": timeText(c.time)}
		if c.containerID != nil {
			m["containerID"] = *c.containerID
		}
		if c.reason != nil {
			m["reason"] = *c.reason
		}
		out = append(out, m)
	}
	return out
}

func (l *leg) shown() map[string]any {
	m := map[string]any{
		"containerID": l.containerID, "leg": number(l.number, 0), "phase": l.phase, "verdict": l.verdict, "reasons": list(l.reasons),
	}
	if l.voyageID != "" {
		m["voyageID"] = l.voyageID
	}
	if l.voyage != nil {
		for name, text := range l.voyage.texts {
			m[name] = text
		}
	}
	if l.window != nil {
		w := map[string]any{"start": timeText(l.window.start), "startBasis": l.window.startBasis, "endBasis": l.window.endBasis}
		if !l.window.open() {
			w["end"] = timeText(l.window.end)
		}
		m["window"] = w
	}
	if l.through != nil {
		m["through"] = timeText(*l.through)
	}
	if l.rule != nil {
		m["rule"] = l.rule.shown()
	}
	if l.figures != nil {
		l.figures.show(m, l.rule)
	}
	return m
}

func (f *figures) show(m map[string]any, r *rule) {
	share := new(big.Int).Mul(big.NewInt(f.observed), big.NewInt(1_000_000))
	m["coverage"] = number(share.Quo(share, big.NewInt(f.judged)).Int64(), 6)
	m["observedMs"], m["judgedMs"] = number(f.observed, 0), number(f.judged, 0)
	m["gapCount"], m["excursionCount"] = number(int64(len(f.gaps)), 0), number(int64(len(f.excursions)), 0)
	gaps := []any{}
	for _, g := range f.gaps[max(0, len(f.gaps)-mostListed):] {
		gaps = append(gaps, map[string]any{"start": timeText(g.start), "end": timeText(g.end), "ms": number(g.ms(), 0)})
	}
	m["gaps"] = gaps
	excursions := []any{}
	for _, e := range f.excursions[max(0, len(f.excursions)-mostListed):] {
		excursions = append(excursions, map[string]any{
			"limit": r.limits[e.limit].id, "start": timeText(e.start), "end": timeText(e.end), "ms": number(e.ms(), 0),
			"worst": number(e.worst, 3), "degreeMinutes": number(e.degreeMinutes, 3), "open": e.open,
		})
	}
	m["excursions"] = excursions
	limits := []any{}
	for i, t := range f.totals {
		limits = append(limits, map[string]any{
			"id": r.limits[i].id, "ms": number(t.ms, 0), "longestMs": number(t.longest, 0), "excursions": number(t.excursions, 0),
		})
	}
	m["limits"] = limits
	if f.observed > 0 {
		m["temperature"] = map[string]any{"min": number(f.min, 3), "max": number(f.max, 3), "mkt": number(f.mkt, 3)}
	}
	m["readings"] = countsOf(f.count)
}

func countsOf(readings []*held) map[string]any {
	var faulty, duplicates, conflicts int64
	for _, h := range readings {
		if h.reading.faulty() {
			faulty++
		}
		duplicates += h.duplicates
		conflicts += h.conflicts
	}
	m := map[string]any{
		"count": number(int64(len(readings)), 0), "faulty": number(faulty, 0), "duplicates": number(duplicates, 0), "conflicts": number(conflicts, 0),
	}
	if len(readings) > 0 {
		m["first"], m["last"] = timeText(readings[0].time), timeText(readings[len(readings)-1].time)
	}
	return m
}

// shown gives the whole rule, with defaults filled in and what is not set left out.
func (r *rule) shown() map[string]any {
	m := map[string]any{
		"id": r.id, "sensor": r.sensor, "maxGap": durationText(r.maxGap), "minCoverage": number(r.minCoverage, 6), "settle": durationText(r.settle),
	}
	if r.version != nil {
		m["version"] = number(*r.version, 0)
	}
	if r.maxBlind != nil {
		m["maxBlind"] = durationText(*r.maxBlind)
	}
	if r.mktMax != nil {
		m["mktMax"] = number(*r.mktMax, 3)
	}
	limits := []any{}
	for _, l := range r.limits {
		shown := map[string]any{"id": l.id, "metric": l.metric, l.bound: number(l.value, 3)}
		if l.single != nil {
			shown["single"] = durationText(*l.single)
		}
		if l.cumulative != nil {
			shown["cumulative"] = durationText(*l.cumulative)
		}
		if l.exempt {
			shown["exemptDuringDefrost"] = true
		}
		limits = append(limits, shown)
	}
	m["limits"] = limits
	return m
}
