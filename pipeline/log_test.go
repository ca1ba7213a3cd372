package pipeline_test

import (
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/twmb/franz-go/pkg/kmsg"

	. "coldchain/pipeline"
)

// logLines keeps what an engine logs.
type logLines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logLines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// find returns the lines that hold all of the words.
func (l *logLines) find(words ...string) (found []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
lines:
	for line := range strings.Lines(l.text.String()) {
		for _, w := range words {
			if !strings.Contains(line, w) {
				continue lines
			}
		}
		found = append(found, line)
	}
	return found
}

func (l *logLines) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// TestAbortIsTold: an aborted cycle says why, as a matter of routine when the group is
// rebalanced, as a warning when it goes on and on.
func TestAbortIsTold(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	if w.fake == nil {
		t.Skip("the faults are injected into the broker in this process")
	}
	w.createTopic(w.name+"-transfers", 3)
	w.fill(rng, 0, 100, nil)
	var refused atomic.Int32
	w.fake.Control(func(req kmsg.Request) (kmsg.Response, error, bool) {
		w.fake.KeepControl()
		if commit, ok := req.(*kmsg.TxnOffsetCommitRequest); ok &&
			refused.Add(1) <= 2*RoutineAborts {
			return refuseCommit(commit), nil, true
		}
		return nil, nil, false
	})
	var log logLines
	e := w.engine(func(o *Options) { o.Logger = log.logger() })
	if _, err := e.RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	if lines := log.find("cycle aborted"); len(lines) < 2*RoutineAborts {
		t.Errorf("%d aborts are told", len(lines))
	}
	if lines := log.find("cycle aborted", "why=<nil>"); len(lines) > 0 {
		t.Errorf("no reason: %s", lines[0])
	}
	if lines := log.find("level=INFO", "cycle aborted", "in_a_row=1",
		"the group was rebalanced during the cycle"); len(lines) == 0 {
		t.Error("the first abort is not told as routine, with its reason")
	}
	if lines := log.find("level=INFO", "cycle aborted", "in_a_row=15"); len(lines) > 0 {
		t.Errorf("what goes on is still told as routine: %s", lines[0])
	}
	if lines := log.find("level=WARN", "cycle aborted", "in_a_row=15"); len(lines) == 0 {
		t.Error("what goes on is no warning")
	}
}

// TestDrainIsTold: a stop tells each task that it gives up, and its end.
func TestDrainIsTold(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	var log logLines
	e := w.start(w.engine(func(o *Options) { o.Logger = log.logger() }))
	eventually(t, "all tasks are live", func() bool { return caughtUp(bankTasks, e) })
	if err := e.stop(); err != nil {
		t.Fatal(err)
	}
	if n := len(log.find("task is given up", "written=true")); n != bankTasks {
		t.Errorf("%d tasks are told to be given up", n)
	}
	if len(log.find("msg=draining")) != 1 || len(log.find("level=INFO", "msg=drained")) != 1 {
		t.Errorf("the drain has no beginning or no end: %v", log.find("drain"))
	}

	var cut logLines
	e = w.start(w.engine(func(o *Options) { o.Logger = cut.logger() }))
	eventually(t, "all tasks are live again", func() bool { return caughtUp(bankTasks, e) })
	e.crash()
	if len(cut.find("level=WARN", "the drain was cut off")) != 1 ||
		len(cut.find("written=false")) != bankTasks {
		t.Errorf("a drain that was cut off: %v", cut.find("drain"))
	}
}
