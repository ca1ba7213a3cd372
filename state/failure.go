package state

import "sync"

// failure is the first error after which a store can't be written any more (S4).
type failure struct {
	once sync.Once
	ch   chan struct{} // closed when failed
	err  error         // written before ch is closed
}

func newFailure() *failure { return &failure{ch: make(chan struct{})} }

// set notes err and reports whether it was the first.
func (f *failure) set(err error) (first bool) {
	f.once.Do(func() {
		f.err = err
		close(f.ch)
		first = true
	})
	return first
}

// get returns the error, nil while there is none.
func (f *failure) get() error {
	select {
	case <-f.ch:
		return f.err
	default:
		return nil
	}
}
