package joins

import "slices"

// sweepEvery is the stream time between two sweeps of a partition, in ms.
const sweepEvery = 24 * 3600 * 1000

// sweep removes the readings that retention does not keep: whole chunks that ended before the horizon. It runs when progress is due,
// but not before all stages have caught up: in a replay of years, legs are still on their way through the topics while the stream time
// runs ahead of their readings.
func (s *Containers) sweep() error {
	if !s.caughtUp || s.retention <= 0 || s.clock == noTime || s.swept != noTime && int64(s.clock)-s.swept < sweepEvery {
		return nil
	}
	s.swept = int64(s.clock)
	var due []string
	err := s.state.Scan([]byte{containerSpace}, []byte{containerSpace + 1}, func(k []byte, x any) error {
		c := x.(*container)
		horizon, err := s.horizon(c)
		if c.removable(horizon) {
			due = append(due, string(k[1:]))
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

// horizon is the event time before which nothing of a container is needed: the retention behind the stream time, but never past what a leg needs.
func (s *Containers) horizon(c *container) (int64, error) {
	horizon := int64(s.clock) - s.retention
	for _, l := range c.legs {
		r, err := s.rules.rule(l.rule)
		if err != nil {
			return noTime, err
		}
		if s.needs(l, r) {
			horizon = min(horizon, l.voyage.window.Start-r.MaxGap)
		}
	}
	return horizon, nil
}

// needs says that a leg that is judged by r needs its readings: it is not final, or its window ended within the retention.
func (s *Containers) needs(l *leg, r *Rule) bool {
	w, stream := l.voyage.window, int64(s.clock)
	if r == nil || !w.valid() || l.frozen {
		return false
	}
	return !l.done(r, stream) || w.End > stream-s.retention
}

func (c *container) removable(horizon int64) bool {
	for i := range c.series {
		if x := &c.series[i]; len(x.sealed) > 0 && x.sealed[0].last < horizon || x.open.n > 0 && x.open.last() < horizon {
			return true
		}
	}
	return false
}

// remove deletes the chunks before the horizon, and marks the legs that rest on them.
func (s *Containers) remove(id string, c *container) error {
	horizon, err := s.horizon(c)
	if err != nil {
		return err
	}
	for i := range c.series {
		x := &c.series[i]
		if !s.cut(id, x, horizon) {
			continue
		}
		for k, l := range c.legs {
			r, w := l.judgedBy, l.voyage.window
			if r == nil || r.Sensor != x.sensor || l.frozen || !w.valid() || s.needs(l, r) || x.gone < w.Start-r.MaxGap {
				continue
			}
			l = c.own(k)
			l.archived, l.frozen = true, true
			if x.tail.Time < w.End && x.tail.Time >= w.Start-r.MaxGap {
				l.fold.push(w, r, &x.tail)
			}
			s.pending.add(id)
			s.alarms.set(id, noTime)
		}
	}
	return nil
}

// cut deletes the chunks of a sensor that ended before the horizon.
func (s *Containers) cut(id string, x *series, horizon int64) (some bool) {
	n := 0
	for ; n < len(x.sealed) && x.sealed[n].last < horizon; n++ {
		s.state.Delete(chunkKey(id, x.sensor, x.sealed[n].first))
		x.gone = max(x.gone, x.sealed[n].last)
	}
	x.sealed = slices.Clone(x.sealed[n:])
	if len(x.sealed) == 0 && x.open.n > 0 && x.open.last() < horizon {
		x.gone = max(x.gone, x.open.last())
		x.open = chunk{}
		n++
	}
	return n > 0
}
