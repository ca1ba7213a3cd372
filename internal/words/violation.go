package words

import (
	"fmt"
	"strings"
	"time"
)

// single says that an excursion was longer than allowed.
func (c *Custody) single(id string) string {
	limit, total := c.limit(id), c.total(id)
	if limit == nil || total == nil {
		return fmt.Sprintf("The limit %q was exceeded in one stretch.", id)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s was %s for %s without a break", limit.subject(), limit.beyond(),
		Duration(total.LongestMs))
	e := c.longestOf(id, total.LongestMs)
	if e != nil {
		fmt.Fprintf(&b, ", from %s", span(e.Start, e.End))
		for _, s := range []string{c.where(&e.Stretch), e.excused()} {
			if s != "" {
				b.WriteString(", " + s)
			}
		}
		if e.Open {
			b.WriteString(", and still going on then")
		}
	}
	b.WriteString("; " + limit.allowed(limit.Single) + ".")
	if e == nil {
		return b.String()
	}
	if worst := e.worst(limit); worst != "" {
		fmt.Fprintf(&b, " The worst value was %s", worst)
		if by := limit.beyondBy(e.Worst); by != "" {
			fmt.Fprintf(&b, ", %s beyond the limit", by)
		}
		b.WriteString(".")
	}
	if known := e.known(limit); len(known) > 0 {
		fmt.Fprintf(&b, " When it began %s.", list(known))
	}
	return b.String()
}

// cumulative says that all excursions together were longer than allowed.
func (c *Custody) cumulative(id string) string {
	limit, total := c.limit(id), c.total(id)
	if limit == nil || total == nil {
		return fmt.Sprintf("The limit %q was exceeded in total.", id)
	}
	s := fmt.Sprintf("%s was %s for %s in total, over %s", limit.subject(), limit.beyond(),
		Duration(total.Ms), count(total.Excursions, "stretch", "stretches"))
	if where := c.shares(id); where != "" {
		s += ": " + where
	}
	return s + "; " + limit.allowed(limit.Cumulative) + " in total."
}

func (c *Custody) total(id string) *Total {
	for i := range c.Limits {
		if c.Limits[i].ID == id {
			return &c.Limits[i]
		}
	}
	return nil
}

// pullDown says that goods that were loaded warm did not get cold in time.
func (c *Custody) pullDown() string {
	to, by, ok := c.pullDownEnd()
	if !ok {
		return "The goods were not cooled down in time."
	}
	return fmt.Sprintf("The goods were not cooled down in time: no reading from %s UTC is at or "+
		"below %s °C; the rule allows %s for it.", "the start until "+instant(by), to,
		Duration(c.Rule.PullDown.Within))
}

// pullDownEnd is the temperature that has to be reached, and until when.
func (c *Custody) pullDownEnd() (to string, by time.Time, ok bool) {
	if c.Rule == nil || c.Rule.PullDown == nil || c.Window == nil {
		return "", by, false
	}
	by = c.Window.Start.Add(milliseconds(c.Rule.PullDown.Within))
	if end := c.Window.End; end != nil && end.Before(by) {
		by = *end
	}
	return number(c.Rule.PullDown.To), by, true
}

// mkt says that the mean kinetic temperature is too high.
func (c *Custody) mkt() string {
	if c.Temperature == nil || c.Rule == nil || c.Rule.MKTMax == nil {
		return "The mean kinetic temperature was higher than allowed."
	}
	return fmt.Sprintf("The mean kinetic temperature was %s °C; at most %s °C is allowed.",
		c.Temperature.MKT, number(*c.Rule.MKTMax))
}
