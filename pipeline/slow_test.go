package pipeline_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	. "coldchain/pipeline"
)

// slowStage takes a while for each record, sends it on, and keeps that it has seen it.
type slowStage struct {
	store *MemStore
	takes time.Duration
}

func slow(name string, takes time.Duration) Topology {
	t := Ticker(name)
	t.Stages[0].New = func(tc TaskContext) (Processor, error) {
		return &slowStage{store: tc.Store.(*MemStore), takes: takes}, nil
	}
	return t
}

func (s *slowStage) Process(_ int, r *kgo.Record, out *Output) error {
	time.Sleep(s.takes)
	s.store.Add(string(r.Key), 1)
	out.Emit("ticks", r.Key, r.Value)
	return nil
}

func (s *slowStage) EndCycle(Cycle, *Output) (bool, error) { return false, nil }
func (s *slowStage) Reset() error                          { return nil }
func (s *slowStage) Close() error                          { return nil }

const second = time.Second

// TestStopIsHeard: a stop, and the time to commit, are heard however many slow records were polled.
func TestStopIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 20_000
		v := newVirtual(t, "slow", 1)
		v.fill(0, n)
		ctx, cancel := context.WithTimeout(t.Context(), 5*second)
		defer cancel()
		began := time.Now()
		e := v.engine(slow("slow", time.Millisecond), nil)
		if err := e.Run(ctx); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began) - 5*second; took > second {
			t.Errorf("the stop took %v", took)
		}
		if n := e.Counted("pipeline_cycles_total", "committed"); n < 15 {
			t.Errorf("%v commits in 5 s", n)
		}
		done := 0
		for i, times := range v.sent(n) {
			if times > 1 {
				t.Errorf("key %d came %d times", i, times)
			}
			done += times
		}
		if done < 3000 || done > 5000 {
			t.Errorf("%d records of 1 ms in 5 s", done)
		}
		if _, err := v.engine(slow("slow", 0), nil).RunUntilEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		v.checkOnce(n)
		v.checkStores(n)
	})
}

// TestAbortsOfSlowCycles refuses commits while records are kept for the next cycle.
func TestAbortsOfSlowCycles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 4000
		v, rng := newVirtual(t, "slow", 3), seeded(t)
		refused := 0
		v.fake.ControlKey(int16(kmsg.TxnOffsetCommit), func(req kmsg.Request) (
			kmsg.Response, error, bool) {
			v.fake.KeepControl()
			if rng.IntN(3) == 0 {
				refused++
				return refuseCommit(req.(*kmsg.TxnOffsetCommitRequest)), nil, true
			}
			return nil, nil, false
		})
		v.fill(0, n)
		e := v.engine(slow("slow", time.Millisecond), func(o *Options) {
			o.MaxCycleRecords = 300 // less than the linger allows, now and then
		})
		if _, err := e.RunUntilEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		if refused < 5 {
			t.Errorf("%d commits were refused", refused)
		}
		v.checkOnce(n)
		v.checkStores(n)
	})
}

// TestCycleEndsByBytes: a cycle ends when what it changed takes too much memory.
func TestCycleEndsByBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 5000
		v := newVirtual(t, "slow", 1)
		v.fill(0, n)
		// A hundred bytes of a MemStore and some 260 of the output for each record: a look finds
		// more than 50,000 bytes at 256 records.
		e := v.engine(slow("slow", 0), func(o *Options) { o.MaxCycleBytes = 50_000 })
		if _, err := e.RunUntilEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, least := e.Counted("pipeline_cycles_total", "committed"), float64(n/256)
		if got < least || got > 2*least+2 {
			t.Errorf("%v cycles, want about %v", got, least)
		}
		v.checkOnce(n)
	})
}

// TestRebalanceIsHeard: members come and go while slow records are kept.
func TestRebalanceIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 12_000
		v := newVirtual(t, "slow", 4)
		v.fill(0, n)
		start := func(disk *MemDisk, takes time.Duration) *running {
			return v.start(v.engine(slow("slow", takes), func(o *Options) {
				o.OpenStore, o.HeartbeatInterval = disk.Open, 100*time.Millisecond
				o.MaxCycleBytes = 40_000 // so that a replay has several cycles too
			}))
		}
		mine, other := NewDisk(), NewDisk()
		a := start(mine, time.Millisecond)
		time.Sleep(4 * second)
		for range 3 {
			b := start(other, time.Millisecond)
			began := time.Now()
			for len(a.Tasks()) > 2 {
				time.Sleep(10 * time.Millisecond)
			}
			if took := time.Since(began); took > second {
				t.Errorf("a member heard after %v that another one came", took)
			}
			for len(b.Tasks()) < 2 || !allLive(b) {
				time.Sleep(10 * time.Millisecond)
			}
			time.Sleep(700 * time.Millisecond)
			if err := b.stop(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(700 * time.Millisecond)
		}
		if err := a.stop(); err != nil {
			t.Fatal(err)
		}
		for i, times := range v.sent(n) {
			if times > 1 {
				t.Errorf("key %d came %d times", i, times)
			}
		}
		v.disk = mine
		if _, err := v.engine(slow("slow", 0), nil).RunUntilEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		v.checkOnce(n)
		v.checkStores(n)
	})
}

func allLive(r *running) bool {
	return !slices.ContainsFunc(r.Tasks(), func(s TaskStatus) bool { return s.State != Live })
}

// checkStores expects the stores to have seen each of n records once.
func (v *virtual) checkStores(n int) {
	v.t.Helper()
	if seen := v.disk.Sum(func(Task, string) bool { return true }); seen != int64(n) {
		v.t.Errorf("the stores have seen %d records, want %d", seen, n)
	}
}
