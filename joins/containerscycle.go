package joins

import (
	"maps"
	"slices"

	"coldchain/joins/judge"
)

// EndCycle implements Processor. It sends what changed in what is material: of the containers that this
// cycle touched, and of those whose time has come. What only progressed is sent when progress is due.
func (s *containers) EndCycle(c Cycle, emit Emit) error {
	if s.watermark != s.watermarkIn {
		s.state.Put([]byte{watermarkSpace}, s.watermark)
		s.watermarkIn = s.watermark
	}
	for i := range s.touched {
		t := &s.touched[i]
		if err := s.merge(t.id, t.c); err != nil {
			return err
		}
		if c.holds() {
			s.hold(t.id, t.c)
			continue
		}
		if err := s.bringUp(t.id, t.c); err != nil {
			return err
		}
		if err := s.answer(t.id, t.c, c, emit); err != nil {
			return err
		}
	}
	for !c.holds() {
		id, due := s.timers.due(s.stream())
		if !due {
			break
		}
		if err := s.fire(id, c, emit); err != nil {
			return err
		}
	}
	s.caughtUp = s.caughtUp || c.CaughtUp
	if c.progress() {
		if err := s.sweep(); err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(s.pending.set)) {
			if err := s.fire(id, c, emit); err != nil {
				return err
			}
		}
	}
	s.touched = s.touched[:0]
	s.cycle++
	return nil
}

// hold leaves a container to a later cycle.
func (s *containers) hold(id string, c *container) {
	if len(c.custodies) == 0 {
		s.forget(id)
		return
	}
	s.pending.add(id)
	s.timers.set(id, judge.NoTime)
}

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

// feed pushes the stored readings before the stream time that a case wants into its new fold, those of the
// rule's sensor first; the last one of each sensor only where tails says so.
func (s *containers) feed(id string, c *container, by *judge.Case, f *judge.Fold, tails bool) error {
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

// answer judges the custodies of a container that was touched, if more than progress can have come, and
// says when to look at it again.
func (s *containers) answer(id string, c *container, cy Cycle, emit Emit) error {
	due := int64(judge.OpenEnd)
	for k, u := range c.custodies {
		if u.sent == 0 || s.stream() >= u.due || u.unsettled(c) {
			if err := s.judge(id, c, k, cy, emit); err != nil {
				return err
			}
		}
		due = min(due, c.custodies[k].due)
	}
	if len(c.custodies) == 0 {
		s.forget(id)
		return nil
	}
	s.pending.add(id)
	s.timers.set(id, due)
	return nil
}

// unsettled says that the readings of this cycle can have changed more than sums, though time did not: they
// began or ended something, or they came behind a stretch of silence.
func (u *custody) unsettled(c *container) bool {
	if u.moved || !u.by.Foldable() || u.frozen != nil {
		return u.moved
	}
	for i := range u.by.Rule.Sensors() {
		x := c.sensor(u.by.Rule.Sensor(i))
		if x == nil || x.Tail() == nil || !u.wants(x.Tail().Time) {
			continue
		}
		if u.sensitive() || u.fold.Turns(&u.by, i, &x.Tail().Reading) {
			return true
		}
	}
	return false
}

func (s *containers) forget(id string) {
	s.pending.remove(id)
	s.timers.remove(id)
}

// fire judges all custodies of a container that was not touched, or whose progress is due.
func (s *containers) fire(id string, cy Cycle, emit Emit) error {
	s.key = key(s.key, containerSpace, id)
	x, own, err := s.state.Get(s.key)
	if err != nil {
		return err
	}
	if x == nil {
		s.forget(id)
		return nil
	}
	c := x.(*container)
	if !own || c.cycle != s.cycle {
		if c, err = s.own([]byte(id), c); err != nil {
			return err
		}
		s.state.Put(key(nil, containerSpace, id), c)
	}
	if err := s.bringUp(id, c); err != nil {
		return err
	}
	due, done := int64(judge.OpenEnd), true
	for k := range c.custodies {
		if err := s.judge(id, c, k, cy, emit); err != nil {
			return err
		}
		due = min(due, c.custodies[k].due)
		done = done && c.custodies[k].done(s.stream())
	}
	if done && cy.progress() {
		s.forget(id)
		return nil
	}
	s.timers.set(id, due)
	return nil
}
