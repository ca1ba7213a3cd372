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

// dripStage keeps what it reads and sends all of it when progress is due, a few records a cycle.
type dripStage struct {
	store  *MemStore
	calls  *[]Cycle
	unsent []string
	going  bool
}

const dripRecords = 7 // records that go out in one cycle

func drip(name string, calls *[]Cycle) Topology {
	t := Ticker(name)
	t.Stages[0].New = func(tc TaskContext) (Processor, error) {
		return &dripStage{store: tc.Store.(*MemStore), calls: calls}, nil
	}
	return t
}

func (s *dripStage) Process(_ int, r *kgo.Record, _ *Output) error {
	s.store.Add(string(r.Key), 1)
	s.unsent = append(s.unsent, string(r.Key))
	return nil
}

func (s *dripStage) EndCycle(c Cycle, out *Output) (more bool, err error) {
	*s.calls = append(*s.calls, c)
	if c.Restoring {
		return len(*s.calls) < 3, nil
	}
	if s.going = s.going || c.Exhausted || c.Interval; !s.going {
		return false, nil
	}
	n := min(dripRecords, len(s.unsent))
	for _, key := range s.unsent[:n] {
		out.Emit("ticks", []byte(key), []byte("v"))
		s.store.Add(key, -1)
	}
	s.unsent = s.unsent[n:]
	s.going = len(s.unsent) > 0
	return s.going, nil
}

func (s *dripStage) Reset() error {
	s.unsent, s.going = nil, false
	for _, key := range s.store.Keys("") {
		if s.store.Get(key) > 0 {
			s.unsent = append(s.unsent, key)
		}
	}
	slices.Sort(s.unsent)
	return nil
}

func (s *dripStage) Close() error { return nil }

// TestEndWaitsForMore: a run to the end ends when nothing of what was due is left.
func TestEndWaitsForMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(t, "drip", 1)
		v.fill(0, 100)
		var calls []Cycle
		e := v.engine(drip("drip", &calls), nil)
		if _, err := e.RunUntilEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		v.checkOnce(100)
		ends := 0
		for _, c := range calls {
			if c.Exhausted {
				ends++
			}
		}
		if want := (100 + dripRecords - 1) / dripRecords; ends != want {
			t.Errorf("the end was told %d times, want %d", ends, want)
		}
	})
}

// TestMoreIsDoneAtOnce: what the interval leaves is done without a wait for records, those that
// come meanwhile are read, and an aborted cycle loses nothing.
func TestMoreIsDoneAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(t, "drip", 1)
		commits := 0
		v.fake.ControlKey(int16(kmsg.TxnOffsetCommit), func(req kmsg.Request) (
			kmsg.Response, error, bool) {
			v.fake.KeepControl()
			if commits++; commits == 4 || commits == 9 {
				return refuseCommit(req.(*kmsg.TxnOffsetCommitRequest)), nil, true
			}
			if commits == 6 {
				go v.fill(100, 50)
			}
			return nil, nil, false
		})
		var calls []Cycle
		e := v.engine(drip("drip", &calls), func(o *Options) { o.IdleAfter = time.Hour })
		v.fill(0, 100)
		// the second fill may come when all is done: then its interval is the next one
		ctx, cancel := context.WithTimeout(t.Context(), 20500*time.Millisecond)
		defer cancel()
		if err := e.Run(ctx); err != nil {
			t.Fatal(err)
		}
		if n := e.Counted("pipeline_cycles_total", "aborted"); n != 2 {
			t.Errorf("%v cycles were aborted, want 2", n)
		}
		v.checkOnce(150)
		intervals := 0
		for _, c := range calls {
			if c.Interval {
				intervals++
			}
		}
		if want := (150 + dripRecords - 1) / dripRecords; intervals < want {
			t.Errorf("the interval was told %d times, want %d and those of aborted cycles",
				intervals, want)
		}
	})
}

// TestRestoreRepeats: a cycle of a restore is repeated too.
func TestRestoreRepeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(t, "drip", 1)
		v.fill(0, 10)
		var calls []Cycle
		if _, err := v.engine(drip("drip", &calls), nil).RunUntilEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		v.disk = NewDisk()
		calls = nil
		if _, err := v.engine(drip("drip", &calls), nil).RunUntilEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(calls) < 4 || !calls[2].Restoring || calls[3].Restoring {
			t.Errorf("%d calls: %+v", len(calls), calls)
		}
	})
}
