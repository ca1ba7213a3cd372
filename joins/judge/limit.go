package judge

import (
	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// sampleKind says what a reading is to a limit (SPECIFICATION 5.2).
type sampleKind uint8

const (
	within  sampleKind = iota // it does not break the limit
	excused                   // it breaks the limit during defrost or pull-down
	breaks
)

// sample is what a limit makes of the latest reading of its series.
type sample struct {
	kind   sampleKind
	beyond int64 // distance from the bound, thousandths; of no meaning within
}

// limitFold is the state of one limit.
type limitFold struct {
	defrost  defrost
	sample   sample
	now      excursion // while now.Start < now.End: the one that may go on
	worst    int64     // how bad the worst reading of now is (rule.Bound.Rank)
	possible possible  // while possible.Start < possible.End: the one that may go on
	total    tally     // of the excursions that are over
	doubt    tally     // of the possible excursions that are over
	over     []Excursion
}

// tally counts stretches.
type tally struct{ ms, longest, count int64 }

func (t *tally) add(ms int64) {
	t.ms += ms
	t.longest = max(t.longest, ms)
	t.count++
}

// sample evaluates a reading of limit k's series with the value v; d is as of the reading.
func (f *Fold) sample(c *Case, k, sensor int, x *measure.Reading, v int32, d defrost) sample {
	l := &c.Rule.Limits[k]
	beyond, side := l.Beyond(int64(v), x)
	switch {
	case side == rule.Kept:
		return sample{}
	case l.ExemptDuringDefrost && d.excuses(l, x.Time),
		side == rule.TooHigh && f.inPullDown(c, l, sensor, x.Time, v):
		return sample{excused, beyond}
	default:
		return sample{breaks, beyond}
	}
}

// inPullDown says that the goods are still being cooled down to where a limit counts. sensor and v
// are of the reading itself, which ends the pull-down if it is of the temperature series.
func (f *Fold) inPullDown(c *Case, l *rule.Limit, sensor int, t int64, v int32) bool {
	p := c.Rule.PullDown
	if p == nil || l.Metric != measure.Temperature || t >= c.Window.Start+p.Within {
		return false
	}
	if sensor == 0 && t >= c.Window.Start && int64(v) <= p.To {
		return false
	}
	return f.cooled == NoTime || t < f.cooled
}

// defrost is where a sensor's readings stand in a stretch of defrosting, as one limit counts it.
type defrost struct {
	flagged int64 // event time of the latest reading that says defrost; NoTime if there is none
	first   int64 // of the stretch that the latest reading is in; NoTime if it is in none
}

func newDefrost() defrost { return defrost{NoTime, NoTime} }

// next is the state after a reading; last is the event time of the sensor's reading before it.
func (d defrost) next(l *rule.Limit, maxGap, last int64, x *measure.Reading) defrost {
	if x.Flags&measure.DefrostOn != 0 {
		d.flagged = x.Time
	}
	switch {
	case d.flagged == NoTime || x.Time-d.flagged > l.DefrostGrace:
		d.first = NoTime
	case d.first == NoTime || x.Time-last > maxGap:
		d.first = x.Time
	}
	return d
}

// excuses says that the reading at t, which the state is as of, is in defrost.
func (d defrost) excuses(l *rule.Limit, t int64) bool {
	return d.first != NoTime && t-d.first < l.DefrostMax
}
