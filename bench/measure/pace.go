package measure

import (
	"context"
	"time"
)

// Pace calls fn for 0 <= k < n at a fixed rate a second, in the caller's goroutine. intended is
// when the call should have come: where fn or the machine is late, the calls that are due follow at
// once, and their intended times stay what they are.
func Pace(ctx context.Context, begin time.Time, rate float64, n int,
	fn func(k int, intended time.Time) error) error {
	for k := range n {
		intended := Intended(begin, rate, k)
		if err := Until(ctx, intended); err != nil {
			return err
		}
		if err := fn(k, intended); err != nil {
			return err
		}
	}
	return nil
}

// Intended is when the k-th operation of a fixed rate begins.
func Intended(begin time.Time, rate float64, k int) time.Time {
	return begin.Add(time.Duration(float64(k) / rate * float64(time.Second)))
}

// Until sleeps until a time, or until the context ends.
func Until(ctx context.Context, at time.Time) error {
	d := time.Until(at)
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
