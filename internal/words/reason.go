package words

import "strings"

// Sentence puts one reason of the custody in a sentence with its numbers. A reason that this
// program does not know is named as it is.
func (c *Custody) Sentence(reason string) string {
	kind, id, _ := strings.Cut(reason, ":")
	switch kind {
	case "single":
		return c.single(id)
	case "cumulative":
		return c.cumulative(id)
	case "pulldown":
		return c.pullDown()
	case "mkt":
		return c.mkt()
	case "window_invalid":
		return c.windowInvalid()
	case "no_readings":
		return c.noReadings()
	case "coverage_low":
		return c.coverageLow()
	case "blind":
		return c.blind()
	case "stuck":
		return c.stuck()
	case "possible":
		return c.possible(id)
	case "pulldown_unknown":
		return c.pullDownUnknown()
	case "no_rule":
		return "There is no rule with limits for this product, so there is nothing to judge by. " +
			"The rule book needs an entry."
	}
	return "Reason: " + reason + "."
}
