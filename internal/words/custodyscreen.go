package words

import (
	"fmt"
	"strings"
)

// title is the container and its verdict.
func (d *draft) title(c *Custody) string {
	return fmt.Sprintf("Container %s: %s\n", c.ContainerID, d.verdict(c.Verdict))
}

// shortCustody writes one custody without its evidence.
func (d *draft) shortCustody(c *Custody, first bool) {
	if first {
		d.WriteByte('\n')
	}
	d.WriteString(d.title(c))
}

// custody writes one custody with all its evidence.
func (d *draft) custody(c *Custody, e *CustodyExplanation) {
	d.WriteString("\n" + d.title(c))
	d.field("Progress", e.Progress)
	d.text("Judged time", e.JudgedTime)
	journey := e.Journey
	if more := len(journey) - fullSegments; more > 0 {
		journey = append(journey[:fullSegments:fullSegments], fmt.Sprintf("and %d more", more))
	}
	d.fields("Journey", journey)
	d.text("Rule", e.Rule)
	if c.Coverage != nil {
		d.evidence(c, e)
	}
}

// evidence writes what a judged custody rests on.
func (d *draft) evidence(c *Custody, e *CustodyExplanation) {
	d.field("Observed", e.Observed)
	if bar := c.Timeline(d.width - labelled - 2); bar != "" {
		fmt.Fprintf(d, "%*s[%s]\n", labelled, "", bar)
		d.field("", "= within limits, ! beyond a limit, . no readings"+blank(bar))
	}
	d.text("Temperature", e.Temperature)
	var limits []string
	shown := mostUsed(e.Limits, fullLimits)
	for _, b := range shown {
		limits = append(limits, b.String())
	}
	if more := len(e.Limits) - len(shown); more > 0 {
		limits = append(limits, fmt.Sprintf("and %d more, of which less is used", more))
	}
	d.fields("Limits", limits)
	d.excursions(c, e)
	d.text("Readings", e.Readings)
}

// blank explains the blank part of a timeline.
func blank(bar string) string {
	if strings.HasSuffix(bar, " ") {
		return ", blank: still to come"
	}
	return ""
}

// excursions writes the longest excursions, in the order of time, and how many more there are.
func (d *draft) excursions(c *Custody, e *CustodyExplanation) {
	if c.ExcursionCount == 0 {
		d.field("Excursions", "none")
		return
	}
	var lines []string
	for _, i := range c.longest(fullExcursions) {
		lines = append(lines, e.Excursions[i])
	}
	switch more := c.ExcursionCount - int64(len(lines)); {
	case len(lines) == 0:
		lines = []string{fmt.Sprintf("%d, not listed", more)}
	case more > 0:
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	d.fields("Excursions", lines)
}

// String is the limit and what is used of it in a line.
func (b Budget) String() string {
	s := fmt.Sprintf("%s, %s: %s", b.ID, b.Limit, b.Used)
	switch {
	case b.Exceeded:
		return s + "; exceeded"
	case b.Possible:
		return s + "; perhaps exceeded"
	}
	return s
}
