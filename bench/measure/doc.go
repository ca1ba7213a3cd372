// Package measure holds what all benchmarks measure with: latencies, spreads, a pace, and the
// machine that they ran on.
package measure

// Progress is told how far a step is; a benchmark has many steps. It may be called often, from one
// goroutine at a time.
type Progress func(step string, done, of int64)

// Show calls p, which may be nil.
func (p Progress) Show(step string, done, of int64) {
	if p != nil {
		p(step, done, of)
	}
}
