package state

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

func TestOpenWaitsForTheOtherOwner(t *testing.T) {
	p := openPool(t, Options{})
	s := openStore(t, p, "task-0")
	other := openStore(t, p, "task-1") // another task does not wait
	put(s, "a", 1)
	s.Commit(at(1))

	ctx, cancel := context.WithCancelCause(t.Context())
	gaveUp := errors.New("gave up")
	cancel(gaveUp)
	if _, err := p.Open(ctx, "task-0", "lineage"); !errors.Is(err, gaveUp) {
		t.Errorf("error %v", err)
	}
	got := make(chan *Store)
	go func() {
		next, err := p.Open(t.Context(), "task-0", "lineage")
		if err != nil {
			t.Error(err)
		}
		got <- next
	}()
	if err := p.Close(); err == nil || !strings.Contains(err.Error(), `["task-0" "task-1"]`) {
		t.Errorf("Close with open stores says %v", err)
	}
	check(t, s.Close())
	s = <-got
	if n := get(t, s, "a"); n != 1 {
		t.Errorf("a = %d", n)
	}
	check(t, s.Close())
	check(t, other.Close())
	check(t, p.Close())
	if _, err := p.Open(t.Context(), "task-0", "lineage"); !errors.Is(err,
		ErrClosed) {
		t.Errorf("error %v", err)
	}
}

// Under virtual time the waiting goroutine is known to wait before the store is closed.
func TestOpenIsWokenByClose(t *testing.T) {
	p := &Pool{open: map[string]chan struct{}{}}
	synctest.Test(t, func(t *testing.T) {
		check(t, p.take(t.Context(), "task"))
		taken := make(chan time.Duration)
		start := time.Now()
		go func() {
			if err := p.take(t.Context(), "task"); err != nil {
				t.Error(err)
			}
			taken <- time.Since(start)
		}()
		time.Sleep(time.Hour)
		p.release("task")
		if waited := <-taken; waited != time.Hour {
			t.Errorf("waited %v", waited)
		}
		p.release("task")
	})
}

func TestOtherLineageBeginsAnew(t *testing.T) {
	var log bytes.Buffer
	p := openPool(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	s := openStore(t, p, "task-0")
	put(s, "a", 1)
	s.Commit(at(1))
	check(t, s.Close())
	s, err := p.Open(t.Context(), "task-0", "other")
	check(t, err)
	if got, offsets := get(t, s, "a"), s.Offsets(); got != 0 || len(offsets) != 0 {
		t.Errorf("a = %d, offsets %v", got, offsets)
	}
	for _, want := range []string{"was=lineage", "is=other", "begun anew", "task=task-0"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q is not in the log:\n%s", want, &log)
		}
	}
	check(t, s.Close())
	if left, err := p.fs.List("/state/aside"); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	s, err = p.Open(t.Context(), "task-0", "other")
	check(t, err)
	check(t, s.Close())
	check(t, p.Close())
}

func TestForeignDatabasesAreRefused(t *testing.T) {
	for _, c := range []struct{ key, value, want string }{
		{string(formatKey), "\x02", "format 2, this program knows up to 1"},
		{string(formatKey), "\x01\x01", "damaged"},
		{string(formatKey), "\x00", "damaged"},
		{"\x01data", "x", "not a store"},
		{"", "", "not a store"},
		{"\x00o\x00\x00\x00", "12345678", "not a store"},
	} {
		fs := vfs.NewMem()
		check(t, fs.MkdirAll("/state/tasks/task-0", 0o755))
		db, err := pebble.Open("/state/tasks/task-0", &pebble.Options{FS: fs,
			Logger: newListener(slog.New(slog.DiscardHandler))})
		check(t, err)
		if c.key != "" {
			check(t, db.Set([]byte(c.key), []byte(c.value), pebble.Sync))
		}
		check(t, db.Close())
		p := openPool(t, Options{FS: fs})
		_, err = p.Open(t.Context(), "task-0", "lineage")
		if err == nil || !strings.Contains(err.Error(), c.want) ||
			!strings.Contains(err.Error(), "/state/tasks/task-0") {
			t.Errorf("%q: error %v", c.key, err)
		}
		check(t, p.Close()) // the task is free again
	}
}

func TestClosedStore(t *testing.T) {
	p := openPool(t, Options{})
	s := openStore(t, p, "task-0")
	put(s, "a", 1)
	s.Commit(nil)
	inside, leave := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- s.ViewScan(nil, nil, func(_, _ []byte) error {
			close(inside)
			<-leave
			_, _, err := s.View([]byte("not in memory"))
			return err
		})
	}()
	<-inside
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	for s.enter() == nil { // until Close has begun
		s.readers.Done()
	}
	close(leave)
	if err := <-done; !errors.Is(err, ErrClosed) {
		t.Errorf("a View during Close says %v", err)
	}
	check(t, <-closed)
	_, _, verr := s.View([]byte("a"))
	_, _, gerr := s.Get([]byte("a"))
	fn := func(_, _ []byte) error { return nil }
	for i, err := range []error{verr, gerr, s.Scan(nil, nil, fn), s.ViewScan(nil, nil, fn),
		s.Flush(), s.Close(), s.Abandon(), s.Checkpoint("x")} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if s.Size() != 0 {
		t.Error("a closed store has a size")
	}
	check(t, p.Close())
	if err := p.Close(); !errors.Is(err, ErrClosed) {
		t.Errorf("second Close says %v", err)
	}
}

func TestDirName(t *testing.T) {
	for task, want := range map[string]string{
		"containers-3": "containers-3", "a.b": "a.b", "..": "%2E.", "a/b": "a%2Fb",
		"a%2Fb": "a%252Fb", "é": "%C3%A9",
	} {
		if got := dirName(task); got != want {
			t.Errorf("dirName(%q) = %s, want %s", task, got, want)
		}
	}
}

func TestOptionsListEveryProblem(t *testing.T) {
	_, err := OpenPool(Options{CacheBytes: -1, DirtyAge: -1, FS: vfs.NewMem()})
	for _, want := range []string{"no state directory", "CacheBytes", "DirtyAge"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}
