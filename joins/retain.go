package joins

import "coldchain/joins/judge"

// sweepEvery is the stream time between two sweeps of a partition, in ms.
const sweepEvery = 24 * 3600 * 1000

// sweep removes the readings that retention does not keep: whole chunks that ended before the
// horizon. It runs when progress is due, but not before all stages have caught up: in a replay of
// years, legs are still on their way through the topics while the stream time runs ahead of their
// readings.
func (s *containers) sweep() error {
	soon := s.swept != judge.NoTime && s.stream()-s.swept < sweepEvery
	if !s.caughtUp || s.settings.Retention <= 0 || s.watermark == unknownWatermark || soon {
		return nil
	}
	s.swept = s.stream()
	var due []string
	err := s.state.Scan([]byte{containerSpace}, []byte{containerSpace + 1},
		func(k []byte, x any) error {
			c := x.(*container)
			horizon, err := s.horizon(c)
			for i := range c.series {
				if c.series[i].Removable(horizon) {
					due = append(due, string(k[1:]))
					break
				}
			}
			return err
		})
	if err != nil {
		return err
	}
	for _, id := range due {
		c, err := s.change([]byte(id))
		if err != nil {
			return err
		}
		if err := s.remove(id, c); err != nil {
			return err
		}
	}
	return nil
}

// horizon is the event time before which nothing of a container is kept: the retention behind the
// stream time, but never past what a custody needs (SPECIFICATION 1.3).
func (s *containers) horizon(c *container) (int64, error) {
	horizon := s.stream() - s.settings.Retention
	for _, u := range c.custodies {
		by := u.by
		if !u.ready {
			r, err := s.rules.get(u.ruleID)
			if err != nil {
				return judge.NoTime, err
			}
			by = judge.Case{Course: u.facts().Course(), Rule: r.judged()}
		}
		if s.needs(u, &by) {
			from, _ := by.Wants()
			horizon = min(horizon, from)
		}
	}
	if s.settings.RetentionMax > 0 {
		horizon = max(horizon, s.stream()-s.settings.RetentionMax)
	}
	return horizon, nil
}

// needs says that a custody needs its readings: it is not final, or its window ended within the
// retention.
func (s *containers) needs(u *custody, by *judge.Case) bool {
	if !by.Foldable() || u.frozen != nil {
		return false
	}
	final := by.FinalAt()
	return final == judge.NoTime || s.stream() < final ||
		by.Window.End > s.stream()-s.settings.Retention
}

// remove deletes the chunks before the horizon, and marks the custodies that rest on them.
func (s *containers) remove(id string, c *container) error {
	horizon, err := s.horizon(c)
	if err != nil {
		return err
	}
	cut := false
	for i := range c.series {
		cut = c.series[i].Cut(s.chunks.of([]byte(id)), horizon) || cut
	}
	if !cut {
		return nil
	}
	for k, u := range c.custodies {
		if !u.by.Foldable() || u.frozen != nil || !s.lost(c, u) {
			continue
		}
		u = c.own(k)
		u.archived = true
		if !s.needs(u, &u.by) && u.complete() && !u.stale {
			if err := s.freeze(id, c, u); err != nil {
				return err
			}
		}
		u.moved = true
		s.pending.add(id)
		s.timers.set(id, judge.NoTime)
	}
	return nil
}

// lost says that readings are gone that the custody wants.
func (s *containers) lost(c *container, u *custody) bool {
	from, _ := u.by.Wants()
	for i := range u.by.Rule.Sensors() {
		if x := c.sensor(u.by.Rule.Sensor(i)); x != nil && x.Gone(from) {
			return true
		}
	}
	return false
}

// freeze ends the folding of a final custody: its figures, window and rule stay as they are.
func (s *containers) freeze(id string, c *container, u *custody) error {
	var f judge.Fold
	u.fold.CloneTo(&f)
	if _, err := s.pushTails(id, c, u, &f); err != nil {
		return err
	}
	u.fold, u.frozen = f, u.facts()
	return nil
}
