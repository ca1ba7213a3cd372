package words

import (
	"cmp"
	"slices"
	"strings"

	"coldchain/joins/rule"
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

// allowance is one budget of a limit with what is used of it, in ms.
type allowance struct {
	of                    *limit
	used, left            string // what is said before what is used, behind what is not
	allowed, ms, possible int64
	exceeded              func(ms int64) bool
}

// allowances are the budgets that a limit has, single before cumulative.
func (l *limit) allowances(t *Total) []allowance {
	all := []allowance{
		{
			l, "longest ", " at a time",
			l.Single, t.LongestMs, t.LongestPossibleMs, l.SingleExceeded,
		},
		{l, "in total ", " in total", l.Cumulative, t.Ms, t.PossibleMs, l.CumulativeExceeded},
	}
	return slices.DeleteFunc(all, func(a allowance) bool { return a.allowed == rule.Unset })
}

// budgets are the limits of a judged custody in the order of the rule; never nil.
func (c *Custody) budgets() []Budget {
	all := []Budget{}
	for i := range c.Limits {
		t := &c.Limits[i]
		if l := c.limit(t.ID); l != nil {
			all = append(all, l.used(t))
		}
	}
	return all
}

// used is what is used of a limit.
func (l *limit) used(t *Total) Budget {
	b := Budget{ID: t.ID, Limit: l.title()}
	var parts []string
	all := l.allowances(t)
	for i := range all {
		a := &all[i]
		b.share = max(b.share, a.share())
		b.Exceeded = b.Exceeded || a.exceeded(a.ms)
		b.Possible = b.Possible || a.exceeded(a.possible) && !a.exceeded(a.ms)
		parts = append(parts, a.text())
	}
	b.Used = strings.Join(parts, "; ")
	if b.share == 0 {
		b.Used = unused(all)
	}
	return b
}

// share is how much of the budget is or may be used.
func (a *allowance) share() float64 {
	switch most := max(a.ms, a.possible); {
	case a.allowed > 0:
		return float64(most) / float64(a.allowed)
	case most > 0:
		return 2
	}
	return 0
}

// text is what is used of the budget: "in total 45 min of 2 h used".
func (a *allowance) text() string {
	s := a.used + "nothing"
	if a.ms > 0 {
		s = a.used + Duration(a.ms)
	}
	if of := a.of.budget(a.allowed); of == "" {
		s += ", none is allowed"
	} else {
		s += " of " + of + " used"
	}
	if a.possible > a.ms {
		s += " (up to " + Duration(a.possible) + " with the time without readings)"
	}
	return s
}

// unused says what a limit allows of which nothing is used.
func unused(all []allowance) string {
	var parts []string
	for i := range all {
		s := all[i].of.budget(all[i].allowed)
		if s == "" {
			return "nothing used, none is allowed"
		}
		parts = append(parts, s+all[i].left)
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
