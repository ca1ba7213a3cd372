package words

import (
	"cmp"
	"fmt"
	"slices"
)

// observed is for how much of the judged time something is known of the temperature, with the
// longest gap that is listed; empty if the custody is not judged.
func (c *Custody) observed() string {
	if c.Coverage == nil {
		return ""
	}
	text := fmt.Sprintf("temperature %s of %s", percent(*c.Coverage), Duration(c.JudgedMs))
	if c.GapCount == 0 {
		return text + ", no gaps"
	}
	text += "; " + count(c.GapCount, "gap", "gaps")
	g := c.longestGap()
	if g == nil {
		return text
	}
	if c.GapCount > 1 {
		text += ", the longest"
	}
	text += fmt.Sprintf(" of %s, %s", Duration(g.Ms), span(g.Start, g.End))
	if where := c.where(g); where != "" {
		text += ", " + where
	}
	return text
}

// longestGap is the longest gap that is listed; nil if none is.
func (c *Custody) longestGap() *Stretch {
	if len(c.Gaps) == 0 {
		return nil
	}
	longest := slices.MaxFunc(c.Gaps, func(a, b Stretch) int { return cmp.Compare(a.Ms, b.Ms) })
	return &longest
}

// text is the window in a line; empty if there is none.
func (w *Window) text() string {
	if w == nil {
		return ""
	}
	text := fmt.Sprintf("%s (%s) until ", instant(w.Start), w.StartBasis)
	if w.End == nil {
		return text + "an end that is not known yet, UTC"
	}
	return text + fmt.Sprintf("%s UTC (%s)", instant(*w.End), w.EndBasis)
}

// text is the range of the temperature in a line; empty if nothing was observed.
func (t *Temperature) text() string {
	if t == nil {
		return ""
	}
	return fmt.Sprintf("%s to %s °C, mean kinetic %s °C", t.Min, t.Max, t.MKT)
}

// text is the readings in a line; empty if the custody is not judged.
func (r *Readings) text() string {
	if r == nil {
		return ""
	}
	text := fmt.Sprint(r.Count)
	if r.First != nil && r.Last != nil {
		text += ", " + span(*r.First, *r.Last)
	}
	if r.Faulty+r.Duplicates+r.Conflicts > 0 {
		text += fmt.Sprintf("; %d faulty, %s, %s", r.Faulty,
			count(r.Duplicates, "duplicate", "duplicates"),
			count(r.Conflicts, "conflict", "conflicts"))
	}
	return text
}
