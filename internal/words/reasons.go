package words

import (
	"encoding/json"
	"fmt"
	"strings"
)

// bound is the limit's bound in words and as a number; relative means beside the set point.
func (l *Limit) bound() (text string, value json.Number, relative bool) {
	u := " " + unit(l.Metric)
	switch {
	case l.Above != nil:
		return "above " + l.Above.String() + u, *l.Above, false
	case l.Below != nil:
		return "below " + l.Below.String() + u, *l.Below, false
	case l.AtOrAbove != nil:
		return "at or above " + l.AtOrAbove.String() + u, *l.AtOrAbove, false
	case l.AtOrBelow != nil:
		return "at or below " + l.AtOrBelow.String() + u, *l.AtOrBelow, false
	case l.AboveSetPoint != nil:
		return "more than " + l.AboveSetPoint.String() + u + " above the set point", *l.AboveSetPoint, true
	case l.BelowSetPoint != nil:
		return "more than " + l.BelowSetPoint.String() + u + " below the set point", *l.BelowSetPoint, true
	}
	return "beyond the limit " + l.ID, "", true
}

// Sentence puts one reason of the leg in a sentence with its numbers. A reason that this program does not know is named as it is.
func (l *Leg) Sentence(reason string) string {
	kind, id, _ := strings.Cut(reason, ":")
	switch kind {
	case "single":
		return l.single(id)
	case "cumulative":
		return l.cumulative(id)
	case "mkt":
		if l.Temperature != nil && l.Rule != nil && l.Rule.MKTMax != nil {
			return fmt.Sprintf("The mean kinetic temperature was %s °C; at most %s °C is allowed.", l.Temperature.MKT, *l.Rule.MKTMax)
		}
		return "The mean kinetic temperature was higher than allowed."
	case "no_readings":
		return l.noReadings()
	case "coverage_low":
		if l.Coverage != nil && l.Rule != nil {
			return fmt.Sprintf("Readings cover only %s of the time; at least %s is required.", percent(*l.Coverage), percent(l.Rule.MinCoverage))
		}
		return "Readings cover less of the time than required."
	case "blind":
		return l.blind()
	case "window_invalid":
		if w := l.Window; w != nil && w.End != nil {
			return fmt.Sprintf("The window is impossible: it begins %s UTC (%s) but ends %s UTC (%s). The voyage's times need correcting.",
				instant(w.Start), w.StartBasis, instant(*w.End), w.EndBasis)
		}
		return "The window is impossible: it ends before it begins. The voyage's times need correcting."
	case "no_rule":
		return "There is no rule with limits for this product, so there is nothing to judge by. The rule book needs an entry."
	}
	return "Reason: " + reason + "."
}

func (l *Leg) limit(id string) (*Limit, *Total) {
	var limit *Limit
	if l.Rule != nil {
		for i := range l.Rule.Limits {
			if l.Rule.Limits[i].ID == id {
				limit = &l.Rule.Limits[i]
			}
		}
	}
	for i := range l.Limits {
		if l.Limits[i].ID == id {
			return limit, &l.Limits[i]
		}
	}
	return limit, nil
}

// longest is the longest of the excursions of a limit that are listed; nil if the longest of all is not among them.
func (l *Leg) longest(id string, ms int64) *Excursion {
	for i := range l.Excursions {
		if e := &l.Excursions[i]; e.Limit == id && e.Ms == ms {
			return e
		}
	}
	return nil
}

func (l *Leg) single(id string) string {
	limit, total := l.limit(id)
	if limit == nil || total == nil {
		return fmt.Sprintf("The limit %q was exceeded in one stretch.", id)
	}
	bound, value, relative := limit.bound()
	var b strings.Builder
	fmt.Fprintf(&b, "%s was %s for %s without a break", metricName(limit.Metric), bound, Duration(total.LongestMs))
	e := l.longest(id, total.LongestMs)
	if e != nil {
		fmt.Fprintf(&b, ", from %s", span(e.Start, e.End))
		if e.Open {
			b.WriteString(" and still going on then")
		}
	}
	fmt.Fprintf(&b, "; %s is allowed.", notated(limit.Single))
	if e != nil {
		fmt.Fprintf(&b, " The worst value was %s %s", e.Worst, unit(limit.Metric))
		if !relative {
			fmt.Fprintf(&b, ", %s %s beyond the limit", distance(e.Worst, value), unit(limit.Metric))
		}
		b.WriteString(".")
	}
	return b.String()
}

func (l *Leg) cumulative(id string) string {
	limit, total := l.limit(id)
	if limit == nil || total == nil {
		return fmt.Sprintf("The limit %q was exceeded in total.", id)
	}
	bound, _, _ := limit.bound()
	return fmt.Sprintf("%s was %s for %s in total, over %s; %s is allowed in total.", metricName(limit.Metric), bound, Duration(total.Ms),
		count(total.Excursions, "stretch", "stretches"), notated(limit.Cumulative))
}

func (l *Leg) noReadings() string {
	if l.Readings != nil && l.Readings.Count == 0 {
		return "There are no readings at all from the time that is judged."
	}
	var needed []string
	if l.Rule != nil {
		seen := map[string]bool{}
		for _, m := range l.Rule.Limits {
			if !seen[m.Metric] {
				seen[m.Metric] = true
				needed = append(needed, m.Metric)
			}
		}
		if !seen["temperature"] && (l.Rule.MinCoverage > 0 || l.Rule.MaxBlind != "" || l.Rule.MKTMax != nil) {
			needed = append(needed, "temperature")
		}
	}
	return fmt.Sprintf("At least one value that the rule needs was never measured (needed: %s).", strings.Join(needed, ", "))
}

func (l *Leg) blind() string {
	var g *Stretch
	for i := range l.Gaps {
		if g == nil || l.Gaps[i].Ms > g.Ms {
			g = &l.Gaps[i]
		}
	}
	if g == nil || l.Rule == nil {
		return "There was a stretch without readings that is longer than allowed."
	}
	return fmt.Sprintf("There are no readings for %s, from %s; at most %s is allowed.", Duration(g.Ms), span(g.Start, g.End), notated(l.Rule.MaxBlind))
}
