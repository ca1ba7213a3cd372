package words

import (
	"encoding/json"

	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// limit is one limit of the rule that judged a custody.
type limit struct {
	*rule.Limit
	of *rule.Rule
}

// limit is the limit of that id; nil if the rule is not shown or has none.
func (c *Custody) limit(id string) *limit {
	if c.Rule == nil {
		return nil
	}
	for i := range c.Rule.Limits {
		if l := &c.Rule.Limits[i]; l.ID == id {
			return &limit{l, c.Rule}
		}
	}
	return nil
}

// beyond is what a value is that breaks the limit: "above 5 °C", "off", "open". It follows "was"
// or "may have been".
func (l *limit) beyond() string {
	_, open := l.Beyond(1000, &measure.Reading{})
	_, closed := l.Beyond(0, &measure.Reading{})
	switch {
	case l.Metric == measure.Door && open != rule.Kept && closed == rule.Kept:
		return "open"
	case l.Metric == measure.Door && open == rule.Kept && closed != rule.Kept:
		return "closed"
	case l.Metric == measure.Power && l.Bound == rule.AtOrBelow && l.Value == 0:
		return "off"
	}
	return l.Bound.Phrase(number(l.Value) + metrics[l.Metric].unit)
}

// title is the limit in a few words: "temperature above 5 °C".
func (l *limit) title() string {
	return series{l.Metric, l.Sensor}.noun(l.of) + " " + l.beyond()
}

// subject is what the limit looks at, at the beginning of a sentence.
func (l *limit) subject() string {
	return metrics[l.Metric].subject + series{l.Metric, l.Sensor}.ofSensor(l.of)
}

// value is a value of the limit's metric with its unit; empty where a state says it all.
func (l *limit) value(v json.Number) string {
	if l.Metric == measure.Door {
		return ""
	}
	return v.String() + metrics[l.Metric].unit
}

// beyondBy is how far a value is beyond the limit, with its unit; empty if the bound moves with the
// set point.
func (l *limit) beyondBy(v json.Number) string {
	d, _ := measure.ParseDecimal([]byte(v))
	distance, side := l.Beyond(d.Thousandths, &measure.Reading{})
	if side == rule.Kept {
		return ""
	}
	return number(distance) + metrics[l.Metric].unit
}

// allowed is what the limit allows, single or cumulative: "at most 30 min is allowed".
func (l *limit) allowed(ms int64) string {
	switch s := l.budget(ms); {
	case s == "":
		return "no time at all is allowed"
	case l.Inclusive:
		return s + " is allowed"
	default:
		return "at most " + s + " is allowed"
	}
}

// budget is how much the limit allows: "2 h", "less than 2 h"; empty if it allows nothing.
func (l *limit) budget(ms int64) string {
	switch {
	case ms <= 0:
		return ""
	case l.Inclusive:
		return "less than " + Duration(ms)
	}
	return Duration(ms)
}
