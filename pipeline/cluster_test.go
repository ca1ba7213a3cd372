package pipeline_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"

	. "coldchain/pipeline"
	"coldchain/pipeline/examples/bank/ledger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a broker, a group of its own on it, and a disk.
type world struct {
	t       *testing.T
	name    string
	brokers []string
	fake    *kfake.Cluster // nil on a real broker
	cl      *kgo.Client
	adm     *kadm.Client
	disk    *MemDisk
	opts    []kgo.Opt // of every client
}

// newWorld starts a broker in this process, or uses those that
// COLDCHAIN_TEST_BROKERS names.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, disk: NewDisk(), name: fmt.Sprintf("bank-%08x", rand.Uint32())}
	if real := os.Getenv("COLDCHAIN_TEST_BROKERS"); real != "" {
		w.brokers = strings.Split(real, ",")
	} else {
		fake, err := kfake.NewCluster(kfake.NumBrokers(2),
			kfake.GroupMinSessionTimeout(100*time.Millisecond),
			kfake.BrokerConfigs(map[string]string{"group.initial.rebalance.delay.ms": "50"}))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(fake.Close)
		w.fake, w.brokers = fake, fake.ListenAddrs()
	}
	cl, err := kgo.NewClient(kgo.SeedBrokers(w.brokers...),
		kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cl.Close)
	w.cl, w.adm = cl, kadm.NewClient(cl)
	return w
}

func (w *world) ctx() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	w.t.Cleanup(cancel)
	return ctx
}

func (w *world) createTopic(name string, partitions int32) {
	w.t.Helper()
	if _, err := w.adm.CreateTopic(w.ctx(), partitions, 1, nil, name); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) options() Options {
	o := Options{Brokers: w.brokers, OpenStore: w.disk.Open, CycleLinger: 20 * time.Millisecond,
		IdleAfter:      50 * time.Millisecond,
		SessionTimeout: 6 * time.Second, HeartbeatInterval: 100 * time.Millisecond,
		TransactionTimeout: 10 * time.Second, ProgressInterval: time.Second}
	if w.fake != nil {
		o.SessionTimeout, o.RebalanceTimeout = 1500*time.Millisecond, 3*time.Second
		o.ClientOpts = []kgo.Opt{kgo.RequestTimeoutOverhead(2 * time.Second)}
	}
	if testing.Verbose() && os.Getenv("COLDCHAIN_TEST_LOG") != "" {
		o.Logger = slog.New(slog.NewTextHandler(w.t.Output(),
			&slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return o
}

func (w *world) engine(change func(*Options)) *Engine {
	w.t.Helper()
	o := w.options()
	if change != nil {
		change(&o)
	}
	e, err := New(ledger.Topology(w.name), o)
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// running is an engine in the background.
type running struct {
	*Engine
	stop func() error // gracefully
	done chan struct{}
	err  error
}

func (w *world) start(e *Engine) *running {
	ctx, cancel := context.WithCancel(w.ctx())
	r := &running{Engine: e, done: make(chan struct{})}
	go func() {
		defer close(r.done)
		r.err = e.Run(ctx)
	}()
	r.stop = func() error {
		cancel()
		<-r.done
		return r.err
	}
	w.t.Cleanup(func() { _ = r.stop() })
	return r
}

// crash ends the engine as a killed process would end.
func (r *running) crash() {
	r.Kill()
	_ = r.stop()
}

// caughtUp says that the engines have all tasks live between them, without lag.
func caughtUp(tasks int, engines ...*running) bool {
	n := 0
	for _, e := range engines {
		for _, s := range e.Tasks() {
			if s.State != Live || s.Lag != 0 {
				return false
			}
			n++
		}
	}
	return n == tasks
}

// eventually polls a condition.
func eventually(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !cond(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within 30 s: %s", what)
		}
	}
}

// seeded returns a generator whose seed is in the test's log.
func seeded(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}
