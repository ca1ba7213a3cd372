package oracle

import (
	"errors"
	"fmt"
	"slices"
)

// bound says how values are held against a limit.
type bound struct {
	name     string
	upper    bool // values above it are beyond it
	strict   bool // a value that is equal is not
	relative bool // to the set point
}

var bounds = []bound{
	{name: "above", upper: true, strict: true},
	{name: "below", strict: true},
	{name: "atOrAbove", upper: true},
	{name: "atOrBelow"},
	{name: "aboveSetPoint", upper: true, strict: true, relative: true},
	{name: "belowSetPoint", strict: true, relative: true},
}

type limit struct {
	id, metric, sensor string
	bound              bound
	value              int64
	single, cumulative *int64
	inclusive          bool
	exempt             bool  // during defrost
	grace, most        int64 // of a defrost, where exempt
}

// maxLimitID is how many bytes a limit's id may have.
const maxLimitID = 64

func parseLimits(v *value, sensor string) ([]*limit, error) {
	if v == nil {
		return nil, nil
	}
	if v.kind != isArray {
		return nil, fmt.Errorf("line %d: limits is not a list", v.line)
	}
	if len(v.items) > mostLimits {
		return nil, fmt.Errorf("line %d: more than %d limits", v.line, mostLimits)
	}
	var limits []*limit
	seen := map[string]bool{}
	for _, item := range v.items {
		l, err := parseLimit(item, sensor)
		if err != nil {
			return nil, err
		}
		if seen[l.id] {
			return nil, fmt.Errorf("line %d: limit id %q twice", item.line, l.id)
		}
		seen[l.id] = true
		limits = append(limits, l)
	}
	return limits, nil
}

func parseLimit(v *value, sensor string) (*limit, error) {
	known := []string{"id", "metric", "sensor", "single", "cumulative", "inclusive",
		"exemptDuringDefrost", "defrostGrace", "defrostMax"}
	for _, b := range bounds {
		known = append(known, b.name)
	}
	f, err := open(v, known...)
	if err != nil {
		return nil, err
	}
	l := &limit{}
	var errs [8]error
	l.id, errs[0] = f.text("id")
	l.metric, errs[1] = f.text("metric")
	l.sensor, errs[2] = f.sensor(sensor)
	l.single, errs[3] = f.duration("single")
	l.cumulative, errs[4] = f.duration("cumulative")
	l.inclusive, errs[5] = f.flag("inclusive")
	errs[6] = l.readBound(f)
	errs[7] = l.readDefrost(f)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	switch {
	case len(l.id) > maxLimitID:
		return nil, fmt.Errorf("line %d: a limit's id has more than %d bytes", v.line, maxLimitID)
	case !slices.Contains(metrics, l.metric):
		return nil, fmt.Errorf("line %d: no such metric", v.line)
	case l.bound.relative && l.metric != "temperature":
		return nil, fmt.Errorf("line %d: only a temperature is held against the set point", v.line)
	case l.single == nil && l.cumulative == nil:
		return nil, fmt.Errorf("line %d: neither single nor cumulative", v.line)
	}
	return l, nil
}

// readBound reads the one bound that a limit has.
func (l *limit) readBound(f ruleFields) error {
	found := 0
	for _, b := range bounds {
		n, err := f.number(b.name)
		if err != nil {
			return err
		}
		if n == nil {
			continue
		}
		if b.relative && *n < 0 {
			return fmt.Errorf("line %d: %s is less than 0", f.v.line, b.name)
		}
		found++
		l.bound, l.value = b, *n
	}
	if found != 1 {
		return fmt.Errorf("line %d: %d bounds instead of one", f.v.line, found)
	}
	return nil
}

func (l *limit) readDefrost(f ruleFields) (err error) {
	if l.exempt, err = f.flag("exemptDuringDefrost"); err != nil {
		return err
	}
	grace, errGrace := f.duration("defrostGrace")
	most, errMost := f.positive("defrostMax")
	if err := errors.Join(errGrace, errMost); err != nil {
		return err
	}
	if !l.exempt {
		if grace != nil || most != nil {
			return fmt.Errorf("line %d: nothing is exempt during defrost", f.v.line)
		}
		return nil
	}
	l.most = hour
	if grace != nil {
		l.grace = *grace
	}
	if most != nil {
		l.most = *most
	}
	return nil
}
