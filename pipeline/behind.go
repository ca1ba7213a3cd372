package pipeline

import (
	"slices"
	"time"
)

// A task catches up until it has reached the ends that it found when it went live, and again when
// it has fallen behind by more than CatchUpLag. Meanwhile nobody waits for progress, and a stage
// may hold back what is material: at most for Hold from the first cycle that held something. So a
// replay costs one answer, not each that was ever given.

// catchingUp says whether the task is behind, as of the end of a cycle.
func (t *task) catchingUp(lag int64) bool {
	if !t.reached {
		t.reached = !slices.ContainsFunc(t.inputs, func(in *input) bool {
			return in.position < in.found
		})
	}
	return !t.reached || t.lag() > lag
}

// lag is how many offsets lie between what was read and the known ends.
func (t *task) lag() (n int64) {
	for _, in := range t.inputs {
		n += max(0, in.end-in.position)
	}
	return n
}

// held notes that the cycle, which ends now, may hold something back, and reports whether what was
// held before is due.
func (t *task) held(behind bool, now time.Time, hold time.Duration) (release bool) {
	switch {
	case !behind:
		t.holdSince = time.Time{}
	case t.holdSince.IsZero():
		t.holdSince = now
	case now.Sub(t.holdSince) >= hold:
		t.holdSince = time.Time{}
		return true
	}
	return false
}
