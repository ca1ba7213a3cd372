package state

import "time"

// awaitRoom waits until Pebble has the previous batch in a table and not too many tables lie on top
// of each other: without it a fast writer would pile up memory, and reads would slow down.
func (s *Store) awaitRoom() error {
	if err := s.durable(); err != nil {
		return err
	}
	for s.db.Metrics().Levels[0].Sublevels >= maxSublevels {
		select {
		case <-s.listener.compacted:
		case <-time.After(time.Second): // an end that came before we looked must not be waited for
		case <-s.listener.failure.ch:
			return s.listener.failure.err
		}
	}
	return nil
}

// durable waits until what has been flushed would survive a crash.
func (s *Store) durable() error {
	if s.flushing == nil {
		return nil
	}
	select {
	case <-s.flushing:
		s.flushing = nil
		return nil
	case <-s.listener.failure.ch:
		return s.listener.failure.err
	}
}
