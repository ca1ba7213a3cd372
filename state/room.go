package state

import "time"

// awaitRoom waits until not too many tables lie on top of each other: without it reads would become
// slow behind a fast writer.
func (s *Store) awaitRoom() error {
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
