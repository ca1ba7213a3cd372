package joins

import (
	"fmt"
	"slices"
	"strings"
)

// entryForm says what an entry has beside the fields that all of them have.
type entryForm uint8

const (
	bookEntry entryForm = iota // its id is its key, its version is the book's
	ownEntry                   // an order's own: it has an id
	wireEntry                  // between stages: it has an id and maybe a version
)

var (
	entryKeys = []string{"sensor", "maxGap", "minCoverage", "maxBlind", "settle", "mktMax", "limits"}
	formKeys  = [...][]string{
		bookEntry: entryKeys,
		ownEntry:  append([]string{"id"}, entryKeys...),
		wireEntry: append([]string{"id", "version"}, entryKeys...),
	}
	limitKeys = append([]string{"id", "metric", "single", "cumulative", "exemptDuringDefrost"}, boundNames[:]...)
)

// entry reads one rule. line is where to say that something is missing.
func (r *ruleReader) entry(n *ruleNode, line int, path string, form entryForm) *Rule {
	fields := r.fields(n, path, formKeys[form])
	if fields == nil {
		return nil
	}
	rule := &Rule{Sensor: DefaultSensor, MaxBlind: Unset, Settle: DefaultSettle}
	if v := fields["id"]; v != nil {
		rule.ID, _ = r.text(v, subPath(path, "id"))
	} else if form != bookEntry {
		r.wrong(line, path, "id is missing")
	}
	if v := fields["version"]; v != nil {
		rule.Version = r.whole(v, subPath(path, "version"))
	}
	if v := fields["sensor"]; v != nil {
		rule.Sensor = r.sensor(v, subPath(path, "sensor"))
	}
	if v := fields["maxGap"]; v != nil {
		ms, ok := r.duration(v, subPath(path, "maxGap"))
		if rule.MaxGap = ms; ok && ms == 0 {
			r.wrong(v.line, subPath(path, "maxGap"), "must be more than 0")
		}
	} else {
		r.wrong(line, path, "maxGap is missing: for how long does a reading speak?")
	}
	if v := fields["minCoverage"]; v != nil {
		rule.MinCoverage = r.share(v, subPath(path, "minCoverage"))
	}
	if v := fields["maxBlind"]; v != nil {
		rule.MaxBlind, _ = r.duration(v, subPath(path, "maxBlind"))
	}
	if v := fields["settle"]; v != nil {
		rule.Settle, _ = r.duration(v, subPath(path, "settle"))
	}
	if v := fields["mktMax"]; v != nil {
		if num, ok := r.number(v, subPath(path, "mktMax")); ok {
			most := num.scaled(3)
			rule.MKTMax = &most
		}
	}
	if v := fields["limits"]; v != nil {
		rule.Limits = r.limits(v, subPath(path, "limits"))
	}
	return rule
}

// limits reads a list of limits, whose ids differ.
func (r *ruleReader) limits(n *ruleNode, path string) []Limit {
	if n.kind != listNode {
		r.wrong(n.line, path, "must be a list, is %s", n.kind)
		return nil
	}
	var limits []Limit
	lines := make(map[string]int, len(n.items))
	for i, item := range n.items {
		at := fmt.Sprintf("%s[%d]", path, i)
		fields := r.fields(item, at, limitKeys)
		if fields == nil {
			continue
		}
		l := r.limit(fields, item.line, at)
		if fields["id"] != nil {
			if first, again := lines[l.ID]; again {
				r.wrong(item.line, at, "the limit id %s is here for the second time, first on line %d", quoteKey(l.ID), first)
			}
			lines[l.ID] = item.line
		}
		limits = append(limits, l)
	}
	return limits
}

func (r *ruleReader) limit(fields map[string]*ruleNode, line int, path string) Limit {
	l := Limit{Single: Unset, Cumulative: Unset}
	if v := fields["id"]; v != nil {
		l.ID, _ = r.text(v, subPath(path, "id"))
	} else {
		r.wrong(line, path, "id is missing")
	}
	if v := fields["metric"]; v != nil {
		l.Metric = r.metric(v, subPath(path, "metric"))
	} else {
		r.wrong(line, path, "metric is missing")
	}
	var given []string
	for b := range numBounds {
		v := fields[b.String()]
		if v == nil {
			continue
		}
		given = append(given, b.String())
		at := subPath(path, b.String())
		num, ok := r.number(v, at)
		l.Bound, l.Value = b, num.scaled(3)
		if ok && b.Relative() && num.negative {
			r.wrong(v.line, at, "must not be negative: it is the distance from the set point")
		}
		if b.Relative() && l.Metric != Temperature {
			r.wrong(v.line, at, "is for temperature only, the metric is %s", l.Metric)
		}
	}
	switch len(given) {
	case 1:
	case 0:
		r.wrong(line, path, "a bound is missing: one of %s", strings.Join(boundNames[:], ", "))
	default:
		r.wrong(line, path, "has %d bounds (%s): write one limit for each", len(given), strings.Join(given, ", "))
	}
	if v := fields["single"]; v != nil {
		l.Single, _ = r.duration(v, subPath(path, "single"))
	}
	if v := fields["cumulative"]; v != nil {
		l.Cumulative, _ = r.duration(v, subPath(path, "cumulative"))
	}
	if fields["single"] == nil && fields["cumulative"] == nil {
		r.wrong(line, path, "single or cumulative is missing: for how long may it be broken?")
	}
	if v := fields["exemptDuringDefrost"]; v != nil {
		if v.kind != boolNode {
			r.wrong(v.line, subPath(path, "exemptDuringDefrost"), "must be true or false, is %s", v.kind)
		}
		l.ExemptDuringDefrost = v.text == "true"
	}
	return l
}

func (r *ruleReader) metric(n *ruleNode, path string) Metric {
	name, ok := r.text(n, path)
	if i := slices.IndexFunc(limitMetrics[:], func(m Metric) bool { return m.String() == name }); i >= 0 {
		return limitMetrics[i]
	}
	if ok {
		r.wrong(n.line, path, "is %s: must be temperature, humidity, co2 or o2", quoteKey(name))
	}
	return Temperature
}
