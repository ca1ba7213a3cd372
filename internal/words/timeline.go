package words

import (
	"strings"
	"time"
)

// Timeline draws a judged custody in that many characters, from the window's start to its end, or
// to where it is judged if that is all that is known: '=' observed and within the limits, '!'
// beyond a limit, '.' without readings of temperature, ' ' still to come. A character shows the
// worst of the time it stands for, so that a short excursion can't be overlooked. Empty if there is
// nothing to draw, or if not all gaps and excursions are listed: a drawing would hide the others.
func (c *Custody) Timeline(columns int) string {
	if c.Window == nil || c.Through == nil || c.Coverage == nil || columns < 1 || !c.allListed() {
		return ""
	}
	start, end := c.Window.Start, *c.Through
	if c.Window.End != nil && c.Window.End.After(end) {
		end = *c.Window.End
	}
	whole := end.Sub(start)
	if whole <= 0 {
		return ""
	}
	place := func(t time.Time) float64 {
		return float64(t.Sub(start)) / float64(whole) * float64(columns)
	}
	bar := []byte(strings.Repeat(" ", columns))
	mark := func(from, to time.Time, c byte) {
		a, b := int(place(from)), place(to)
		for i := max(0, a); i < columns && float64(i) < b; i++ {
			bar[i] = c
		}
	}
	mark(start, *c.Through, '=')
	for _, g := range c.Gaps {
		mark(g.Start, g.End, '.')
	}
	for _, e := range c.Excursions {
		mark(e.Start, e.End, '!')
	}
	return string(bar)
}

// allListed says that the projection lists all gaps and excursions.
func (c *Custody) allListed() bool {
	return int64(len(c.Gaps)) >= c.GapCount && int64(len(c.Excursions)) >= c.ExcursionCount
}
