package words

import (
	"cmp"
	"slices"
	"strings"
)

// Budget is one limit of a judged custody with what is used of it.
type Budget struct {
	ID       string `json:"id"`
	Limit    string `json:"limit"` // "temperature above 5 °C"
	Used     string `json:"used"`  // "longest 15 min of 30 min used; in total 45 min of 2 h used"
	Exceeded bool   `json:"exceeded"`
	Possible bool   `json:"possible"` // it may be exceeded: nobody knows what was between readings

	share float64 // of its budgets, the greatest share that is or may be used
}

// budgets are the limits of a judged custody in the order of the rule; never nil.
func (c *Custody) budgets() []Budget {
	all := []Budget{}
	for i := range c.Limits {
		t := &c.Limits[i]
		limit := c.Rule.limit(t.ID)
		if limit == nil {
			continue
		}
		b := Budget{ID: t.ID, Limit: limit.title(c.Rule)}
		var parts []string
		if limit.Single != "" {
			b.measure(limit, t.LongestMs, t.LongestPossibleMs, limit.Single)
			s := use(limit, "longest ", t.LongestMs, t.LongestPossibleMs, limit.Single)
			parts = append(parts, s)
		}
		if limit.Cumulative != "" {
			b.measure(limit, t.Ms, t.PossibleMs, limit.Cumulative)
			s := use(limit, "in total ", t.Ms, t.PossibleMs, limit.Cumulative)
			parts = append(parts, s)
		}
		b.Used = strings.Join(parts, "; ")
		if b.share == 0 {
			b.Used = limit.unused()
		}
		all = append(all, b)
	}
	return all
}

// measure notes how much of a budget is used, and may be.
func (b *Budget) measure(l *Limit, ms, possible int64, budget string) {
	allowed, _ := milliseconds(budget)
	switch most := max(ms, possible); {
	case allowed > 0:
		b.share = max(b.share, float64(most)/float64(allowed))
	case most > 0:
		b.share = max(b.share, 2)
	}
	b.Exceeded = b.Exceeded || l.exceeds(ms, budget)
	b.Possible = b.Possible || l.exceeds(possible, budget) && !l.exceeds(ms, budget)
}

// use is what is used of one budget: "in total 45 min of 2 h used".
func use(l *Limit, what string, ms, possible int64, budget string) string {
	s := what + "nothing"
	if ms > 0 {
		s = what + Duration(ms)
	}
	if of := l.budget(budget); of == "" {
		s += ", none is allowed"
	} else {
		s += " of " + of + " used"
	}
	if possible > ms {
		s += " (up to " + Duration(possible) + " with the time without readings)"
	}
	return s
}

// budget is how much a limit allows: "2 h", "less than 2 h"; empty if it allows nothing.
func (l *Limit) budget(budget string) string {
	switch ms, ok := milliseconds(budget); {
	case ok && ms == 0:
		return ""
	case l.Inclusive:
		return "less than " + notated(budget)
	}
	return notated(budget)
}

// unused says what a limit allows of which nothing is used.
func (l *Limit) unused() string {
	var parts []string
	for _, b := range []struct{ budget, how string }{
		{l.Single, " at a time"}, {l.Cumulative, " in total"},
	} {
		if b.budget == "" {
			continue
		}
		s := l.budget(b.budget)
		if s == "" {
			return "nothing used, none is allowed"
		}
		parts = append(parts, s+b.how)
	}
	return "nothing used of " + list(parts)
}

// mostUsed are the n budgets of which most is used, in the order of the rule.
func mostUsed(all []Budget, n int) []Budget {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(all[b].share, all[a].share)
	})
	order = order[:min(n, len(order))]
	slices.Sort(order)
	var used []Budget
	for _, i := range order {
		used = append(used, all[i])
	}
	return used
}
