package judge

import (
	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// Calm says which readings of a sensor change nothing of a judgement but sums: those in the order
// of their event times that are earlier than Until, at most MaxGap behind the one before, and for
// which Stays holds.
type Calm struct {
	Until, MaxGap int64
	Broken        uint64 // the limits, by their numbers, that the readings go on breaking
}

// maxBroken is how many limits Calm can tell apart.
const maxBroken = 64

// Calm says which readings of a sensor are calm, ok that there are some. f is the fold of all its
// readings so far, up to the latest; judging it changes nothing of that. Whoever has j must ask
// j.Behind first.
func (f *Fold) Calm(c *Case, sensor int) (calm Calm, ok bool) {
	r := c.Rule
	calm = Calm{Until: c.Window.End, MaxGap: r.MaxGap}
	if r.PullDown != nil && f.cooled == NoTime {
		return calm, false
	}
	for _, i := range r.sensors[sensor].series {
		s := &f.series[i]
		if !s.some || s.speaker.Time != f.sensors[sensor].last {
			return calm, false
		}
		for _, k := range r.series[i].limits {
			switch f.limits[k].sample.kind {
			case within:
			case breaks:
				if k >= maxBroken || r.Limits[k].ExemptDuringDefrost || r.PullDown != nil {
					return calm, false // the next one may be excused
				}
				calm.Broken |= 1 << k
			case excused:
				return calm, false
			}
		}
	}
	if sensor == 0 && r.StuckAfter != rule.Unset && !f.stuck {
		since := f.sameSince
		if since == NoTime {
			since = c.Window.Start
		}
		calm.Until = min(calm.Until, since+r.StuckAfter+1)
	}
	return calm, true
}

// Speaks says that the latest reading of a sensor speaks up to T, as far as the fold was judged.
func (f *Fold) Speaks(c *Case, sensor int, through int64) bool {
	for _, i := range c.Rule.sensors[sensor].series {
		s := &f.series[i]
		if s.some && s.covered >= through && s.speaker.Time == f.sensors[sensor].last {
			return true
		}
	}
	return false
}

// Stays says that a reading of a sensor has a value for whatever judges it, breaks the broken
// limits, keeps the others, and is too cool to raise a kinetic mean.
func (r *Rule) Stays(sensor int, broken uint64, x *measure.Reading) bool {
	for _, i := range r.sensors[sensor].series {
		plan := &r.series[i]
		v, ok := x.Value(plan.metric)
		if !ok || i == 0 && !r.cool(int64(v)) {
			return false
		}
		for _, k := range plan.limits {
			_, side := r.Limits[k].Beyond(int64(v), x)
			if (side != rule.Kept) != (broken>>k&1 != 0) {
				return false
			}
		}
	}
	return true
}
