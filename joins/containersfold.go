package joins

import "coldchain/joins/judge"

// merge stores what came late. The folds that it changes begin anew.
func (s *containers) merge(id string, c *container) error {
	for i := range c.series {
		x := &c.series[i]
		if !x.HasLate() {
			continue
		}
		done, err := x.Merge(s.chunks.of([]byte(id)))
		if err != nil {
			return err
		}
		for k, u := range c.custodies {
			sensor := u.folds(x.Sensor)
			if sensor < 0 {
				continue
			}
			for _, d := range done {
				switch {
				case !u.wants(d.Time):
				case d.Changed:
					u = c.own(k)
					u.stale = true
				case sensor == 0 && d.Time <= u.fold.Last(0):
					u = c.own(k)
					u.fold.Duplicate(&u.by, d.Time)
				}
			}
		}
	}
	return nil
}

// bringUp begins folds anew that something changed, and pushes what the stream time has passed.
func (s *containers) bringUp(id string, c *container) error {
	for k, u := range c.custodies {
		if err := s.catchUp(id, c, k); err != nil {
			return err
		}
		if u = c.custodies[k]; !u.stale || !u.complete() {
			continue
		}
		u = c.own(k)
		u.stale, u.moved = false, true
		if err := s.refold(id, c, u); err != nil {
			return err
		}
	}
	return nil
}

// catchUp pushes the stored readings that the stream time has passed since.
func (s *containers) catchUp(id string, c *container, k int) error {
	if u := c.custodies[k]; !u.lagging || u.stale {
		return nil
	}
	u := c.own(k)
	u.lagging = false
	for i := range c.series {
		x := &c.series[i]
		sensor := u.folds(x.Sensor)
		if sensor < 0 {
			continue
		}
		u.lagging = u.lagging || x.Ahead(s.stream())
		from, to := u.by.Wants()
		if from = max(from, u.fold.Last(sensor)+1); from >= min(to, s.stream()) {
			continue
		}
		err := x.Each(s.chunks.of([]byte(id)), from, min(to, s.stream()), &s.scratch.readings,
			func(h *held) { u.take(u.fold.Push(&u.by, sensor, h)) })
		if err != nil {
			return err
		}
	}
	return nil
}

// refold folds a custody from the stored readings.
func (s *containers) refold(id string, c *container, u *custody) error {
	if !u.by.Foldable() {
		u.fold = judge.Fold{}
		return nil
	}
	u.fold, u.lagging = judge.NewFold(&u.by), false
	from, _ := u.by.Wants()
	for i := range u.by.Rule.Sensors() {
		if x := c.sensor(u.by.Rule.Sensor(i)); x != nil {
			u.archived = u.archived || x.Gone(from)
			u.lagging = u.lagging || x.Ahead(s.stream())
		}
	}
	return s.feed(id, c, &u.by, &u.fold, false)
}

// feed pushes the stored readings before the stream time that a case wants into its new fold, those
// of the rule's sensor first; the last one of each sensor only where tails says so.
func (s *containers) feed(id string, c *container, by *judge.Case, f *judge.Fold,
	tails bool) error {
	from, to := by.Wants()
	to = min(to, s.stream())
	for i := range by.Rule.Sensors() {
		x := c.sensor(by.Rule.Sensor(i))
		if x == nil {
			continue
		}
		err := x.Each(s.chunks.of([]byte(id)), from, to, &s.scratch.readings,
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
