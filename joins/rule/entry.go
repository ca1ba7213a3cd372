package rule

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"coldchain/joins/measure"
)

// The keys of an entry in a rule book are entryKeys: its id is its key, its version the book's.
var (
	ownKeys   = slices.Concat([]key[Rule]{idKey}, entryKeys)             // of an order's own rule
	fullKeys  = slices.Concat([]key[Rule]{idKey, versionKey}, entryKeys) // of AppendJSON
	limitForm = slices.Concat(names(limitKeys), boundNames())
)

// Parse reads an order's own rule: one JSON object in the shape of a rule book's entry, with its
// id. What is unknown, repeated, of a wrong type or out of range is an error.
func Parse(text []byte) (*Rule, error) { return parse(text, ownKeys) }

// Decode reads what AppendJSON wrote.
func Decode(text []byte) (*Rule, error) { return parse(text, fullKeys) }

// UnmarshalJSON reads what AppendJSON wrote, within a projection.
func (r *Rule) UnmarshalJSON(text []byte) error {
	read, err := Decode(text)
	if err == nil {
		*r = *read
	}
	return err
}

func parse(text []byte, keys []key[Rule]) (*Rule, error) {
	root, err := readJSON(text)
	if err != nil {
		return nil, fmt.Errorf("read rule: %w", err)
	}
	if root.kind == nullNode {
		return nil, errors.New("read rule: is null")
	}
	var r reader
	rule := readEntry(&r, root, root.line, "", keys)
	if err := r.err(); err != nil {
		return nil, fmt.Errorf("read rule: %w", err)
	}
	return rule, nil
}

// readEntry reads one rule. line is where to say that something is missing.
func readEntry(r *reader, n *node, line int, path string, keys []key[Rule]) *Rule {
	fields := r.fields(n, path, names(keys))
	if fields == nil {
		return nil
	}
	rule := &Rule{
		Sensor: measure.DefaultSensor, MaxBlind: Unset, StuckAfter: Unset, Settle: DefaultSettle,
	}
	readKeys(r, fields, line, path, keys, rule)
	for i := range rule.Limits {
		if l := &rule.Limits[i]; l.Sensor == "" {
			l.Sensor = rule.Sensor
		}
	}
	return rule
}

func readPullDown(r *reader, n *node, path string) *PullDown {
	p := new(PullDown)
	if fields := r.fields(n, path, names(pullDownKeys)); fields != nil {
		readKeys(r, fields, n.line, path, pullDownKeys, p)
	}
	return p
}

// readLimits reads a list of limits, whose ids differ.
func readLimits(r *reader, n *node, path string) []Limit {
	switch {
	case n.kind != listNode:
		r.wrong(n.line, path, "must be a list, is %s", n.kind)
		return nil
	case len(n.items) > maxLimits:
		r.wrong(n.line, path, "has %d limits, at most %d are allowed", len(n.items), maxLimits)
		return nil
	}
	var limits []Limit
	lines := make(map[string]int, len(n.items))
	for i, item := range n.items {
		at := fmt.Sprintf("%s[%d]", path, i)
		fields := r.fields(item, at, limitForm)
		if fields == nil {
			continue
		}
		l := readLimit(r, fields, item.line, at)
		if fields["id"] != nil {
			if first, again := lines[l.ID]; again {
				r.wrong(item.line, at,
					"the limit id %s is here for the second time, first on line %d",
					quote(l.ID), first)
			}
			lines[l.ID] = item.line
		}
		limits = append(limits, l)
	}
	return limits
}

func readLimit(r *reader, fields map[string]*node, line int, path string) Limit {
	l := Limit{Single: Unset, Cumulative: Unset}
	if v := fields["exemptDuringDefrost"]; v != nil && v.text == "true" {
		l.DefrostMax = DefaultDefrostMax
	} else {
		for _, name := range []string{"defrostGrace", "defrostMax"} {
			if v := fields[name]; v != nil {
				r.wrong(v.line, subPath(path, name),
					"is only for a limit with exemptDuringDefrost: true")
			}
		}
	}
	readKeys(r, fields, line, path, limitKeys, &l)
	readBound(r, fields, line, path, &l)
	if fields["single"] == nil && fields["cumulative"] == nil {
		r.wrong(line, path, "single or cumulative is missing: for how long may it be broken?")
	}
	return l
}

// readBound reads the one key of a limit that is a bound.
func readBound(r *reader, fields map[string]*node, line int, path string, l *Limit) {
	var given []string
	for _, b := range Bounds() {
		v := fields[b.String()]
		if v == nil {
			continue
		}
		given = append(given, b.String())
		at := subPath(path, b.String())
		l.Bound, l.Value = b, readNumber(r, v, at)
		if b.Relative() && l.Value < 0 {
			r.wrong(v.line, at, "must not be negative: it is the distance from the set point")
		}
		if b.Relative() && l.Metric != measure.Temperature {
			r.wrong(v.line, at, "is for temperature only, the metric is %s", l.Metric)
		}
	}
	switch len(given) {
	case 1:
	case 0:
		r.wrong(line, path, "a bound is missing: one of %s", strings.Join(boundNames(), ", "))
	default:
		r.wrong(line, path, "has %d bounds (%s): write one limit for each",
			len(given), strings.Join(given, ", "))
	}
}
