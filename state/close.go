package state

import (
	"errors"
	"fmt"
)

// Close writes the committed state durably and closes the store; a cycle in progress is forgotten.
// It waits for readers. The store is closed also if it returns an error.
func (s *Store) Close() error {
	if s.closed {
		return fmt.Errorf("close store of task %s: %w", s.task, ErrClosed)
	}
	s.Rollback()
	err := s.Flush()
	return errors.Join(err, s.shut())
}

// Abandon closes the store without writing what is dirty, as a crash would: after Open it is as of
// some earlier Flush. It waits for readers.
func (s *Store) Abandon() error {
	if s.closed {
		return fmt.Errorf("abandon store of task %s: %w", s.task, ErrClosed)
	}
	return s.shut()
}

func (s *Store) shut() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.readers.Wait()
	s.disk.release()
	err := s.db.Close()
	// The owner may hold the closed store for a while; its memory is freed at once.
	s.mu.Lock()
	old := s.memory
	s.memory = newMemory(&s.mu, s.pool)
	s.mu.Unlock()
	old.arena.release()
	old.cells.release()
	s.buffer = nil
	s.report()
	s.pool.stores.Add(-1)
	s.pool.release(s.task)
	if err != nil {
		return fmt.Errorf("close store of task %s: %w", s.task, err)
	}
	return nil
}
