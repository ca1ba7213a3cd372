package replay

import (
	"context"
	"fmt"

	"coldchain/bench/bed"
	"coldchain/bench/fleet"
)

// whole is the name of the worker's row.
const whole = "worker, exactly once"

// measuring is a measurement under way.
type measuring struct {
	bed    *bed.Bed
	fill   *fleet.Fill
	rounds map[string][]bed.Figures // by the name of the row
}

// round measures the floors and the workers once. The answers of each worker are held against the
// fold's, where that is measured.
func (m *measuring) round(ctx context.Context, n int, r *Options) error {
	note := func(name string, f bed.Figures) {
		m.bed.Log("round %d: %s: %.0f readings/s, %.2f us of CPU each", n+1, name,
			f.ReadingsPerSecond, f.CPUMicrosPerReading)
		m.rounds[name] = append(m.rounds[name], f)
	}
	folded := ""
	for _, kind := range r.Floors {
		f, err := m.bed.Floor(ctx, string(kind), int64(m.fill.Readings()),
			int64(m.fill.EventCount()))
		if err != nil {
			return err
		}
		if kind == Fold {
			folded = f.Answers
		}
		note(kind.Words(), f)
	}
	for _, v := range r.Also {
		f, err := m.worker(ctx, v.of(m.bed), fmt.Sprintf("%s-%d", v, n+1), folded)
		if err != nil {
			return err
		}
		note(v.Words(), f)
	}
	f, err := m.worker(ctx, m.bed, fmt.Sprintf("round-%d", n+1), folded)
	if err != nil {
		return err
	}
	note(whole, f)
	return nil
}

func (m *measuring) worker(ctx context.Context, b *bed.Bed, name,
	folded string) (f bed.Figures, err error) {
	group := b.Group(name)
	if f, err = b.Replay(ctx, group, int64(m.fill.Readings())); err != nil {
		return f, err
	}
	if folded != "" {
		if f.Answers, err = b.Agree(ctx, group, folded); err != nil {
			return f, err
		}
	}
	return f, b.Forget(group)
}
