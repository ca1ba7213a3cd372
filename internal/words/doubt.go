package words

import (
	"fmt"
	"strings"
)

// windowInvalid names the times that contradict each other.
func (c *Custody) windowInvalid() string {
	const mend = " The times need correcting."
	if w := c.Window; w != nil && w.invalid() {
		return "The judged time is impossible: it " + backwards(w) + "." + mend
	}
	var parts []string
	for i := range c.Legs {
		if l := &c.Legs[i]; l.contradictory() {
			w := Window{*l.Start, l.StartBasis, l.End, l.EndBasis}
			parts = append(parts, fmt.Sprintf("Voyage %s (leg %d) %s.", l.VoyageID, l.Number,
				backwards(&w)))
		}
	}
	if len(parts) == 0 {
		return "The times of a voyage contradict each other: it ends before it begins." + mend
	}
	return strings.Join(parts, " ") + " It is left out of what is judged." + mend
}

// backwards tells a window that ends before it begins.
func backwards(w *Window) string {
	return fmt.Sprintf("begins %s UTC (%s) but ends %s UTC (%s)", instant(w.Start), w.StartBasis,
		instant(*w.End), w.EndBasis)
}

// unobserved are the needed series of which nothing was observed for certain, and those of which
// that may be so. For certain the projection says it of the temperature of the rule's sensor alone.
func (c *Custody) unobserved() (never, perhaps []string) {
	r := c.Rule
	for _, s := range needed(r) {
		switch temperature := s == temperatureOf(r); {
		case temperature && c.Temperature == nil:
			never = append(never, s.noun(r))
		case !temperature && !c.broke(s):
			perhaps = append(perhaps, s.noun(r))
		}
	}
	if len(never) == 0 && len(perhaps) == 1 {
		return perhaps, nil
	}
	return never, perhaps
}

// broke says that a limit on the series was broken, so that some of it was observed.
func (c *Custody) broke(s series) bool {
	for i := range c.Rule.Limits {
		l := &c.Rule.Limits[i]
		if l.Metric == s.metric && l.Sensor == s.sensor {
			if t := c.total(l.ID); t != nil && t.Ms > 0 {
				return true
			}
		}
	}
	return false
}

func (c *Custody) noReadings() string {
	if c.Rule == nil {
		return "There are no readings of something that the rule needs."
	}
	never, perhaps := c.unobserved()
	if len(never) == 0 {
		return fmt.Sprintf("There are no readings of at least one of these, which the rule "+
			"needs: %s.", joined(perhaps, "or"))
	}
	return fmt.Sprintf("There are no readings of %s in the judged time; the rule needs them.",
		joined(never, "or"))
}

// others are the needed series beside the temperature of the rule's sensor, for what the projection
// says of that alone.
func (c *Custody) others() string {
	var names []string
	for _, s := range needed(c.Rule) {
		if s != temperatureOf(c.Rule) {
			names = append(names, s.noun(c.Rule))
		}
	}
	return joined(names, "or")
}

func (c *Custody) coverageLow() string {
	if c.Coverage == nil || c.Rule == nil {
		return "Readings cover less of the time than required."
	}
	required := float64(c.Rule.MinCoverage) / 1e6
	if *c.Coverage < required || c.others() == "" {
		return fmt.Sprintf("Readings cover only %s of the time; at least %s is required.",
			percent(*c.Coverage), percent(required))
	}
	return fmt.Sprintf("Readings of %s cover less than the %s of the time that are required.",
		c.others(), percent(required))
}

func (c *Custody) blind() string {
	if c.Rule == nil {
		return "There was a stretch without readings that is longer than allowed."
	}
	allowed := Duration(c.Rule.MaxBlind)
	if g := c.longestGap(); g != nil && g.Ms > c.Rule.MaxBlind {
		s := fmt.Sprintf("There are no readings for %s, from %s", Duration(g.Ms),
			span(g.Start, g.End))
		if where := c.where(g); where != "" {
			s += ", " + where
		}
		return s + "; at most " + allowed + " is allowed."
	}
	of := c.others()
	if of == "" || int64(len(c.Gaps)) < c.GapCount {
		return "There was a stretch without readings that is longer than the " + allowed +
			" allowed."
	}
	return fmt.Sprintf("There was a stretch without readings of %s that is longer than the %s "+
		"allowed.", of, allowed)
}

func (c *Custody) stuck() string {
	s := "The temperature was the same in every reading"
	if c.Rule == nil {
		return s + " for longer than allowed: the sensor seems to be stuck, which proves nothing."
	}
	if t := c.Temperature; t != nil && t.Min == t.Max {
		s = fmt.Sprintf("The temperature was %s °C in every reading", t.Min)
	}
	return fmt.Sprintf("%s of sensor %s for longer than %s: the sensor seems to be stuck, which "+
		"proves nothing.", s, c.Rule.Sensor, Duration(c.Rule.StuckAfter))
}

// possible says that a limit may have been exceeded while nobody looked.
func (c *Custody) possible(id string) string {
	limit, total := c.limit(id), c.total(id)
	if limit == nil || total == nil {
		return fmt.Sprintf("The limit %q may have been exceeded: nobody knows what was between "+
			"the readings.", id)
	}
	var parts []string
	if limit.SingleExceeded(total.LongestPossibleMs) {
		parts = append(parts, fmt.Sprintf("for up to %s without a break, where %s",
			Duration(total.LongestPossibleMs), limit.allowed(limit.Single)))
	}
	if limit.CumulativeExceeded(total.PossibleMs) {
		parts = append(parts, fmt.Sprintf("for up to %s in total, where %s in total",
			Duration(total.PossibleMs), limit.allowed(limit.Cumulative)))
	}
	return fmt.Sprintf("%s may have been %s %s; nobody knows what was between the readings.",
		limit.subject(), limit.beyond(), strings.Join(parts, ", and "))
}

// pullDownUnknown says that nobody looked when the goods had to be cold.
func (c *Custody) pullDownUnknown() string {
	to, by, ok := c.pullDownEnd()
	if !ok {
		return "It is not known whether the goods were cooled down in time."
	}
	return fmt.Sprintf("It is not known whether the goods were cooled down to %s °C in time: "+
		"there are no readings just before %s UTC, when they had to be.", to, instant(by))
}
