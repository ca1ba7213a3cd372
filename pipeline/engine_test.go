package pipeline_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/twmb/franz-go/pkg/kgo"

	. "coldchain/pipeline"
)

const bankTasks = 6

func TestUntilEnd(t *testing.T) {
	for _, threads := range []int{1, 4} {
		t.Run(fmt.Sprint(threads), func(t *testing.T) {
			w, rng := newWorld(t), seeded(t)
			w.createTopic(w.name+"-transfers", 3)
			transfers := w.fill(rng, 0, 2000, nil)
			e := w.engine(func(o *Options) {
				o.Threads = threads
				o.MaxCycleRecords = 300
				o.Registerer = prometheus.NewRegistry()
			})
			sum, err := e.RunUntilEnd(w.ctx())
			if err != nil {
				t.Fatal(err)
			}
			w.check(transfers, w.disk)
			if want := expect(transfers); sum.Records != 2000+4*want.transfers {
				t.Errorf("summary counts %d records, want %d", sum.Records, 2000+4*want.transfers)
			}
			if sum.LastCommit.Before(sum.FirstRecord) || sum.FirstRecord.IsZero() {
				t.Errorf("summary times: %+v", sum)
			}
			if _, err := e.RunUntilEnd(w.ctx()); err == nil {
				t.Error("an engine ran twice")
			}
			// A second run finds nothing to do, and adds nothing.
			again, err := w.engine(nil).RunUntilEnd(w.ctx())
			if err != nil || again.Records != 0 {
				t.Errorf("second run: %+v, %v", again, err)
			}
			w.check(transfers, w.disk)
		})
	}
}

func TestUntilEndOfNothing(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	if sum, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil || sum.Records != 0 ||
		!sum.FirstRecord.IsZero() {
		t.Errorf("%+v, %v", sum, err)
	}
}

func TestUntilEndWithTwoProcesses(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	transfers := w.fill(rng, 0, 3000, nil)
	var wg sync.WaitGroup
	for range 2 {
		e := w.engine(func(o *Options) { o.OpenStore = NewDisk().Open })
		wg.Go(func() {
			if _, err := e.RunUntilEnd(w.ctx()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.check(transfers)
}

// TestLive stops and restarts midway, and crashes midway: the disk then lags behind
// the commit, and what it lacks is replayed without being sent again.
func TestLive(t *testing.T) {
	for _, crash := range []bool{false, true} {
		t.Run(fmt.Sprintf("crash=%v", crash), func(t *testing.T) {
			w, rng := newWorld(t), seeded(t)
			w.createTopic(w.name+"-transfers", 3)
			transfers := w.fill(rng, 0, 500, nil)
			e := w.start(w.engine(func(o *Options) {
				o.Instance, o.Advertise = "worker", "here:1"
			}))
			eventually(t, "the first 500 are through", func() bool {
				return caughtUp(bankTasks, e)
			})
			if addr, local := e.Owner("accounts", []byte("a1")); addr != "here:1" || !local {
				t.Errorf("owner is %q, local %v", addr, local)
			}
			if task, ok := e.TaskOf("accounts", []byte("a1")); !ok {
				t.Error("no task of a1")
			} else if _, status, ok := e.Store(task); !ok || status.State != Live ||
				len(status.Positions) != 1 {
				t.Errorf("store of %v: %v, %v", task, status, ok)
			}
			transfers = w.fill(rng, 500, 300, transfers)
			if crash {
				e.crash()
			} else if err := e.stop(); err != nil {
				t.Fatal(err)
			}
			if len(e.Tasks()) != 0 {
				t.Errorf("tasks after the end: %v", e.Tasks())
			}
			transfers = w.fill(rng, 800, 300, transfers)
			again := w.engine(func(o *Options) { o.Instance, o.Threads = "worker", 2 })
			if _, err := again.RunUntilEnd(w.ctx()); err != nil {
				t.Fatal(err)
			}
			w.check(transfers, w.disk)
		})
	}
}

// TestIdleFlush: in live mode progress goes out once the input has run dry, without
// waiting for the interval.
func TestIdleFlush(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	transfers := w.fill(rng, 0, 100, nil)
	e := w.start(w.engine(func(o *Options) { o.ProgressInterval = time.Hour }))
	want := expect(transfers)
	view := func(topic string) map[string]string {
		got := map[string]string{}
		for _, r := range w.read(w.name + topic) {
			got[string(r.Key)] = string(r.Value)
		}
		return got
	}
	eventually(t, "everything is out", func() bool {
		return caughtUp(bankTasks, e) && maps.Equal(view("-balances"), want.balances) &&
			maps.Equal(view("-done"), want.done)
	})
	w.check(transfers)
}

func TestRefusal(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	at := time.UnixMilli(1_700_000_000_123)
	bad := []*kgo.Record{
		{Topic: w.name + "-transfers", Partition: 2, Key: []byte("k\xff"), Value: []byte("x"),
			Timestamp: at},
		{Topic: w.name + "-transfers", Partition: 2, Timestamp: at},
		{Topic: w.name + "-transfers", Partition: 2, Key: []byte("ok"), Value: []byte("a:b:1"),
			Timestamp: at},
	}
	if err := w.cl.ProduceSync(w.ctx(), bad...).FirstErr(); err != nil {
		t.Fatal(err)
	}
	e := w.engine(nil)
	if _, err := e.RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	recs := w.read(w.name + "-errors")
	if len(recs) != 2 {
		t.Fatalf("%d refusals", len(recs))
	}
	want := []string{
		fmt.Sprintf(`{"topic":"%s-transfers","partition":2,"offset":0,"code":"bad_transfer",`+
			`"timestamp":1700000000123,"key":"k�"}`, w.name),
		fmt.Sprintf(`{"topic":"%s-transfers","partition":2,"offset":1,"code":"bad_transfer",`+
			`"timestamp":1700000000123}`, w.name),
	}
	for i, r := range recs {
		if string(r.Value) != want[i] || string(r.Key) != w.name+"-transfers-2" ||
			!json.Valid(r.Value) {
			t.Errorf("refusal %d: %s %s", i, r.Key, r.Value)
		}
	}
	if n := e.Counted("pipeline_refused_total", "bad_transfer"); n != 2 {
		t.Errorf("counted %v refusals", n)
	}
	if moves := w.read(w.name + "-moves"); len(moves) != 2 {
		t.Errorf("the good record made %d moves", len(moves))
	}
}
