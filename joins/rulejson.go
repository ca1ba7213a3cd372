package joins

import (
	"errors"
	"fmt"
	"strconv"
)

// ParseRule reads an order's own rule: one JSON object in the shape of a rule
// book's entry, with its id. What is unknown, repeated, of a wrong type or out
// of range is an error. json is not kept.
func ParseRule(json []byte) (*Rule, error) { return parseRule(json, ownEntry) }

// DecodeRule reads what AppendJSON wrote.
func DecodeRule(b []byte) (*Rule, error) { return parseRule(b, wireEntry) }

func parseRule(b []byte, form entryForm) (*Rule, error) {
	root, err := parseJSONTree(b)
	if err != nil {
		return nil, fmt.Errorf("read rule: %w", err)
	}
	if root.kind == nullNode {
		return nil, errors.New("read rule: is null")
	}
	var r ruleReader
	rule := r.entry(root, root.line, "", form)
	if err := r.err(); err != nil {
		return nil, fmt.Errorf("read rule: %w", err)
	}
	return rule, nil
}

// AppendJSON appends the rule as projections show it: defaults filled in, what
// is not set left out, keys in a fixed order, numbers as short as they go.
// Equal rules give equal bytes.
func (r *Rule) AppendJSON(b []byte) []byte {
	b = append(b, `{"id":`...)
	b = appendQuoted(b, r.ID)
	if r.Version != nil {
		b = append(b, `,"version":`...)
		b = strconv.AppendInt(b, *r.Version, 10)
	}
	b = append(b, `,"sensor":`...)
	b = appendQuoted(b, r.Sensor)
	b = appendRuleDuration(b, "maxGap", r.MaxGap)
	b = append(b, `,"minCoverage":`...)
	b = appendFixed(b, r.MinCoverage, 6)
	b = appendRuleDuration(b, "maxBlind", r.MaxBlind)
	b = appendRuleDuration(b, "settle", r.Settle)
	if r.MKTMax != nil {
		b = append(b, `,"mktMax":`...)
		b = appendMilli(b, *r.MKTMax)
	}
	b = append(b, `,"limits":[`...)
	for i := range r.Limits {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.Limits[i].appendJSON(b)
	}
	return append(b, "]}"...)
}

func (l *Limit) appendJSON(b []byte) []byte {
	b = append(b, `{"id":`...)
	b = appendQuoted(b, l.ID)
	b = append(b, `,"metric":"`...)
	b = append(b, l.Metric.String()...)
	b = append(b, `","`...)
	b = append(b, l.Bound.String()...)
	b = append(b, `":`...)
	b = appendMilli(b, l.Value)
	b = appendRuleDuration(b, "single", l.Single)
	b = appendRuleDuration(b, "cumulative", l.Cumulative)
	if l.ExemptDuringDefrost {
		b = append(b, `,"exemptDuringDefrost":true`...)
	}
	return append(b, '}')
}

// appendRuleDuration appends one more field, nothing if it is not set.
func appendRuleDuration(b []byte, key string, ms int64) []byte {
	if ms == Unset {
		return b
	}
	b = append(b, `,"`...)
	b = append(b, key...)
	b = append(b, `":"`...)
	b = append(b, formatDuration(ms)...)
	return append(b, '"')
}
