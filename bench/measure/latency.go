package measure

import (
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Latency gathers latencies of up to ten minutes, to three significant digits. It is to be given
// the time from when an operation should have begun, not from when it did: then a system that
// stalls does not hide the operations that could not begin (coordinated omission). The zero Latency
// is empty; any goroutine may use it.
type Latency struct {
	mu sync.Mutex
	h  *hdrhistogram.Histogram
}

// longest is the longest latency that is told apart.
const longest = 10 * time.Minute

// Record takes a latency; one that is longer than the longest counts as that.
func (l *Latency) Record(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.h == nil {
		l.h = hdrhistogram.New(1, longest.Microseconds(), 3)
	}
	// The value is within the histogram's bounds.
	_ = l.h.RecordValue(min(max(d.Microseconds(), 1), longest.Microseconds()))
}

// Latencies are what was gathered, in milliseconds.
type Latencies struct {
	Count int64   `json:"count"`
	Mean  float64 `json:"meanMs"`
	P50   float64 `json:"p50Ms"`
	P90   float64 `json:"p90Ms"`
	P99   float64 `json:"p99Ms"`
	P999  float64 `json:"p999Ms"`
	Max   float64 `json:"maxMs"`
	Curve []Point `json:"curve,omitempty"`
}

// Point says that a percentage of the latencies is at most so long.
type Point struct {
	Percentile float64 `json:"percentile"`
	Ms         float64 `json:"ms"`
}

// Latencies are what was gathered so far.
func (l *Latency) Latencies() Latencies {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.h == nil {
		return Latencies{}
	}
	ms := func(q float64) float64 { return float64(l.h.ValueAtPercentile(q)) / 1000 }
	out := Latencies{Count: l.h.TotalCount(), Mean: l.h.Mean() / 1000, P50: ms(50), P90: ms(90),
		P99: ms(99), P999: ms(99.9), Max: float64(l.h.Max()) / 1000}
	for _, q := range []float64{0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95,
		99.99} {
		// Beyond one observation there is nothing to tell.
		if float64(out.Count)*(100-q)/100 >= 1 {
			out.Curve = append(out.Curve, Point{q, ms(q)})
		}
	}
	return out
}
