package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// title is what a leg is: the container, the voyage, the ship and the ports.
func (l *Leg) title() string {
	s := fmt.Sprintf("Container %s, leg %d", l.ContainerID, l.Number)
	if l.VoyageID != "" {
		s += ", voyage " + l.VoyageID
	}
	var more []string
	if l.VesselID != "" {
		more = append(more, l.VesselID)
	}
	switch {
	case l.From != "" && l.To != "":
		more = append(more, l.From+" to "+l.To)
	case l.From != "":
		more = append(more, "from "+l.From)
	case l.To != "":
		more = append(more, "to "+l.To)
	}
	if len(more) > 0 {
		s += " (" + strings.Join(more, ", ") + ")"
	}
	return s
}

func (d *draft) shortLeg(l *Leg, first bool) {
	if first {
		d.WriteByte('\n')
	}
	fmt.Fprintf(d, "%s: %s\n", l.title(), d.verdict(l.Verdict))
}

// leg writes one leg with all its evidence.
func (d *draft) leg(l *Leg) {
	fmt.Fprintf(d, "\n%s: %s\n", l.title(), d.verdict(l.Verdict))
	d.field("Progress", legProgress(l))
	if w := l.Window; w != nil {
		text := fmt.Sprintf("%s (%s) until ", instant(w.Start), w.StartBasis)
		if w.End != nil {
			text += fmt.Sprintf("%s UTC (%s)", instant(*w.End), w.EndBasis)
		} else {
			text += "an end that is not known yet, UTC"
		}
		d.field("Window", text)
	}
	if l.Rule != nil {
		text := l.Rule.ID
		if l.Rule.Version != nil {
			text += fmt.Sprintf(", version %s of the rule book", *l.Rule.Version)
		}
		if l.Rule.Sensor != "main" {
			text += ", judged by sensor " + l.Rule.Sensor
		}
		d.field("Rule", text)
	}
	if l.Coverage == nil {
		return
	}
	d.field("Observed", l.observed())
	if bar := l.Timeline(d.screen.Width - 15 - 2); bar != "" {
		fmt.Fprintf(d, "  %-13s[%s]\n", "", bar)
		d.field("", "= within limits, ! beyond a limit, . no readings"+blank(bar))
	}
	if t := l.Temperature; t != nil {
		d.field("Temperature", fmt.Sprintf("%s to %s °C, mean kinetic %s °C", t.Min, t.Max, t.MKT))
	}
	d.excursions(l)
	if r := l.Readings; r != nil {
		text := fmt.Sprintf("%d", r.Count)
		if r.First != nil && r.Last != nil {
			text += ", " + span(*r.First, *r.Last)
		}
		if r.Faulty+r.Duplicates+r.Conflicts > 0 {
			text += fmt.Sprintf("; %d faulty, %s, %s", r.Faulty, count(r.Duplicates, "duplicate", "duplicates"), count(r.Conflicts, "conflict", "conflicts"))
		}
		d.field("Readings", text)
	}
}

func blank(bar string) string {
	if strings.HasSuffix(bar, " ") {
		return ", blank: still to come"
	}
	return ""
}

// observed is the coverage, with the longest gap that is listed.
func (l *Leg) observed() string {
	text := fmt.Sprintf("%s of %s", percent(*l.Coverage), Duration(l.JudgedMs))
	if l.GapCount == 0 {
		return text + ", no gaps"
	}
	text += "; " + count(l.GapCount, "gap", "gaps")
	if len(l.Gaps) > 0 {
		g := slices.MaxFunc(l.Gaps, func(a, b Stretch) int { return cmp.Compare(a.Ms, b.Ms) })
		if l.GapCount > 1 {
			text += ", the longest"
		}
		text += fmt.Sprintf(" of %s, %s", Duration(g.Ms), span(g.Start, g.End))
	}
	return text
}

// excursions writes the longest excursions, in the order of time, and says how many more there are.
func (d *draft) excursions(l *Leg) {
	if l.ExcursionCount == 0 {
		d.field("Excursions", "none")
		return
	}
	longest := make([]int, len(l.Excursions))
	for i := range longest {
		longest[i] = i
	}
	slices.SortStableFunc(longest, func(a, b int) int { return cmp.Compare(l.Excursions[b].Ms, l.Excursions[a].Ms) })
	longest = longest[:min(len(longest), fullExcursions)]
	slices.Sort(longest)
	label := "Excursions"
	for _, i := range longest {
		e := &l.Excursions[i]
		text := fmt.Sprintf("%s: %s, %s", e.Limit, Duration(e.Ms), span(e.Start, e.End))
		if e.Open {
			text += ", still going on"
		}
		if limit, _ := l.limit(e.Limit); limit != nil {
			text += fmt.Sprintf(", worst %s %s", e.Worst, unit(limit.Metric))
			if limit.Metric == "temperature" {
				text += fmt.Sprintf(", %s degree-minutes", e.DegreeMinutes)
			}
		}
		d.field(label, text)
		label = ""
	}
	if more := l.ExcursionCount - int64(len(longest)); more > 0 {
		d.field("", fmt.Sprintf("and %d shorter", more))
	}
}
