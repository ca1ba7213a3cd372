package words

import (
	"fmt"
	"time"

	"coldchain/joins/rule"
)

// progress says how far the shipment and the answer are.
func (p *Projection) progress() string {
	if p.Verdict == "not_applicable" {
		return ""
	}
	switch p.Phase {
	case "awaiting_container":
		return "No container is allocated to the order."
	case "awaiting_voyage":
		return "The shipment waits for a voyage with known times."
	case "awaiting_departure":
		return "The shipment has not begun, or there are no readings since."
	case "in_transit":
		return "The shipment is on its way."
	case "arrived":
		return "The shipment has ended; readings that come in late can still change the answer."
	case "final":
		return "The answer is final."
	}
	return "Phase: " + p.Phase + "."
}

// progress says how far the custody and its judging are.
func (c *Custody) progress() string {
	switch c.Phase {
	case "awaiting_voyage":
		return c.awaitingVoyage()
	case "awaiting_departure":
		if c.Window != nil {
			return fmt.Sprintf("Begins %s UTC (%s); there are no readings from then on yet.",
				instant(c.Window.Start), c.Window.StartBasis)
		}
		return "Has not begun."
	case "in_transit":
		return c.inTransit()
	case "arrived":
		s := c.ended() + c.removed() + c.judgedThrough()
		if final, ok := c.finalAt(); ok {
			s += fmt.Sprintf("; final once readings of %s UTC are in", instant(final))
		}
		return s + "."
	case "final":
		if c.Archived {
			return "Final; its readings are archived, nothing that comes later changes it."
		}
		return "Final" + c.judgedThrough() + "."
	}
	return "Phase: " + c.Phase + "."
}

// awaitingVoyage names the voyages that have no window.
func (c *Custody) awaitingVoyage() string {
	var missing []string
	for i := range c.Legs {
		if l := &c.Legs[i]; l.Start == nil {
			missing = append(missing, fmt.Sprintf("voyage %s (leg %d)", l.VoyageID, l.Number))
		}
	}
	known := c.judgedThrough()
	switch {
	case len(missing) > 0:
		return sentence(list(missing)) + ": cancelled, or the times are not known" + known + "."
	case len(c.Legs) == 0:
		return "Not stuffed yet, and no voyage is assigned."
	}
	return "A voyage is missing" + known + "."
}

func (c *Custody) inTransit() string {
	if c.Window == nil || c.Window.invalid() {
		return "Its times contradict each other."
	}
	s := "On its way"
	if c.Through != nil {
		if place := c.placeAt(*c.Through); place != "" {
			s += ", " + place
		}
	}
	return s + c.removed() + c.judgedThrough() + "."
}

// removed says that a custody which is not final is judged without readings that are gone.
func (c *Custody) removed() string {
	if c.Archived {
		return "; some of its readings had been removed before it was known"
	}
	return ""
}

// ended is how the custody came to its end.
func (c *Custody) ended() string {
	if c.Window == nil {
		return "Ended"
	}
	switch b := c.Window.EndBasis; b {
	case "planned":
		return "Past its planned end"
	default:
		return sentence(b)
	}
}

// finalAt is the stream time at which the answer becomes final.
func (c *Custody) finalAt() (time.Time, bool) {
	if c.Window == nil || c.Window.End == nil {
		return time.Time{}, false
	}
	settle := rule.DefaultSettle
	if c.Rule != nil {
		settle = c.Rule.Settle
	}
	return c.Window.End.Add(milliseconds(settle)), true
}

func (c *Custody) judgedThrough() string {
	if c.Through == nil || c.Coverage == nil {
		return ""
	}
	return "; judged through " + instant(*c.Through) + " UTC"
}
