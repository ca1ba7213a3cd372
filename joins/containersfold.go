package joins

import "coldchain/joins/judge"

// mergeLate stores what came late. The folds that it changes begin anew.
func (v *visitor) mergeLate() error {
	for i := range v.container.series {
		x := &v.container.series[i]
		if !x.HasLate() {
			continue
		}
		done, err := x.Merge(&v.chunks)
		if err != nil {
			return err
		}
		for _, u := range v.container.custodies {
			sensor := u.folds(x.Sensor)
			if sensor < 0 {
				continue
			}
			for _, d := range done {
				switch {
				case !u.wants(d.Time):
				case d.Changed:
					u.stale = true
				case sensor == 0 && d.Time <= u.fold.Last(0):
					u.fold.Duplicate(&u.by, d.Time)
				}
			}
		}
	}
	return nil
}

// bringUp begins the fold of a custody anew if something changed it, and pushes what the stream
// time has passed.
func (v *visitor) bringUp(u *custody) error {
	if err := v.catchUp(u); err != nil {
		return err
	}
	if !u.stale || !u.complete() {
		return nil
	}
	u.stale = false
	return v.refold(u)
}

// catchUp pushes the stored readings that the stream time has passed since.
func (v *visitor) catchUp(u *custody) error {
	if !u.lagging || u.stale {
		return nil
	}
	u.lagging = false
	for i := range v.container.series {
		x := &v.container.series[i]
		sensor := u.folds(x.Sensor)
		if sensor < 0 {
			continue
		}
		u.lagging = u.lagging || x.Ahead(v.stream())
		from, to := u.by.Wants()
		if from = max(from, u.fold.Last(sensor)+1); from >= min(to, v.stream()) {
			continue
		}
		err := x.Each(&v.chunks, from, min(to, v.stream()), &v.scratch.readings,
			func(h *held) { u.push(sensor, h) })
		if err != nil {
			return err
		}
	}
	return nil
}

// refold folds a custody from the stored readings.
func (v *visitor) refold(u *custody) error {
	if !u.by.Foldable() {
		u.fold = judge.Fold{}
		return nil
	}
	u.fold.Begin(&u.by)
	u.lagging = false
	from, _ := u.by.Wants()
	for i := range u.by.Rule.Sensors() {
		if x := v.container.sensor(u.by.Rule.Sensor(i)); x != nil {
			u.archived = u.archived || x.Gone(from)
			u.lagging = u.lagging || x.Ahead(v.stream())
		}
	}
	return v.feed(&u.by, &u.fold, false)
}

// feed pushes the stored readings before the stream time that a case wants into its new fold, those
// of the rule's sensor first; the last one of each sensor only where tails says so.
func (v *visitor) feed(by *judge.Case, f *judge.Fold, tails bool) error {
	from, to := by.Wants()
	to = min(to, v.stream())
	for i := range by.Rule.Sensors() {
		x := v.container.sensor(by.Rule.Sensor(i))
		if x == nil {
			continue
		}
		err := x.Each(&v.chunks, from, to, &v.scratch.readings,
			func(h *held) { f.Push(by, i, h) })
		if err != nil {
			return err
		}
		if t := x.Tail(); tails && t != nil && t.Time >= from && t.Time < to {
			f.Push(by, i, t)
		}
	}
	return nil
}
