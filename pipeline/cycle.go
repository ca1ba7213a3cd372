package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// cycle gathers records, hands them to the processors and ends in one transaction.
// It also ends, possibly without a record, when the progress interval is due, when
// a task is at its end, or when the group has changed.
func (t *thread) cycle(soft context.Context) error {
	now := time.Now()
	t.out.begin(now)
	deadline := t.nextDue(now)
	var linger time.Time // zero: nothing gathered yet
	for gathered := 0; gathered < t.e.o.MaxCycleRecords; {
		fetches, cancel := t.poll(deadline, t.e.o.MaxCycleRecords-gathered)
		n, err := t.take(fetches)
		cancel()
		if err != nil {
			return err
		}
		gathered += n
		if t.abortCause != nil || soft.Err() != nil || t.e.hard.Err() != nil || t.pending() {
			break
		}
		now = time.Now()
		if gathered > 0 && linger.IsZero() {
			linger = now.Add(t.e.o.CycleLinger)
		}
		if gathered == 0 && n == 0 && !now.Before(deadline) || gathered > 0 && !now.Before(linger) {
			break
		}
		if gathered > 0 {
			deadline = linger
			if t.caughtUp() {
				if t.e.untilEnd {
					break
				}
				// There is nothing more to read: wait for a tenth of the linger only.
				deadline = linger.Add(-t.e.o.CycleLinger * 9 / 10)
				if !now.Before(deadline) {
					break
				}
			}
		}
	}
	if t.e.hard.Err() != nil {
		return nil //nolint:nilerr // a stop is no error: what was gathered is not committed
	}
	return t.endCycle(time.Now())
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

// poll waits for records until the deadline or an event.
func (t *thread) poll(deadline time.Time, most int) (kgo.Fetches, context.CancelFunc) {
	ctx, cancel := context.WithDeadline(t.e.hard, deadline)
	t.mu.Lock()
	t.interrupt = cancel
	if len(t.events) > 0 {
		cancel()
	}
	t.mu.Unlock()
	fetches := t.sess.PollRecords(ctx, most)
	t.mu.Lock()
	t.interrupt = nil
	t.mu.Unlock()
	return fetches, cancel
}

// take hands polled records to the processors and returns how many there were,
// control records included. The one hot loop: no clock, lock or map per record.
func (t *thread) take(fetches kgo.Fetches) (n int, err error) {
	for f := range fetches {
		topics := fetches[f].Topics
		for i := range topics {
			partitions := topics[i].Partitions
			for j := range partitions {
				p := &partitions[j]
				if p.Err != nil {
					if err := t.pollError(topics[i].Topic, p); err != nil {
						return n, err
					}
				}
				if len(p.Records) == 0 {
					continue
				}
				n += len(p.Records)
				if err := t.takePartition(topics[i].Topic, p); err != nil {
					return n, err
				}
			}
		}
	}
	return n, nil
}

func (t *thread) takePartition(topic string, p *kgo.FetchPartition) error {
	if err := t.begin(); err != nil {
		return err
	}
	in := t.input(topic, p.Partition)
	if in == nil || !t.owner[in].live.Load() {
		// Polled just before it was taken away or paused. The client counts it as
		// read, so the cycle must not commit.
		t.abortCause = fmt.Errorf("records of %s[%d] came: %w", topic, p.Partition, errNotLive)
		return nil
	}
	task := t.owner[in]
	if first := p.Records[0].Offset; first < in.position {
		return fmt.Errorf("task %v: %v went back from offset %d to %d",
			task.Task, in.Position, in.position, first)
	}
	data, next := 0, p.Records[len(p.Records)-1].Offset+1
	for _, r := range p.Records {
		if r.Attrs.IsControl() {
			r.Recycle()
			continue
		}
		data++
		if err := task.proc.Process(in.index, r, &t.out); err != nil {
			task.dirty = true
			return fatal("task %v: record %d of %v: %w", task.Task, r.Offset, in.Position, err)
		}
		r.Recycle()
	}
	in.position = next
	t.e.noteEnd(in, p.LastStableOffset)
	t.pollErrors = 0
	if data > 0 {
		task.records += data
		task.dirty = true
		task.lastData = time.Now() // once per partition and poll
		t.e.noteFirst(task.lastData)
	}
	return nil
}

func (t *thread) begin() error {
	if t.begun {
		return nil
	}
	if err := t.sess.Begin(); err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	t.begun = true
	return nil
}

// pollError decides about an error in a fetch: nil to go on.
func (t *thread) pollError(topic string, p *kgo.FetchPartition) error {
	err := p.Err
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil
	case errors.Is(err, kgo.ErrClientClosed):
		return err
	case isOutOfRange(err):
		return t.e.gap(t.input(topic, p.Partition), t.owner)
	}
	var f *fatalError
	if err := classify(err); errors.As(err, &f) {
		return fmt.Errorf("read %s[%d]: %w", topic, p.Partition, err)
	}
	t.pollErrors++
	if now := time.Now(); now.Sub(t.lastLogged) > 10*time.Second {
		t.lastLogged = now
		t.log.Warn("reading failed, trying again", "topic", topic, "partition", p.Partition,
			"in_a_row", t.pollErrors, "err", err)
	}
	if t.pollErrors > 100 {
		return fmt.Errorf("read %s[%d]: %d failures in a row: %w",
			topic, p.Partition, t.pollErrors, err)
	}
	return sleepQuietly(t.e.hard, min(time.Duration(t.pollErrors)*10*time.Millisecond, time.Second))
}

// sleepQuietly is sleep for a caller that checks ctx itself.
func sleepQuietly(ctx context.Context, d time.Duration) error {
	_ = sleep(ctx, d)
	return nil
}
