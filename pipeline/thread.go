package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// thread is one group member with one transactional producer. Everything but the
// event queue belongs to the goroutine in run.
type thread struct {
	e      *Engine
	id     int
	log    *slog.Logger
	client *kgo.Client               // the session's
	sess   *kgo.GroupTransactSession // its transactions; nil: at least once

	cutSession context.CancelFunc // ends the session's client without leaving the group

	tasks      map[Task]*task
	inputs     map[string][]*input // topic -> partition -> input of an owned task, nil else
	owner      map[*input]*task
	kept       []batch // polled and not processed, in order
	member     string  // under which the tasks are owned (I6)
	generation int32
	nonce      string // of the session, in commit marks (I7)
	seq        int    // of the cycle, in commit marks

	out         Output
	begun       bool      // a transaction is open
	abortCause  error     // why this cycle must be aborted
	nextReport  time.Time // when the progress interval is due
	aborts      int       // in a row
	pollErrors  int       // in a row
	lastLogged  time.Time // of poll errors
	sessionOnce bool      // this session has committed something

	mu           sync.Mutex
	events       []event
	interrupt    context.CancelFunc // of the poll under way
	assignment   map[string][]int32 // of the last sync
	shown        map[Task]*task     // of tasks, for other goroutines
	produceErr   error              // why this cycle's output is not complete
	produceBytes int                // of the record to blame, if it is too large
}

// run keeps a session going until soft ends (a graceful stop), and makes it anew
// after failures, with backoff. Only fatal errors are returned.
func (t *thread) run(soft context.Context) error {
	backoff := 100 * time.Millisecond
	for soft.Err() == nil {
		err := t.session(soft)
		if err = classify(err); err == nil {
			continue
		}
		var f *fatalError
		if errors.As(err, &f) {
			return err
		}
		if t.e.hard.Err() != nil || soft.Err() != nil {
			return nil //nolint:nilerr // a session that is being stopped
		}
		t.e.m.rejoins.Inc()
		if t.sessionOnce {
			backoff = 100 * time.Millisecond
		}
		t.log.Warn("joining the group anew", "in", backoff, "err", err)
		if sleep(soft, backoff) != nil {
			return nil //nolint:nilerr // stopped while waiting
		}
		// The session may have ended without leaving the group.
		t.e.evict(soft, func(clientID string) bool { return clientID == t.e.memberName(t.id) })
		backoff = min(2*backoff, 10*time.Second)
	}
	return nil
}

// session is one membership, from joining to leaving.
func (t *thread) session(soft context.Context) (err error) {
	t.tasks, t.inputs, t.owner = map[Task]*task{}, map[string][]*input{}, map[*input]*task{}
	t.events, t.assignment, t.kept = nil, nil, nil
	t.begun, t.abortCause, t.sessionOnce, t.aborts, t.pollErrors = false, nil, false, 0, 0
	_ = t.takeProduceErr() // of the session before
	t.nextReport = time.Now().Add(t.e.o.ProgressInterval)
	if err := t.openSession(); err != nil {
		return err
	}
	stop := context.AfterFunc(soft, t.interruptPoll)
	defer stop()
	defer func() {
		abandon := t.e.hard.Err() != nil || errors.Is(err, errUnsettled)
		for _, task := range slices.Collect(maps.Values(t.tasks)) {
			if cerr := t.closeTask(task, abandon); cerr != nil && err == nil {
				err = fatal("%w", cerr)
			}
		}
		t.closeSession()
	}()
	// The first transaction would be too late: while a transaction that a crash left open
	// holds back the group's offsets, no record comes.
	if _, _, err := t.client.ProducerID(soft); err != nil {
		return fmt.Errorf("end what an earlier session left open: %w", err)
	}
	for soft.Err() == nil && t.e.hard.Err() == nil {
		if err := t.handleEvents(); err != nil {
			return err
		}
		if err := t.cycle(soft); err != nil {
			return err
		}
	}
	return nil
}

func (t *thread) handleEvents() error {
	t.mu.Lock()
	events := t.events
	t.events = nil
	t.mu.Unlock()
	if len(events) == 0 {
		return nil
	}
	changed := false
	for _, ev := range events {
		switch ev.kind {
		case restored:
			if t.tasks[ev.task.Task] != ev.task {
				continue // let go of meanwhile
			}
			if ev.err != nil {
				return fmt.Errorf("restore task %v: %w", ev.task.Task, ev.err)
			}
			t.goLive(ev.task)
		case revoked:
			changed = true
			if err := t.closeTouched(ev.partitions); err != nil {
				return err
			}
		case assigned:
			changed = true
			if err := t.assign(ev); err != nil {
				return err
			}
		}
	}
	if changed {
		t.dropKept(nil)
		if t.sess != nil {
			// The session remembers a revocation until End, and would abort the next
			// cycle for it; nothing is in flight here, and what we own is up to date.
			if _, err := t.sess.End(t.e.hard, kgo.TryAbort); err != nil {
				return fmt.Errorf("clear the session after a rebalance: %w", err)
			}
		}
		t.begun = false
		t.align(t.liveTasks()...)
	}
	return nil
}

func (t *thread) liveTasks() (live []*task) {
	for _, task := range t.tasks {
		if task.live.Load() {
			live = append(live, task)
		}
	}
	return live
}

// assign brings the owned tasks in line with a sync. Tasks any of whose partitions
// are new to the member are restored, also those that it had before: somebody else
// may have had them in between.
func (t *thread) assign(ev event) error {
	if err := t.closeTouched(ev.partitions); err != nil {
		return err
	}
	owned := t.e.layout.tasks(ev.whole)
	for _, task := range slices.Collect(maps.Values(t.tasks)) {
		if !owned[task.Task] {
			if err := t.closeTask(task, false); err != nil {
				return fatal("%w", err)
			}
		}
	}
	t.member, t.generation = ev.member, ev.generation
	for _, id := range slices.SortedFunc(maps.Keys(owned), compareTasks) {
		if t.tasks[id] == nil {
			t.openTask(id)
		}
	}
	return nil
}

func (t *thread) closeTouched(partitions map[string][]int32) error {
	for topic, ps := range partitions {
		for _, p := range ps {
			if in := t.input(topic, p); in != nil {
				if err := t.closeTask(t.owner[in], false); err != nil {
					return fatal("%w", err)
				}
			}
		}
	}
	return nil
}

func (t *thread) input(topic string, partition int32) *input {
	if ins := t.inputs[topic]; int(partition) < len(ins) {
		return ins[partition]
	}
	return nil
}
