package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// Engine runs a topology in one process. It is used once: New, then Run or
// RunUntilEnd. The other methods may be called from any goroutine at any time.
type Engine struct {
	t Topology
	o Options
	m *metrics

	untilEnd bool
	hard     context.Context // ends all requests; canceled after the drain timeout, or by kill
	kill     context.CancelFunc
	cl       *kgo.Client
	adm      *kadm.Client
	fetched  fetchPool
	replays  chan struct{} // as many replays at a time as there are threads
	ends     map[Position]int64
	stop     context.CancelCauseFunc // of the run under way

	ready   atomic.Bool // layout and threads are set
	layout  *layout
	threads []*thread
	route   routes
	used    atomic.Bool

	caughtUp atomic.Bool // what lay in the inputs at the start went through all stages

	records       atomic.Int64
	first, latest atomic.Int64 // unix nanoseconds; 0: none yet

	mu   sync.Mutex
	kept map[Task]int64 // freshness of the stores of tasks that this process gave up
}

// drainTimeout is how long the last commit, flush and leave of a graceful stop may take.
const drainTimeout = 30 * time.Second

// New checks topology and options; it does not connect.
func New(t Topology, o Options) (*Engine, error) {
	if err := errors.Join(t.Validate(), o.Validate()); err != nil {
		return nil, err
	}
	e := &Engine{t: t, o: o.withDefaults(), kept: map[Task]int64{}}
	e.m = newMetrics(e.Tasks)
	e.replays = make(chan struct{}, e.o.Threads)
	return e, nil
}

// Run works until ctx ends, then finishes the cycle, flushes the stores, leaves the
// group and returns nil. Any other return is an error that trying again does not
// heal.
func (e *Engine) Run(ctx context.Context) error {
	if e.used.Swap(true) {
		return errors.New("an engine runs once: make a new one")
	}
	return e.run(ctx, nil)
}

// run runs the threads until ctx ends, watch returns, or something fails for good.
func (e *Engine) run(ctx context.Context, watch func(context.Context) error) (err error) {
	hard, cancel := context.WithCancel(context.WithoutCancel(ctx))
	e.hard, e.kill = hard, cancel
	defer cancel()
	soft, stop := context.WithCancelCause(ctx)
	e.stop = stop
	defer stop(nil)
	if err := e.m.register(e.o.Registerer); err != nil {
		return err
	}
	defer e.m.unregister(e.o.Registerer)
	// Metadata is answered from a cache of that age, which must not hide a topic just created.
	opts := append(e.clientOpts(), kgo.MetadataMinAge(100*time.Millisecond))
	if e.cl, err = kgo.NewClient(opts...); err != nil {
		return fmt.Errorf("open client: %w", err)
	}
	defer e.cl.Close()
	e.adm = kadm.NewClient(e.cl)
	if err := e.prepare(soft); err != nil {
		if watch == nil && ctx.Err() != nil {
			return nil // stopped before it began
		}
		return err
	}
	// Two contexts: what must still be committed when soft ends runs under hard.
	defer context.AfterFunc(soft, func() {
		e.o.Logger.Info("draining", "at_most", drainTimeout)
		timer := time.AfterFunc(drainTimeout, cancel)
		context.AfterFunc(hard, func() { timer.Stop() })
	})()
	var wg sync.WaitGroup
	errs := make([]error, len(e.threads)+1)
	for i, t := range e.threads {
		wg.Go(func() {
			if errs[i] = t.run(soft); errs[i] != nil {
				stop(errs[i])
			}
		})
	}
	if watch == nil {
		wg.Go(func() { e.watchCaughtUp(soft) })
	} else {
		wg.Go(func() {
			werr := watch(soft)
			if soft.Err() == nil || ctx.Err() != nil { // else a thread's failure ended the watch
				errs[len(e.threads)] = werr
			}
			stop(nil)
		})
	}
	wg.Wait()
	if hard.Err() == nil {
		e.o.Logger.Info("drained", "records", e.records.Load())
	} else {
		e.o.Logger.Warn("the drain was cut off; what was not committed is read again",
			"after", drainTimeout)
	}
	err = errors.Join(errs...)
	cause := context.Cause(soft)
	if err == nil && ctx.Err() == nil && cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause // of fail
	}
	return err
}

func (e *Engine) prepare(ctx context.Context) error {
	backoff := 100 * time.Millisecond
	for {
		err := e.checkGroup(ctx)
		if err == nil {
			err = e.checkSinks(ctx)
		}
		if err == nil {
			e.layout, err = resolveTopics(ctx, e.adm, &e.t, &e.o)
		}
		if err == nil {
			break
		}
		if !kerr.IsRetriable(err) || errors.Is(err, kerr.UnknownTopicOrPartition) {
			return err
		}
		e.o.Logger.Warn("preparing topics failed, trying again", "in", backoff, "err", err)
		if sleep(ctx, backoff) != nil {
			return err
		}
		backoff = min(2*backoff, 10*time.Second)
	}
	if e.untilEnd {
		if err := e.takeEnds(ctx); err != nil {
			return err
		}
	}
	e.evictEarlier(ctx)
	e.threads = make([]*thread, e.o.Threads)
	for i := range e.threads {
		t := &thread{e: e, id: i, log: e.o.Logger.With("thread", i)}
		t.out = Output{topics: e.layout.topics, send: t.produce,
			refused: func(topic, code string) { e.m.refused.WithLabelValues(topic, code).Inc() },
			headers: []kgo.RecordHeader{{Key: ownerHeader, Value: []byte(e.t.Name)}}}
		e.threads[i] = t
	}
	e.ready.Store(true)
	return nil
}

func (t *thread) produce(r *kgo.Record) { t.client.Produce(t.e.hard, r, t.produced) }

// fail ends the run with an error found in a group callback, where nothing may block.
func (e *Engine) fail(err error) { e.stop(err) }

func groupIsNew(err error) bool { return errors.Is(err, kerr.GroupIDNotFound) }

func (e *Engine) noteFirst(at time.Time) {
	if e.first.Load() == 0 {
		e.first.CompareAndSwap(0, at.UnixNano())
	}
}

func (e *Engine) noteCommit(records int) {
	e.records.Add(int64(records))
	e.latest.Store(time.Now().UnixNano())
}

// noteEnd learns the last stable offset of an input. In until-end mode a source
// ends where it did at the start, so that what comes later does not put it off.
func (e *Engine) noteEnd(in *input, stable int64) {
	in.end = max(in.end, stable, in.position)
	in.target = in.end
	if at, ok := e.ends[in.Position]; ok {
		in.target = at
	}
}

func (e *Engine) idleAfter() time.Duration {
	if e.untilEnd {
		return 0
	}
	return e.o.IdleAfter
}

// retain notes the freshness of the store of a task that was given up: it stays on this machine.
func (e *Engine) retain(task Task, fresh int64, abandoned bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if abandoned {
		delete(e.kept, task)
	} else {
		e.kept[task] = fresh
	}
}

// retained are the stores on this machine and how fresh they are, for the assignor.
func (e *Engine) retained() map[Task]int64 {
	all := map[Task]int64{}
	add := func(task Task, fresh int64) { all[task] = max(all[task], fresh) }
	if e.o.Retained != nil {
		for task, fresh := range e.o.Retained() {
			add(task, fresh)
		}
	}
	e.mu.Lock()
	for task, fresh := range e.kept {
		add(task, fresh)
	}
	e.mu.Unlock()
	for _, t := range e.threads {
		for id, task := range t.showing() {
			if task.live.Load() {
				add(id, task.freshness())
			}
		}
	}
	return all
}
