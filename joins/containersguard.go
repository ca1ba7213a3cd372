package joins

import (
	"slices"

	"coldchain/joins/inbox"
	"coldchain/joins/judge"
	"coldchain/joins/measure"
)

// guardNothing lets all readings pass: no custody asks for them.
func (v *visitor) guardNothing() {
	n := len(v.container.series)
	v.guards = slices.Grow(v.guards[:0], n)[:n]
	for i := range v.guards {
		v.guards[i].Reset()
		if len(v.container.series[i].Named) > 1 {
			v.guards[i].Close() // partitions have no order among them
		}
	}
	v.dues = inbox.Dues{Due: judge.OpenEnd, Fixed: judge.OpenEnd, Lapse: judge.OpenEnd}
}

// guard notes which readings to come, and which times, can change more than sums of a custody, as it
// was judged from a fold of all its readings; nil if it has none.
func (v *visitor) guard(u *custody, j *judge.Judgement, f *judge.Fold) {
	d := &v.dues
	d.Due, d.Fixed, d.Lapse = min(d.Due, j.Due), min(d.Fixed, j.Fixed), min(d.Lapse, j.Lapse)
	if f == nil || u.frozen != nil {
		return
	}
	from, to := u.by.Wants()
	for i := range v.container.series {
		x, g := &v.container.series[i], &v.guards[i]
		sensor := u.by.Rule.SensorIndex(x.Sensor)
		if sensor < 0 {
			continue
		}
		g.Judged(f.Speaks(&u.by, sensor, j.Through))
		last := int64(judge.NoTime)
		if t := x.Tail(); t != nil {
			last = t.Time
		}
		if f.Last(sensor) != last { // silence is not counted from a reading that is not folded
			d.Fixed = min(d.Fixed, j.Due)
		}
		switch {
		case last >= to-1: // it wants none that comes in order
		case last < from:
			g.Until(from)
		case j.Behind || u.lagging || f.Last(sensor) != last:
			g.Close()
		default:
			if calm, ok := f.Calm(&u.by, sensor); ok {
				g.Calm(u.by.Rule, u.rule.mark(), sensor, calm)
			} else {
				g.Close()
			}
		}
	}
}

// settle tells the inbox when to look at the container again.
func (v *visitor) settle(c inbox.Container, live bool) {
	v.inbox.EachSensor(c, func(s inbox.Sensor) {
		name, _ := v.inbox.SensorName(s)
		for i := range v.container.series {
			x := &v.container.series[i]
			if x.Sensor != string(name) {
				continue
			}
			var last *measure.Reading
			if t := x.Tail(); t != nil {
				last = &t.Reading
			}
			v.inbox.Guard(s, &v.guards[i], last)
		}
	})
	if v.how != judgeAll && v.inbox.Is(c, inbox.Live|inbox.Fresh) {
		live = len(v.container.custodies) > 0 // there may be progress that is not sent
	}
	v.inbox.Settle(c, v.dues)
	v.inbox.Clear(c, inbox.Broken|inbox.Doubtful|inbox.Expired|inbox.Vacant|inbox.Live)
	if len(v.container.custodies) == 0 {
		v.inbox.Set(c, inbox.Vacant)
	}
	v.key = append(append(v.key[:0], timerSpace), v.id...)
	if live {
		v.inbox.Set(c, inbox.Live)
		v.value = encodeTimer(v.value[:0], v.inbox.Timer(c))
		v.state.Put(v.key, v.value)
	} else {
		v.state.Delete(v.key)
	}
	if v.how == judgeAll {
		v.inbox.Shown(c)
	}
}
