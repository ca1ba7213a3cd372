package oracle

import (
	"errors"
	"fmt"
	"time"
)

// rule holds the limits of a product or of one order. Durations are milliseconds, values
// thousandths, minCoverage millionths; nil is not set.
type rule struct {
	id          string
	version     *int64
	sensor      string
	maxGap      int64
	minCoverage int64
	maxBlind    *int64
	stuckAfter  *int64
	pullDown    *pullDown
	settle      int64
	mktMax      *int64
	limits      []*limit
}

// pullDown gives a warm load the time to cool down.
type pullDown struct{ within, to int64 }

// mostLimits is how many limits an entry may have.
const mostLimits = 32

type ruleBook struct {
	version  *int64
	products map[string]*rule
	standard *rule // the default, nil if there is none
}

// find gives the rule of an order: its own, else the product's, else the default; nil for none,
// also where the rule that is found has no limits.
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
	if book.version, err = f.whole("version"); err != nil {
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
	if len(id) > maxText {
		return nil, fmt.Errorf("line %d: the id is too long", v.line)
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
	f, err := open(v, "sensor", "maxGap", "minCoverage", "maxBlind", "stuckAfter", "pullDown",
		"settle", "mktMax", "limits")
	if err != nil {
		return nil, err
	}
	r := &rule{id: id, version: version, settle: day}
	var errs [8]error
	r.sensor, errs[0] = f.sensor("main")
	r.minCoverage, errs[1] = f.share("minCoverage")
	r.maxBlind, errs[2] = f.duration("maxBlind")
	r.stuckAfter, errs[3] = f.positive("stuckAfter")
	r.mktMax, errs[4] = f.number("mktMax")
	if settle, err := f.duration("settle"); settle != nil {
		r.settle = *settle
	} else {
		errs[5] = err
	}
	gap, err := f.positive("maxGap")
	if errs[6] = err; gap != nil {
		r.maxGap = *gap
	} else if err == nil {
		errs[6] = fmt.Errorf("line %d: maxGap is required", v.line)
	}
	if pull := v.get("pullDown"); pull != nil {
		r.pullDown, errs[7] = parsePullDown(pull)
	}
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	r.limits, err = parseLimits(v.get("limits"), r.sensor)
	return r, err
}

func parsePullDown(v *value) (*pullDown, error) {
	f, err := open(v, "within", "to")
	if err != nil {
		return nil, err
	}
	within, errWithin := f.positive("within")
	to, errTo := f.number("to")
	if err := errors.Join(errWithin, errTo); err != nil {
		return nil, err
	}
	if within == nil || to == nil {
		return nil, fmt.Errorf("line %d: a pullDown has within and to", v.line)
	}
	return &pullDown{*within, *to}, nil
}

// parseDuration reads an unsigned duration of whole milliseconds in Go's notation.
func parseDuration(s string) (int64, error) {
	d, err := time.ParseDuration(s)
	if err != nil || s[0] == '+' || s[0] == '-' || d%time.Millisecond != 0 {
		return 0, fmt.Errorf("%q is not an unsigned duration of whole milliseconds", s)
	}
	return d.Milliseconds(), nil
}
