package pipeline

import (
	"context"
	"fmt"
	"time"
)

// lookEvery is after how many records a thread looks at the clock, at the memory that the cycle
// takes and at what happened meanwhile.
const lookEvery = 128

// cycle gathers records, hands them to the processors and ends in one transaction. It is bounded in
// records, in bytes and, from the first record on, in time; what was polled and not processed is
// kept for the next cycle. It also ends, possibly without a record, when the progress interval is
// due, when a task is at its end or has something left to do, or when the group has changed.
func (t *thread) cycle(soft context.Context) error {
	if err := t.gather(soft); err != nil {
		return err
	}
	if t.e.hard.Err() != nil {
		return nil //nolint:nilerr // a stop is no error: what was gathered is not committed
	}
	return t.endCycle(time.Now())
}

func (t *thread) gather(soft context.Context) error {
	now := time.Now()
	t.out.begin(now)
	again, deadline := t.again(), t.nextDue(now)
	if again { // what is known to be there is worth a short while
		deadline = now.Add(t.e.o.CycleLinger / 10)
	}
	var linger time.Time // zero: nothing gathered yet
	for gathered := 0; ; {
		if len(t.kept) == 0 {
			wait := !again || !t.caughtUp()
			n, err := t.poll(deadline, wait)
			if err != nil {
				return err
			}
			now = time.Now()
			if n == 0 && (!wait || !now.Before(deadline)) {
				return nil // there is nothing, or nothing more
			}
		}
		if len(t.kept) > 0 && linger.IsZero() {
			linger = now.Add(t.e.o.CycleLinger)
		}
		n, err := t.fold(min(lookEvery, t.e.o.MaxCycleRecords-gathered), now)
		if err != nil {
			return err
		}
		gathered += n
		if t.abortCause != nil || soft.Err() != nil || t.e.hard.Err() != nil || t.pending() {
			return nil //nolint:nilerr // a stop is no error
		}
		if linger.IsZero() {
			continue
		}
		if now = time.Now(); !now.Before(linger) || gathered >= t.e.o.MaxCycleRecords ||
			t.cycleBytes() > t.e.o.MaxCycleBytes {
			return nil
		}
		deadline = linger
		if len(t.kept) == 0 && t.caughtUp() {
			if t.e.untilEnd {
				return nil
			}
			// There is nothing more to read: wait for a tenth of the linger only.
			deadline = linger.Add(-t.e.o.CycleLinger * 9 / 10)
			if !now.Before(deadline) {
				return nil
			}
		}
	}
}

// nextDue is when the loop has something to do though no record comes.
func (t *thread) nextDue(now time.Time) time.Time {
	due := t.nextReport
	for _, task := range t.tasks {
		if task.live.Load() && !task.exhausted && task.atEnd() {
			if at := task.lastData.Add(t.e.idleAfter()); at.Before(due) {
				due = at
			}
		}
	}
	if due.Before(now) {
		return now
	}
	return due
}

// caughtUp says that nothing is known to be left to read.
func (t *thread) caughtUp() bool {
	for _, task := range t.tasks {
		if !task.live.Load() {
			continue
		}
		for _, in := range task.inputs {
			if in.position < in.end {
				return false
			}
		}
	}
	return true
}

// cycleBytes is the memory that this cycle has taken so far: what its tasks changed and what they
// sent.
func (t *thread) cycleBytes() int64 {
	n := t.out.bytes
	for _, task := range t.tasks {
		if task.dirty {
			n += task.store.CycleBytes()
		}
	}
	return n
}

func (t *thread) begin() error {
	if t.begun {
		return nil
	}
	if t.sess != nil {
		if err := t.sess.Begin(); err != nil {
			return fmt.Errorf("begin a transaction: %w", err)
		}
	}
	t.begun = true
	return nil
}
