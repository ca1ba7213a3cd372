package words

import "fmt"

// decisions are what people decided on the shipment, in the order of time. The last one stands: it
// is to be reviewed if it was made on another answer than this.
func (p *Projection) decisions() []string {
	lines := []string{}
	if more := p.DecisionCount - int64(len(p.Decisions)); more > 0 && len(p.Decisions) > 0 {
		lines = append(lines, fmt.Sprintf("%d earlier ones are not shown", more))
	}
	for i := range p.Decisions {
		d := &p.Decisions[i]
		s := d.title()
		switch {
		case d.Current == nil:
			s += "; it does not say on which answer"
		case *d.Current:
			s += "; made on this answer"
		case i == len(p.Decisions)-1:
			s += "; the answer has changed since: review"
		default:
			s += "; the answer has changed since"
		}
		lines = append(lines, s)
	}
	return lines
}

// title is "Released by A. Smith on 2026-03-31 09:00 UTC, reference QA-4711: reason".
func (d *Decision) title() string {
	s := map[string]string{
		"released": "Released", "rejected": "Rejected", "hold": "Put on hold",
	}[d.Decision]
	if s == "" {
		s = "Decided " + d.Decision
	}
	s += fmt.Sprintf(" by %s on %s UTC", d.By, instant(d.Time))
	if d.Reference != "" {
		s += ", reference " + d.Reference
	}
	if d.Reason != "" {
		s += ": " + d.Reason
	}
	return s
}

// claims are what others said of the cargo, in the order of time.
func (p *Projection) claims() []string {
	lines := []string{}
	if more := p.ClaimCount - int64(len(p.Claims)); more > 0 && len(p.Claims) > 0 {
		lines = append(lines, fmt.Sprintf("%d earlier ones are not shown", more))
	}
	for i := range p.Claims {
		c := &p.Claims[i]
		s := fmt.Sprintf("%s UTC: %s", instant(c.Time), c.Type)
		if c.ContainerID != "" {
			s += ", container " + c.ContainerID
		}
		if c.Reason != "" {
			s += ": " + c.Reason
		}
		lines = append(lines, s)
	}
	return lines
}
