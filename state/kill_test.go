package state

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

func startChild(t *testing.T, role string) (*exec.Cmd, *bufio.Scanner, *bytes.Buffer) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+role)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	return cmd, bufio.NewScanner(out), &stderr
}

// A writer is killed again and again at moments of no choosing: each time the store is as of a
// flush, data and offset together, and not before the last that has returned.
func TestKilledWriter(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	dir := t.TempDir()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	var resumed int64
	for range 8 {
		cmd, lines, stderr := startChild(t, "write:"+dir)
		patience := time.Duration(rng.IntN(300)) * time.Millisecond
		var said []int64 // offsets of the flushes that have returned
		var kill *time.Timer
		for lines.Scan() {
			offset, err := strconv.ParseInt(lines.Text(), 10, 64)
			check(t, err)
			said = append(said, offset)
			if kill == nil && len(said) == 5 {
				kill = time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
			}
		}
		err := cmd.Wait()
		if kill == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("the child ended by itself: %v\n%s", err, stderr)
		}
		kill.Stop()

		p := openPool(t, Options{Dir: dir, FS: vfs.Default})
		s := openStore(t, p, "task-0")
		offset, err := checkTally(s)
		check(t, err)
		if durable := said[len(said)-1]; offset < durable {
			t.Errorf("store at %d, but %d was durable", offset, durable)
		}
		t.Logf("killed after %v at %d: store at %d, resumed from %d", patience, said[len(said)-1],
			offset, resumed)
		resumed = offset
		check(t, s.Close())
		check(t, p.Close())
	}
}

func TestManifestLostEndsTheProcessClearly(t *testing.T) {
	dir := t.TempDir()
	cmd, lines, stderr := startChild(t, "manifest:"+dir)
	for lines.Scan() {
		t.Log(lines.Text())
	}
	err := cmd.Wait()
	if err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("ended with %v, want exit code 1\n%s", err, stderr)
	}
	for _, want := range []string{"can't go on", "check the disk", "task=task-0", "MANIFEST"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("%q is not in\n%s", want, stderr)
		}
	}
	s := newStore(t, Options{Dir: dir, FS: vfs.Default})
	if got := get(t, s, "a"); got != 0 {
		t.Errorf("a = %d", got)
	}
}

func TestLockSaysWhoHoldsIt(t *testing.T) {
	dir := t.TempDir()
	cmd, lines, stderr := startChild(t, "hold:"+dir)
	if !lines.Scan() {
		t.Fatalf("child: %v\n%s", cmd.Wait(), stderr)
	}
	_, err := OpenPool(Options{Dir: dir})
	check(t, cmd.Process.Kill())
	_ = cmd.Wait()
	if err == nil || !strings.Contains(err.Error(),
		"in use by process "+strconv.Itoa(cmd.Process.Pid)+" on ") {
		t.Errorf("error %v", err)
	}
	p := openPool(t, Options{Dir: dir, FS: vfs.Default}) // a dead holder holds nothing
	_, err = OpenPool(Options{Dir: dir, FS: vfs.Default})
	if err == nil || !strings.Contains(err.Error(),
		"in use by process "+strconv.Itoa(os.Getpid())) {
		t.Errorf("error %v", err)
	}
	check(t, p.Close())
}
