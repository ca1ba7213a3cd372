package joins

import (
	"cmp"
	"maps"
	"slices"
)

func (id legID) compare(o legID) int {
	return cmp.Or(cmp.Compare(id.orderID, o.orderID), cmp.Compare(id.containerID, o.containerID), cmp.Compare(id.number, o.number))
}

// EndCycle sends what changed in what is material: of the containers that this cycle touched, and of those whose time has come. What only
// progressed is sent when progress is due.
func (s *Containers) EndCycle(c Cycle, emit Emit) error {
	if s.clock != s.clockIn {
		s.state.Put([]byte{clockSpace}, s.clock)
		s.clockIn = s.clock
	}
	for i := range s.touched {
		if err := s.settle(s.touched[i].id, s.touched[i].c); err != nil {
			return err
		}
		if err := s.answer(s.touched[i].id, s.touched[i].c, c, emit); err != nil {
			return err
		}
	}
	for {
		id, due := s.alarms.due(int64(s.clock))
		if !due {
			break
		}
		if err := s.wake(id, c, emit); err != nil {
			return err
		}
	}
	s.caughtUp = s.caughtUp || c.CaughtUp
	if c.progress() {
		if err := s.sweep(); err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(s.pending.set)) {
			if err := s.wake(id, c, emit); err != nil {
				return err
			}
		}
	}
	s.touched = s.touched[:0]
	s.cycle++
	return nil
}

// settle stores what came late and begins the folds anew that it changes.
func (s *Containers) settle(id string, c *container) error {
	for i := range c.series {
		x := &c.series[i]
		if len(x.late) == 0 {
			continue
		}
		done, err := x.merge(s.state, id)
		if err != nil {
			return err
		}
		for k, l := range c.legs {
			if l.judgedBy == nil || l.judgedBy.Sensor != x.sensor || l.frozen {
				continue
			}
			w := l.voyage.window
			for _, d := range done {
				if d.time >= w.End || d.time < w.Start-l.judgedBy.MaxGap {
					continue
				}
				l = c.own(k)
				if d.changed {
					l.stale = true
				} else if d.time >= w.Start {
					l.fold.duplicates++
				}
			}
		}
	}
	for k, l := range c.legs {
		if !l.stale {
			continue
		}
		l = c.own(k)
		l.stale, l.moved = false, true
		if err := s.refold(id, c, l); err != nil {
			return err
		}
	}
	return nil
}

// refold folds a leg from the stored readings.
func (s *Containers) refold(id string, c *container, l *leg) error {
	w, r := l.voyage.window, l.judgedBy
	if r == nil {
		return nil
	}
	l.fold = newFold(w, r)
	x := c.sensor(r.Sensor)
	if x == nil || !w.valid() {
		return nil
	}
	if x.gone != noTime && x.gone >= w.Start-r.MaxGap {
		l.archived = true
	}
	return x.each(s.state, id, w.Start-r.MaxGap, w.End, &s.scratch.readings, func(h *held) { l.fold.push(w, r, h) })
}

// answer judges the legs of a container that was touched, if more than progress can have come, and says when to look at it again.
func (s *Containers) answer(id string, c *container, cy Cycle, emit Emit) error {
	wake := int64(openEnd)
	for k, l := range c.legs {
		if l.sent == 0 || int64(s.clock) >= l.wake || l.unsettled(c) {
			if err := s.judge(id, c, k, cy, emit); err != nil {
				return err
			}
		}
		wake = min(wake, c.legs[k].wake)
	}
	if len(c.legs) == 0 {
		s.forget(id)
		return nil
	}
	s.pending.add(id)
	s.alarms.set(id, wake)
	return nil
}

// unsettled says that the readings of this cycle can have changed more than sums, though time did not: they began or ended something, or they
// came behind a stretch of silence.
func (l *leg) unsettled(c *container) bool {
	r, w := l.judgedBy, l.voyage.window
	if l.moved || r == nil {
		return l.moved
	}
	x := c.sensor(r.Sensor)
	if x == nil || !x.some || x.tail.Time >= w.End || x.tail.Time < w.Start-r.MaxGap {
		return false
	}
	return l.sensitive() || l.fold.disturbs(r, &x.tail.Reading)
}

// sensitive says that any reading can change more than sums.
func (l *leg) sensitive() bool { return l.behind || l.judgedBy.MKTMax != nil }

func (s *Containers) forget(id string) {
	s.pending.remove(id)
	s.alarms.remove(id)
}

// wake judges all legs of a container that was not touched, or whose progress is due.
func (s *Containers) wake(id string, cy Cycle, emit Emit) error {
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
	wake, done := int64(openEnd), true
	for k := range c.legs {
		if err := s.judge(id, c, k, cy, emit); err != nil {
			return err
		}
		wake = min(wake, c.legs[k].wake)
		done = done && c.legs[k].done(c.legs[k].judgedBy, int64(s.clock))
	}
	if done && cy.progress() {
		s.forget(id)
		return nil
	}
	s.alarms.set(id, wake)
	return nil
}

// done says that a leg that is judged by r does not change by the passing of time any more.
func (l *leg) done(r *Rule, stream int64) bool {
	w := l.voyage.window
	switch {
	case !w.known():
		return true
	case stream == noTime || w.End == openEnd:
		return false
	case !w.valid():
		return stream >= w.End
	default:
		return stream >= w.End+settle(r)
	}
}
