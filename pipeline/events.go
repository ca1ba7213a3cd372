package pipeline

import (
	"context"
	"maps"

	"github.com/twmb/franz-go/pkg/kgo"
)

// eventKind says what a thread has to attend to between two cycles.
type eventKind uint8

const (
	assigned eventKind = iota // the whole assignment, and what is new in it
	revoked                   // partitions that are ours no more
	restored                  // a task's restore has ended
)

type event struct {
	kind       eventKind
	whole      map[string][]int32
	partitions map[string][]int32
	member     string
	generation int32
	task       *task
	err        error
}

func (t *thread) post(ev event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.events = append(t.events, ev)
	if t.interrupt != nil {
		t.interrupt()
	}
}

func (t *thread) interruptPoll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.interrupt != nil {
		t.interrupt()
	}
}

func (t *thread) pending() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.events) > 0
}

// synced remembers the whole assignment. The group's revoke callback cannot be
// relied on for bookkeeping: the session swallows a second one before End.
func (t *thread) synced(whole map[string][]int32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.assignment = maps.Clone(whole)
}

// onAssigned runs in the group's goroutine, after each sync and before anything of
// added is fetched: what is new is paused until it is restored (I5).
func (t *thread) onAssigned(_ context.Context, cl *kgo.Client, added map[string][]int32) {
	if len(added) > 0 {
		cl.PauseFetchPartitions(added)
	}
	member, generation := cl.GroupMetadata()
	t.mu.Lock()
	whole := t.assignment
	t.mu.Unlock()
	t.post(event{kind: assigned, whole: whole, partitions: added, member: member,
		generation: generation})
}

func (t *thread) onRevoked(_ context.Context, _ *kgo.Client, lost map[string][]int32) {
	if len(lost) > 0 {
		t.post(event{kind: revoked, partitions: maps.Clone(lost)})
	}
}
