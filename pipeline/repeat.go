package pipeline

import "slices"

// repeat says that EndCycle is to be called once more with the facts of an earlier call: the
// processor left something of what was due to the next cycle, or the cycle was aborted.
type repeat struct {
	due   bool
	facts Cycle
}

// join adds the facts that are due once more to those of the cycle that ends now.
func (r repeat) join(c Cycle, atEnd bool) Cycle {
	if r.due {
		c.Exhausted = c.Exhausted || r.facts.Exhausted && atEnd
		c.Interval = c.Interval || r.facts.Interval
		c.Release = c.Release || r.facts.Release
	}
	return c
}

// aborted is what is due after a cycle that ended with these facts and was aborted. The interval
// and the end of the hold do not come back by themselves.
func (r repeat) aborted(facts Cycle) repeat {
	if facts.Interval || facts.Release {
		return repeat{due: true, facts: facts}
	}
	return r
}

// again says that a task has something to do in the next cycle although no record comes.
func (t *thread) again() bool {
	for _, task := range t.tasks {
		if task.live.Load() && task.again.due {
			return true
		}
	}
	return false
}

// unfinished says that a task of this process left something that was due to its next cycle.
func (e *Engine) unfinished() bool {
	return slices.ContainsFunc(e.threads, func(t *thread) bool {
		for _, task := range t.showing() {
			if task.seenMore.Load() {
				return true
			}
		}
		return false
	})
}
