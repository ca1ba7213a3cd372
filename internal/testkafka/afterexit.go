package testkafka

import (
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
)

// held are the ends of the pipes that tell the shells of afterExit that this process lives.
var (
	heldMu sync.Mutex
	held   []*os.File
)

// afterExit runs a shell script with args as $1, $2, … once this process has ended. A shared broker
// has no test whose cleanup could end it; and a test binary that panics, runs into its timeout or
// is killed has no cleanup at all. So a shell waits for the end of a pipe whose other end only this
// process has, and the kernel closes it whatever happens.
func afterExit(script string, args ...string) error {
	r, w, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("pipe to the shell that cleans up: %w", err)
	}
	cmd := exec.Command("sh", append([]string{"-c", "cat >/dev/null; " + script, "sh"}, args...)...)
	cmd.Stdin = r
	// an interrupt from the terminal is for the test alone
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	err = cmd.Start()
	_ = r.Close() // the shell has its own
	if err != nil {
		_ = w.Close() // nobody reads it
		return fmt.Errorf("start the shell that cleans up: %w", err)
	}
	heldMu.Lock()
	defer heldMu.Unlock()
	held = append(held, w)
	return nil
}
