package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// poll takes all that the client has fetched, so that it can fetch what comes next meanwhile, and
// returns how many records that were, control records included. If there is nothing it waits, if it
// may, until the deadline or an event.
func (t *thread) poll(deadline time.Time, wait bool) (n int, err error) {
	fetches := t.fetched(deadline, wait)
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
				if err := t.keep(topics[i].Topic, p); err != nil {
					return n, err
				}
			}
		}
	}
	return n, nil
}

// fetched takes what there is before it waits: the client gives nothing to whom has no time left.
func (t *thread) fetched(deadline time.Time, wait bool) kgo.Fetches {
	fetches := t.client.PollFetches(nil) //nolint:staticcheck // nil: no wait
	if len(fetches) > 0 || !wait {
		return fetches
	}
	ctx, cancel := context.WithDeadline(t.e.hard, deadline)
	defer cancel()
	t.mu.Lock()
	t.interrupt = cancel
	if len(t.events) > 0 {
		cancel()
	}
	t.mu.Unlock()
	fetches = t.client.PollFetches(ctx)
	t.mu.Lock()
	t.interrupt = nil
	t.mu.Unlock()
	return fetches
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
