// Package worker puts a worker together: the folds of joins, run by the engine of pipeline, over
// the stores of state, answered for by queryapi.
//
// Who owns what: Run owns everything it starts and ends it in the opposite order: listener, engine
// (which owns threads, tasks and stores), pool.
package worker

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"coldchain/internal/config"
	"coldchain/joins/rule"
	"coldchain/pipeline"
	"coldchain/state"
)

// Worker is one process of the group. It is used once.
type Worker struct {
	config *config.Config
	book   *rule.Book
	log    *slog.Logger

	// Listening is called with the address of the HTTP API once it can be asked.
	Listening func(addr string)
	// AtLeastOnce is for benchmarks alone; see pipeline.Options.
	AtLeastOnce bool

	engine *pipeline.Engine
	pool   *state.Pool
	source *source
}

// New checks what can be checked without a broker: the rule book.
func New(c *config.Config, log *slog.Logger) (*Worker, error) {
	text, err := os.ReadFile(c.Rules)
	if err != nil {
		return nil, fmt.Errorf("read the rule book: %w", err)
	}
	book, err := rule.ParseBook(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Rules, err)
	}
	w := NewWithRules(c, book, log)
	for _, doubt := range book.Warnings() {
		w.log.Warn("a limit of the rule book may not say what it is meant to",
			"rules", c.Rules, "limit", doubt)
	}
	return w, nil
}

// NewWithRules takes a rule book that was read already.
func NewWithRules(c *config.Config, book *rule.Book, log *slog.Logger) *Worker {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Worker{config: c, book: book, log: log}
}

// Summary is what a replay to the end did.
type Summary struct {
	pipeline.Summary
	Readings   int64 // container-metrics records up to the end
	StateBytes int64 // on disk when everything was written
}

// Run works until ctx ends, then drains.
func (w *Worker) Run(ctx context.Context) error {
	return w.run(ctx, func(ctx context.Context) error { return w.engine.Run(ctx) })
}

// RunUntilEnd works until everything that lies in the topics at the start is in the projections.
func (w *Worker) RunUntilEnd(ctx context.Context) (sum Summary, err error) {
	err = w.run(ctx, func(ctx context.Context) error {
		sum.Summary, err = w.engine.RunUntilEnd(ctx)
		return err
	})
	if err != nil {
		return Summary{}, err
	}
	sum.Readings, sum.StateBytes = w.source.readings.Load(), w.stateBytes()
	return sum, nil
}

func (w *Worker) run(ctx context.Context, work func(context.Context) error) (err error) {
	c := w.config
	w.log.Info(c.Memory.String())
	if c.Memory.Limit > 0 && os.Getenv("GOMEMLIMIT") == "" {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(c.Memory.Limit))
	}
	w.pool, err = state.OpenPool(state.Options{
		Dir: c.State, CacheBytes: c.Memory.Cache, DirtyBytes: c.Memory.Dirty,
		DirtyAge: c.Flush.Age, Logger: w.log,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.pool.Close()) }()
	retained, err := w.retained()
	if err != nil {
		return err
	}
	instance, err := w.instance()
	if err != nil {
		return err
	}
	clientOpts, err := clientOpts(c)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen for queries: %w; choose another address with --listen", err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	w.source = &source{worker: w}
	fetchBytes := w.fetchBytes()
	w.engine, err = pipeline.New(topology(c, w.book, &w.source.readings), pipeline.Options{
		Brokers: c.Brokers, ClientOpts: clientOpts, OpenStore: w.open, Instance: instance,
		Retained:  func() map[pipeline.Task]int64 { return retained },
		Advertise: advertised(c.Advertise, listener.Addr()), Threads: c.Threads,
		MaxCycleRecords: c.Cycle.Records, CycleLinger: c.Cycle.Linger,
		MaxCycleBytes: max(c.Memory.Cycle/int64(c.Threads), 1),
		// The timeouts are in Kafka's proportions.
		SessionTimeout: c.SessionTimeout, HeartbeatInterval: c.SessionTimeout / 15,
		RebalanceTimeout: c.SessionTimeout * 4 / 3, ProgressInterval: c.ProgressInterval,
		Hold: c.Hold, CatchUpLag: int64(c.CatchUpLag), ReplicationFactor: int16(c.Replication),
		FetchMaxBytes: fetchBytes, FetchMaxPartitionBytes: fetchBytes / 4,
		AtLeastOnce: w.AtLeastOnce, Logger: w.log, Registerer: registry,
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	w.source.engine = w.engine
	// Where ctx ends meanwhile, work knows what that means.
	if err := checkPartitioners(ctx, c, clientOpts, w.log); err != nil && ctx.Err() == nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{
		ReadHeaderTimeout: 5 * time.Second, Handler: w.handler(registry),
		ErrorLog: slog.NewLogLogger(w.log.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	defer func() {
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if serr := server.Shutdown(stop); serr != nil {
			_ = server.Close() // connections that would not end
		}
		if serr := <-served; !errors.Is(serr, http.ErrServerClosed) {
			w.log.Warn("the query API ended before the worker", "err", serr)
		}
	}()
	if w.Listening != nil && ctx.Err() == nil {
		w.Listening(listener.Addr().String())
	}
	err = work(ctx)
	var foreign *pipeline.ForeignSinkError
	if errors.As(err, &foreign) {
		return fmt.Errorf("%w (topics.compliance, --topics-compliance)", err)
	}
	return err
}

// fetchBytes bounds what a thread reads ahead, as it comes over the wire.
func (w *Worker) fetchBytes() int32 {
	const least, most = 64 << 10, 32 << 20
	return int32(min(max(w.config.Memory.Fetch/int64(w.config.Threads), least), most))
}

// advertised puts the port that was chosen by the system into an address that left it open.
func advertised(addr string, listening net.Addr) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port != "0" {
		return addr
	}
	_, port, _ = net.SplitHostPort(listening.String())
	return net.JoinHostPort(host, port)
}

func (w *Worker) open(
	ctx context.Context, t pipeline.Task, lineage string,
) (pipeline.Store, error) {
	s, err := w.pool.Open(ctx, t.String(), lineage)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// retained are the stores that an earlier run left in the state directory, and how fresh they are.
func (w *Worker) retained() (map[pipeline.Task]int64, error) {
	found, err := w.pool.Retained()
	if err != nil {
		return nil, err
	}
	retained := map[pipeline.Task]int64{}
	for name, fresh := range found {
		i := strings.LastIndexByte(name, '-')
		if n, err := strconv.ParseInt(name[i+1:], 10, 32); i > 0 && err == nil {
			retained[pipeline.Task{Stage: name[:i], Partition: int32(n)}] = fresh
		}
	}
	return retained, nil
}

// instance names the state directory for as long as it lives, so that a worker that comes back ends
// what it left open.
func (w *Worker) instance() (string, error) {
	file := filepath.Join(w.config.State, "instance")
	b, err := os.ReadFile(file)
	if err == nil && len(b) > 0 {
		return string(b), nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("read the name of the state directory: %w", err)
	}
	id := make([]byte, 8)
	rand.Read(id)
	b = []byte(hex.EncodeToString(id))
	if err := os.WriteFile(file, b, 0o644); err != nil {
		return "", fmt.Errorf("name the state directory: %w", err)
	}
	return string(b), nil
}

// stateBytes is what the state directory holds.
func (w *Worker) stateBytes() (n int64) {
	_ = filepath.WalkDir(w.config.State, func(_ string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}
