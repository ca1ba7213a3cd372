package bed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"coldchain/bench/measure"
)

// Figures are what a process says of its reading of the topics.
type Figures struct {
	Readings            int64   `json:"readings"`
	Seconds             float64 `json:"seconds"` // first record to last commit
	ReadingsPerSecond   float64 `json:"readingsPerSecond"`
	CPUMicrosPerReading float64 `json:"cpuMicrosPerReading"` // of the process's whole life
	PeakRSS             int64   `json:"peakRSS"`             // bytes
	StateBytes          int64   `json:"stateBytes"`          // on disk
	Answers             string  `json:"answers,omitempty"`   // a digest of them
}

// Group is the consumer group of a worker of this bed.
func (b *Bed) Group(name string) string { return b.Prefix + name }

// Compliance is the topic of a group's projections.
func (b *Bed) Compliance(group string) string { return group + "-compliance" }

// Replay runs a worker of a group until the topics end. It goes on with the state that the group
// has in this bed; readings is how many it will read.
func (b *Bed) Replay(ctx context.Context, group string, readings int64) (Figures, error) {
	w, err := b.Start(ctx, group, "--until-end", "--json")
	if err != nil {
		return Figures{}, err
	}
	before, err := b.Committed(ctx, group)
	if err != nil {
		return Figures{}, err
	}
	for !w.Ended(200 * time.Millisecond) {
		if n, err := b.Committed(ctx, group); err == nil {
			b.Progress.Show("replay", min(n-before, readings), readings)
		}
	}
	return w.Figures(readings)
}

// Forget deletes the state of a group in this bed.
func (b *Bed) Forget(group string) error {
	if err := os.RemoveAll(filepath.Join(b.Dir, group)); err != nil {
		return fmt.Errorf("delete the state of group %s: %w", group, err)
	}
	return nil
}

// Start runs a worker of a group.
func (b *Bed) Start(ctx context.Context, group string, flags ...string) (*Worker, error) {
	topics := b.Topics()
	command := []string{"run"}
	if b.AtLeastOnce {
		command = []string{"bench", "at-least-once"}
	}
	args := slices.Concat(command, []string{
		"--brokers", strings.Join(b.Brokers, ","), "--group", group,
		"--rules", b.rules, "--state", filepath.Join(b.Dir, group), "--listen", b.Listen,
		"--threads", strconv.Itoa(b.Threads), "--log-level", "warn",
		"--topics-orders", topics.Orders, "--topics-voyages", topics.Voyages,
		"--topics-metrics", topics.Metrics, "--topics-compliance", b.Compliance(group)},
		b.Flags, flags)
	w := &Worker{cmd: exec.CommandContext(ctx, b.Program, args...), ended: make(chan struct{}),
		told: told{listening: make(chan struct{})}}
	w.cmd.Stdout, w.cmd.Stderr = &w.out, &w.told
	w.cmd.Cancel = func() error { return w.cmd.Process.Signal(syscall.SIGTERM) }
	w.cmd.WaitDelay = 15 * time.Second
	if err := w.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	go func() {
		defer close(w.ended)
		w.failed = w.cmd.Wait()
	}()
	return w, nil
}

// Worker is a worker that runs as a process of its own. It ends with the context that it was
// started with, or by itself, or by Stop.
type Worker struct {
	cmd    *exec.Cmd
	out    bytes.Buffer // read after the end
	told   told
	failed error // after the end
	ended  chan struct{}
}

// Ended waits for the end, but not longer than d.
func (w *Worker) Ended(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-w.ended:
		return true
	case <-timer.C:
		return false
	}
}

// wait returns how the worker ended.
func (w *Worker) wait() error {
	<-w.ended
	if w.failed != nil {
		return fmt.Errorf("the worker: %w\n%s", w.failed, w.told.text())
	}
	return nil
}

// Figures waits for the end of a worker that replays, and reads what it says.
func (w *Worker) Figures(readings int64) (f Figures, err error) {
	if err := w.wait(); err != nil {
		return f, err
	}
	return parseFigures(w.out.Bytes(), readings)
}

// parseFigures reads the last line of an output.
func parseFigures(out []byte, readings int64) (f Figures, err error) {
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if err := json.Unmarshal(lines[len(lines)-1], &f); err != nil {
		return f, fmt.Errorf("read the figures %q: %w", out, err)
	}
	if f.Readings != readings {
		return f, fmt.Errorf("%d readings were read, there are %d", f.Readings, readings)
	}
	return f, nil
}

// Stop ends the worker, and tells its processor time and most resident memory.
func (w *Worker) Stop() (cpu time.Duration, peakRSS int64, err error) {
	peakRSS = measure.PeakRSS(w.cmd.Process.Pid)
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil && !w.Ended(0) {
		return 0, 0, fmt.Errorf("stop the worker: %w", err)
	}
	if err := w.wait(); err != nil {
		return 0, 0, err
	}
	return w.cmd.ProcessState.SystemTime() + w.cmd.ProcessState.UserTime(), peakRSS, nil
}

// Addr waits until the worker listens.
func (w *Worker) Addr(ctx context.Context) (string, error) {
	select {
	case <-w.told.listening:
		return w.told.addr, nil
	case <-w.ended:
		return "", errors.Join(errors.New("the worker ended before it listened"), w.wait())
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

var answersAt = regexp.MustCompile(`Answers at http://(\S+),`)

// told is what a worker writes for people; it says where it listens.
type told struct {
	mu        sync.Mutex
	b         []byte
	addr      string // once listening is closed
	listening chan struct{}
}

// Write implements io.Writer.
func (t *told) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if t.addr == "" {
		if m := answersAt.FindSubmatch(t.b); m != nil {
			t.addr = string(m[1])
			close(t.listening)
		}
	}
	if len(t.b) > 128<<10 {
		t.b = append(t.b[:0], t.b[64<<10:]...)
	}
	return len(p), nil
}

func (t *told) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.b)
}
