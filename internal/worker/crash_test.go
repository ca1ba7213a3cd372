package worker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"

	"coldchain/internal/generate"
	"coldchain/internal/testkafka"
)

// binary builds the program, once for all tests.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "coldchain-test-*")
	if err != nil {
		return "", err
	}
	binaryDir = dir
	path := filepath.Join(dir, "coldchain")
	out, err := exec.Command("go", "build", "-o", path, "coldchain/cmd/coldchain").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return path, nil
})

var binaryDir string

// exit ends the tests: no test's own cleanup may remove what others still run.
func exit(code int) {
	if binaryDir != "" {
		_ = os.RemoveAll(binaryDir) // in the system's folder for such things
	}
	os.Exit(code)
}

// process is a worker as a process of its own.
type process struct {
	*exec.Cmd
	out bytes.Buffer
}

// process starts the program as a worker of the bed's group.
func (b *bed) process(ctx context.Context, dir string, args ...string) *process {
	b.t.Helper()
	path, err := binary()
	if err != nil {
		b.t.Fatal(err)
	}
	rules := filepath.Join(b.t.TempDir(), "rules.yaml")
	if err := os.WriteFile(rules, b.rules, 0o600); err != nil {
		b.t.Fatal(err)
	}
	flags := b.flags(dir, 2)
	flags["rules"] = rules
	args = append([]string{"run"}, args...)
	for name, value := range flags {
		args = append(args, "--"+flagName(name)+"="+value)
	}
	p := &process{Cmd: exec.CommandContext(ctx, path, args...)}
	p.Stdout, p.Stderr = &p.out, &p.out
	// The variables that choose what the tests run against are none of the program's.
	p.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "COLDCHAIN_")
	})
	if err := p.Start(); err != nil {
		b.t.Fatal(err)
	}
	return p
}

// flagName is the flag of a key of the configuration.
func flagName(key string) string {
	key = strings.ReplaceAll(key, ".", "-")
	key = strings.ReplaceAll(key, "sessionTimeout", "session-timeout")
	return strings.ReplaceAll(key, "progressInterval", "progress-interval")
}

// TestKilled: workers that are killed at any moment, while records come in, and start again on what
// they left behind, answer as if nothing had been.
func TestKilled(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		for processes := 1; processes <= 2; processes++ {
			t.Run(fmt.Sprintf("processes=%d", processes), func(t *testing.T) {
				seed := rand.Uint64()
				t.Logf("seed %d", seed)
				killed(t, c, processes, seed)
			})
		}
	})
}

func killed(t *testing.T, c testkafka.Cluster, processes int, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 2))
	rules, records := generate.Orders(seed%1000, 60)
	b := &bed{t: t, c: c, prefix: fmt.Sprint("kill", processes), rules: rules, records: records}
	want := b.want()
	b.create()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	dirs, running := make([]string, processes), make([]*process, processes)
	for i := range dirs {
		dirs[i] = t.TempDir()
		running[i] = b.process(ctx, dirs[i])
	}
	produced := make(chan error, 1)
	shuffled := b.shuffled(seed, records)
	go func() { produced <- b.produce(ctx, shuffled, 120, 40*time.Millisecond) }()
	for range 5 {
		time.Sleep(time.Duration(200+rng.IntN(2000)) * time.Millisecond)
		victim := rng.IntN(processes)
		kill(t, running[victim])
		running[victim] = b.process(ctx, dirs[victim])
	}
	if err := <-produced; err != nil {
		t.Fatal(err)
	}
	for _, p := range running {
		kill(t, p)
	}
	if n := b.progress(); n == 0 {
		t.Error("no worker had committed anything when it was killed: the test shows nothing")
	}
	for i := range running {
		running[i] = b.process(ctx, dirs[i], "--until-end")
	}
	for _, p := range running {
		if err := p.Wait(); err != nil {
			t.Fatalf("run to the end: %v\n%s", err, p.out.String())
		}
	}
	b.check(want)
}

// kill ends a worker as a crash would. That it ended by itself before is a fault.
func kill(t *testing.T, p *process) {
	t.Helper()
	if err := p.Process.Kill(); err != nil {
		t.Fatalf("kill: %v\n%s", err, p.out.String())
	}
	if err := p.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the worker ended by itself: %v\n%s", err, p.out.String())
	}
}

// progress is how many records of the inputs the group has committed.
func (b *bed) progress() (n int64) {
	b.t.Helper()
	offsets, err := kadm.NewClient(b.c.Client(b.t)).FetchOffsets(b.t.Context(), b.group())
	if err != nil && !errors.Is(err, kerr.GroupIDNotFound) { // nobody joined yet
		b.t.Fatal(err)
	}
	offsets.Each(func(o kadm.OffsetResponse) { n += max(0, o.At) })
	return n
}
