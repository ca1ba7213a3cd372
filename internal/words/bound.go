package words

import (
	"encoding/json"
	"fmt"
)

// beyond is what a value is that breaks the limit: "above 5 °C", "off", "open". It follows "was" or
// "may have been".
func (l *Limit) beyond() string {
	kind, value := l.bound()
	switch {
	case kind == "":
		return "beyond the limit " + l.ID
	case l.Metric == "door" && l.doorWhen(true) != l.doorWhen(false):
		if l.doorWhen(true) {
			return "open"
		}
		return "closed"
	case l.Metric == "power" && kind == "at or below" && zero(value):
		return "off"
	case l.AboveSetPoint != nil || l.BelowSetPoint != nil:
		return fmt.Sprintf("more than %s%s %s", value, metricOf(l.Metric).unit, kind)
	}
	return fmt.Sprintf("%s %s%s", kind, value, metricOf(l.Metric).unit)
}

// bound is the limit's bound, and how a value that breaks it stands to it.
func (l *Limit) bound() (kind string, value json.Number) {
	switch {
	case l.Above != nil:
		return "above", *l.Above
	case l.Below != nil:
		return "below", *l.Below
	case l.AtOrAbove != nil:
		return "at or above", *l.AtOrAbove
	case l.AtOrBelow != nil:
		return "at or below", *l.AtOrBelow
	case l.AboveSetPoint != nil:
		return "above the set point", *l.AboveSetPoint
	case l.BelowSetPoint != nil:
		return "below the set point", *l.BelowSetPoint
	}
	return "", ""
}

func zero(v json.Number) bool {
	x, err := v.Float64()
	return err == nil && x == 0
}

// fixed says that the bound is a value, not a distance from the set point.
func (l *Limit) fixed() bool {
	kind, _ := l.bound()
	return kind != "" && l.AboveSetPoint == nil && l.BelowSetPoint == nil
}

// doorWhen says whether an open (1) or a closed (0) door breaks the limit.
func (l *Limit) doorWhen(open bool) bool {
	_, value := l.bound()
	x, err := value.Float64()
	if err != nil {
		return false
	}
	v := 0.0
	if open {
		v = 1
	}
	switch {
	case l.Above != nil:
		return v > x
	case l.Below != nil:
		return v < x
	case l.AtOrAbove != nil:
		return v >= x
	case l.AtOrBelow != nil:
		return v <= x
	}
	return false
}

// title is the limit in a few words: "temperature above 5 °C".
func (l *Limit) title(r *Rule) string {
	return series{l.Metric, l.Sensor}.noun(r) + " " + l.beyond()
}

// subject is what the limit looks at, at the beginning of a sentence.
func (l *Limit) subject(r *Rule) string {
	return metricOf(l.Metric).subject + series{l.Metric, l.Sensor}.ofSensor(r)
}

// value is a value of the limit's metric with its unit; empty where a state says it all.
func (l *Limit) value(v json.Number) string {
	if l.Metric == "door" {
		return ""
	}
	return v.String() + metricOf(l.Metric).unit
}

// allowed is what a rule allows, single or cumulative: "at most 30 min is allowed".
func (l *Limit) allowed(budget string) string {
	switch s := l.budget(budget); {
	case s == "":
		return "no time at all is allowed"
	case l.Inclusive:
		return s + " is allowed"
	default:
		return "at most " + s + " is allowed"
	}
}

// exceeds says whether a time is more than a budget allows.
func (l *Limit) exceeds(ms int64, budget string) bool {
	d, ok := milliseconds(budget)
	return ok && (ms > d || l.Inclusive && ms == d && ms > 0)
}
