package joins

// sweepEvery is the stream time between two sweeps of a partition, in ms.
const sweepEvery = 24 * 3600 * 1000

// sweep removes the readings that retention does not keep: whole chunks that ended before the horizon. It runs only when progress is due after
// the partition's inputs were read to their end, so a replay of years does not remove what a leg needs that is still on its way through the
// topics.
func (s *Containers) sweep() error {
	if s.retention <= 0 || s.clock == noTime || s.swept != noTime && int64(s.clock)-s.swept < sweepEvery {
		return nil
	}
	s.swept = int64(s.clock)
	var due []string
	err := s.state.Scan([]byte{containerSpace}, []byte{containerSpace + 1}, func(k []byte, x any) error {
		if c := x.(*container); c.removable(s.horizon(c)) {
			due = append(due, string(k[1:]))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range due {
		c, err := s.change([]byte(id))
		if err != nil {
			return err
		}
		s.remove(id, c, s.horizon(c))
	}
	return nil
}

// horizon is the event time before which nothing of a container is needed: the retention behind the stream time, but never past what a leg needs
// that is not final, or whose window ended within the retention.
func (s *Containers) horizon(c *container) int64 {
	stream := int64(s.clock)
	horizon := stream - s.retention
	for _, l := range c.legs {
		w := l.voyage.window
		if l.judgedBy == nil || !w.valid() || l.frozen {
			continue
		}
		if !l.done(stream) || w.End > stream-s.retention {
			horizon = min(horizon, w.Start-l.judgedBy.MaxGap)
		}
	}
	return horizon
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
func (s *Containers) remove(id string, c *container, horizon int64) {
	for i := range c.series {
		x := &c.series[i]
		n := 0
		for ; n < len(x.sealed) && x.sealed[n].last < horizon; n++ {
			s.state.Delete(chunkKey(id, x.sensor, x.sealed[n].first))
			x.gone = max(x.gone, x.sealed[n].last)
		}
		x.sealed = append([]sealedChunk(nil), x.sealed[n:]...)
		if len(x.sealed) == 0 && x.open.n > 0 && x.open.last() < horizon {
			x.gone = max(x.gone, x.open.last())
			x.open = chunk{}
		}
		for k, l := range c.legs {
			if r := l.judgedBy; r != nil && r.Sensor == x.sensor && !l.frozen && l.voyage.window.valid() && x.gone >= l.voyage.window.Start-r.MaxGap {
				l = c.own(k)
				l.archived, l.frozen = true, true
				if w := l.voyage.window; x.tail.Time < w.End && x.tail.Time >= w.Start-r.MaxGap {
					l.fold.push(w, r, &x.tail)
				}
				s.pending.add(id)
				s.alarms.set(id, noTime)
			}
		}
	}
}
