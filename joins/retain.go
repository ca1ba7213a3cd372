package joins

import (
	"errors"

	"coldchain/joins/inbox"
	"coldchain/joins/judge"
)

// sweepEvery is the stream time between two sweeps of a partition, in ms.
const sweepEvery = 24 * 3600 * 1000

// sweptPerCycle is how many containers a cycle asks whether retention keeps their readings.
var sweptPerCycle = 5000

// sweeping is where a sweep is. What a cycle changed holds if the cycle does.
type sweeping struct {
	sweepState
	committed sweepState
}

type sweepState struct {
	last int64  // stream time of the latest sweep
	next string // key from which the one that goes on continues; empty if none does
}

func (w *sweeping) commit()   { w.committed = w.sweepState }
func (w *sweeping) rollback() { w.sweepState = w.committed }

// sweep removes the readings that retention does not keep: whole chunks that ended before the
// horizon. It begins when progress is due, but not before all stages have caught up: in a replay of
// years, legs are still on their way through the topics while the stream time runs ahead of their
// readings.
func (s *containers) sweep(c Cycle) error {
	w := &s.sweeping
	if w.next == "" {
		soon := w.last != judge.NoTime && s.stream()-w.last < sweepEvery
		if !c.progress() || !s.caughtUp || s.settings.Retention <= 0 ||
			s.watermark == unknownWatermark || soon {
			return nil
		}
		w.last, w.next = s.stream(), string(containerSpace)
	}
	var due []string
	n, next := 0, ""
	err := s.state.Scan([]byte(w.next), []byte{containerSpace + 1}, func(k, value []byte) error {
		if n++; n > sweptPerCycle {
			next = string(k)
			return errEnough
		}
		expired, err := s.visitor.expired(value)
		if expired {
			due = append(due, string(k[1:]))
		}
		return err
	})
	if w.next = next; err != nil && !errors.Is(err, errEnough) {
		return err
	}
	for _, id := range due {
		x, _ := s.inbox.Make([]byte(id))
		s.inbox.Set(x, inbox.Expired|inbox.Broken)
	}
	return nil
}

// expired says that retention does not keep readings of a container, as far as it was folded.
func (v *visitor) expired(value []byte) (expired bool, err error) {
	r := inbox.Reader{Folded: v.container.decode}
	v.container.series, v.container.custodies = v.container.series[:0], v.container.custodies[:0]
	if err := r.ReadFolded(value); err != nil {
		return false, err
	}
	for i := range v.container.series {
		x := &v.container.series[i]
		expired = expired || x.Removable(v.stream()-v.settings.Retention)
	}
	return expired, nil
}

// horizon is the event time before which nothing of the container is kept: the retention behind the
// stream time, but never past what a custody needs (SPECIFICATION 1.3).
func (v *visitor) horizon() int64 {
	horizon := v.stream() - v.settings.Retention
	for _, u := range v.container.custodies {
		if v.needs(u) {
			from, _ := u.by.Wants()
			horizon = min(horizon, from)
		}
	}
	if v.settings.RetentionMax > 0 {
		horizon = max(horizon, v.stream()-v.settings.RetentionMax)
	}
	return horizon
}

// needs says that a custody needs its readings: it is not final, or its window ended within the
// retention.
func (v *visitor) needs(u *custody) bool {
	if !u.by.Foldable() || u.frozen != nil {
		return false
	}
	final := u.by.FinalAt()
	return final == judge.NoTime || v.stream() < final ||
		u.by.Window.End > v.stream()-v.settings.Retention
}

// remove deletes the chunks before the horizon, and marks the custodies that rest on them.
func (v *visitor) remove() error {
	horizon, cut := v.horizon(), false
	for i := range v.container.series {
		cut = v.container.series[i].Cut(&v.chunks, horizon) || cut
	}
	if !cut {
		return nil
	}
	for _, u := range v.container.custodies {
		if !u.by.Foldable() || u.frozen != nil || !v.lost(u) {
			continue
		}
		u.archived = true
		if !v.needs(u) && u.complete() && !u.stale {
			if err := v.freeze(u); err != nil {
				return err
			}
		}
	}
	return nil
}

// lost says that readings are gone that the custody wants.
func (v *visitor) lost(u *custody) bool {
	from, _ := u.by.Wants()
	for i := range u.by.Rule.Sensors() {
		if x := v.container.sensor(u.by.Rule.Sensor(i)); x != nil && x.Gone(from) {
			return true
		}
	}
	return false
}

// freeze ends the folding of a final custody: its figures, window and rule stay as they are.
func (v *visitor) freeze(u *custody) error {
	var f judge.Fold
	u.fold.CloneTo(&f)
	if _, err := v.pushTails(u, &f); err != nil {
		return err
	}
	u.fold, u.frozen = f, u.facts()
	return nil
}
