package judge

import "coldchain/joins/rule"

// temperature takes what only the temperature series tells: pull-down, and a stuck sensor. It
// reports whether the pull-down ended before readings of other sensors that were pushed already.
func (f *Fold) temperature(c *Case, v int32, t int64) (rewound bool) {
	r, s := c.Rule, &f.series[0]
	if p := r.PullDown; p != nil {
		if t < goal(c) {
			f.goalSpoken = t + r.MaxGap
		}
		if f.cooled == NoTime && t >= c.Window.Start && int64(v) <= p.To {
			f.cooled = t
			rewound = f.pulledDownSince(r, t)
		}
	}
	if r.StuckAfter != rule.Unset && t >= c.Window.Start {
		same := f.sameSince != NoTime && v == s.value && t-s.speaker.Time <= r.MaxGap
		if !same {
			f.sameSince = t
		}
		f.stuck = f.stuck || t-f.sameSince > r.StuckAfter
	}
	return rewound
}

// goal is when a pull-down must be reached: the end of the time that it has, or of the window.
func goal(c *Case) int64 { return min(c.Window.Start+c.Rule.PullDown.Within, c.Window.End) }

// pulledDownSince says that readings of other sensors from t on were pushed, which pull-down could
// excuse.
func (f *Fold) pulledDownSince(r *Rule, t int64) bool {
	for i := 1; i < len(r.sensors); i++ {
		if f.sensors[i].last >= t {
			return true
		}
	}
	return false
}
