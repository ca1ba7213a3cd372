package oracle

import (
	"errors"
	"fmt"
	"time"
)

// rule holds the limits of a product or of one order. Durations are milliseconds, values thousandths,
// minCoverage millionths; nil is not set.
type rule struct {
	id          string
	version     *int64
	sensor      string
	maxGap      int64
	minCoverage int64
	maxBlind    *int64
	settle      int64
	mktMax      *int64
	limits      []limit
}

type limit struct {
	id, metric, bound  string
	value              int64
	single, cumulative *int64
	exempt             bool
}

type ruleBook struct {
	version  *int64
	products map[string]*rule
	standard *rule // the default, nil if there is none
}

// find gives the rule of an order: its own, else the product's, else the default; nil for none, also where
// the rule that is found has no limits.
func (b *ruleBook) find(own *rule, productID *string) *rule {
	r := own
	if r == nil && productID != nil {
		r = b.products[*productID]
	}
	if r == nil {
		r = b.standard
	}
	if r == nil || len(r.limits) == 0 {
		return nil
	}
	return r
}

// parseRuleBook reads a rule book, as JSON or as YAML.
func parseRuleBook(text []byte) (*ruleBook, error) {
	v, err := parseJSON(string(text))
	if err != nil {
		if v, err = parseYAML(text); err != nil {
			return nil, err
		}
	}
	f, err := open(v, "version", "rules", "default")
	if err != nil {
		return nil, err
	}
	book := &ruleBook{products: map[string]*rule{}}
	if book.version, err = f.number("version", 0); err != nil {
		return nil, err
	}
	if rules := v.get("rules"); rules != nil {
		if _, err := openAny(rules); err != nil {
			return nil, err
		}
		for _, m := range rules.members {
			if m.value.kind == isNull {
				continue
			}
			if book.products[m.name], err = parseRule(m.value, m.name, book.version); err != nil {
				return nil, fmt.Errorf("rule %q: %w", m.name, err)
			}
		}
	}
	if entry := v.get("default"); entry != nil {
		if book.standard, err = parseRule(entry, "default", book.version); err != nil {
			return nil, fmt.Errorf("the default rule: %w", err)
		}
	}
	return book, nil
}

// parseOwnRule reads the rule that an order event carries.
func parseOwnRule(v *value) (*rule, error) {
	f, err := openAny(v)
	if err != nil {
		return nil, err
	}
	id, err := f.text("id")
	if err != nil {
		return nil, err
	}
	rest := *v
	rest.members = nil
	for _, m := range v.members {
		if m.name != "id" {
			rest.members = append(rest.members, m)
		}
	}
	return parseRule(&rest, id, nil)
}

func parseRule(v *value, id string, version *int64) (*rule, error) {
	f, err := open(v, "sensor", "maxGap", "minCoverage", "maxBlind", "settle", "mktMax", "limits")
	if err != nil {
		return nil, err
	}
	r := &rule{id: id, version: version, sensor: "main", settle: day}
	var errs []error
	if v.get("sensor") != nil {
		r.sensor, err = f.text("sensor")
		if err == nil && !validID(r.sensor) {
			err = errors.New("sensor is not an id")
		}
		errs = append(errs, err)
	}
	gap, err := f.duration("maxGap")
	errs = append(errs, err)
	if gap == nil || *gap <= 0 {
		errs = append(errs, errors.New("maxGap must be given and be longer than 0"))
	} else {
		r.maxGap = *gap
	}
	share, err := f.number("minCoverage", 6)
	errs = append(errs, err)
	if share != nil {
		if r.minCoverage = *share; *share < 0 || *share > 1_000_000 {
			errs = append(errs, errors.New("minCoverage is not from 0 to 1"))
		}
	}
	r.maxBlind, err = f.duration("maxBlind")
	errs = append(errs, err)
	settle, err := f.duration("settle")
	errs = append(errs, err)
	if settle != nil {
		r.settle = *settle
	}
	r.mktMax, err = f.number("mktMax", rounded)
	errs = append(errs, err)
	if list := v.get("limits"); list != nil {
		if list.kind != isArray {
			errs = append(errs, fmt.Errorf("line %d: limits is not a list", list.line))
		}
		seen := map[string]bool{}
		for _, item := range list.items {
			l, err := parseLimit(item)
			errs = append(errs, err)
			if err == nil && seen[l.id] {
				errs = append(errs, fmt.Errorf("line %d: limit id %q twice", item.line, l.id))
			}
			seen[l.id] = true
			r.limits = append(r.limits, l)
		}
	}
	return r, errors.Join(errs...)
}

var bounds = []string{"above", "below", "atOrAbove", "atOrBelow", "aboveSetPoint", "belowSetPoint"}

func parseLimit(v *value) (l limit, err error) {
	f, err := open(v, append([]string{"id", "metric", "single", "cumulative", "exemptDuringDefrost"}, bounds...)...)
	if err != nil {
		return l, err
	}
	var errs []error
	l.id, err = f.text("id")
	errs = append(errs, err)
	l.metric, err = f.text("metric")
	errs = append(errs, err)
	switch l.metric {
	case "temperature", "humidity", "co2", "o2":
	default:
		errs = append(errs, fmt.Errorf("line %d: no such metric", v.line))
	}
	for _, name := range bounds {
		n, err := f.number(name, rounded)
		errs = append(errs, err)
		if n == nil {
			continue
		}
		if l.bound != "" {
			errs = append(errs, fmt.Errorf("line %d: more than one bound", v.line))
		}
		l.bound, l.value = name, *n
		if l.relative() && (*n < 0 || l.metric != "temperature") {
			errs = append(errs, fmt.Errorf("line %d: a bound relative to the set point is for temperature, from 0", v.line))
		}
	}
	if l.bound == "" {
		errs = append(errs, fmt.Errorf("line %d: no bound", v.line))
	}
	l.single, err = f.duration("single")
	errs = append(errs, err)
	l.cumulative, err = f.duration("cumulative")
	errs = append(errs, err)
	if l.single == nil && l.cumulative == nil {
		errs = append(errs, fmt.Errorf("line %d: neither single nor cumulative", v.line))
	}
	if b := v.get("exemptDuringDefrost"); b != nil {
		l.exempt = b.text == "true"
		errs = append(errs, want(b.kind == isBool))
	}
	return l, errors.Join(errs...)
}

func (l limit) relative() bool { return l.bound == "aboveSetPoint" || l.bound == "belowSetPoint" }

func (l limit) upper() bool {
	return l.bound == "above" || l.bound == "atOrAbove" || l.bound == "aboveSetPoint"
}

// parseDuration reads an unsigned duration of whole milliseconds in Go's notation.
func parseDuration(s string) (int64, error) {
	d, err := time.ParseDuration(s)
	if err != nil || s[0] == '+' || s[0] == '-' || d%time.Millisecond != 0 {
		return 0, fmt.Errorf("%q is not an unsigned duration of whole milliseconds", s)
	}
	return d.Milliseconds(), nil
}
