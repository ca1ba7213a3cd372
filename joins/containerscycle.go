package joins

import (
	"maps"
	"slices"

	"coldchain/joins/judge"
)

// EndCycle implements Processor. It sends what changed in what is material: of the containers that
// this cycle touched, and of those whose time has come. What only progressed is sent when progress
// is due.
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

// answer judges the custodies of a container that was touched, if more than progress can have come,
// and says when to look at it again.
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

// unsettled says that the readings of this cycle can have changed more than sums, though time did
// not: they began or ended something, or they came behind a stretch of silence.
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
