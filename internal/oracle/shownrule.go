package oracle

// shown gives the whole rule, with defaults filled in and what is not set left out.
func (r *rule) shown() map[string]any {
	m := map[string]any{
		"id": r.id, "sensor": r.sensor, "maxGap": durationText(r.maxGap),
		"minCoverage": number(r.minCoverage, 6), "settle": durationText(r.settle),
	}
	if r.version != nil {
		m["version"] = number(*r.version, 0)
	}
	showDuration(m, "maxBlind", r.maxBlind)
	showDuration(m, "stuckAfter", r.stuckAfter)
	if r.pullDown != nil {
		m["pullDown"] = map[string]any{
			"within": durationText(r.pullDown.within), "to": number(r.pullDown.to, 3),
		}
	}
	if r.mktMax != nil {
		m["mktMax"] = number(*r.mktMax, 3)
	}
	limits := []any{}
	for _, l := range r.limits {
		limits = append(limits, l.shown())
	}
	m["limits"] = limits
	return m
}

func (l *limit) shown() map[string]any {
	m := map[string]any{
		"id": l.id, "metric": l.metric, "sensor": l.sensor, l.bound.name: number(l.value, 3),
	}
	showDuration(m, "single", l.single)
	showDuration(m, "cumulative", l.cumulative)
	if l.inclusive {
		m["inclusive"] = true
	}
	if l.exempt {
		m["exemptDuringDefrost"] = true
		m["defrostGrace"], m["defrostMax"] = durationText(l.grace), durationText(l.most)
	}
	return m
}

func showDuration(m map[string]any, name string, ms *int64) {
	if ms != nil {
		m[name] = durationText(*ms)
	}
}
