package testkafka

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestAfterExit: the script runs when the process that asked for it is killed, which leaves that no
// time to do anything.
func TestAfterExit(t *testing.T) {
	const variable = "TESTKAFKA_AFTER_EXIT"
	if pipe := os.Getenv(variable); pipe != "" { // this is the process that is killed
		if err := afterExit(`echo "$2" >"$1"`, pipe, "cleaned up"); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stdout.WriteString("asked\n"); err != nil {
			t.Fatal(err)
		}
		_, err := io.Copy(io.Discard, os.Stdin) // until the kill
		t.Fatalf("not killed: %v", err)
	}

	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	// For writing too: so the opening does not wait for a writer, and a read can have a deadline.
	said, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	if err := said.SetReadDeadline(time.Now().Add(within)); err != nil {
		t.Fatal(err)
	}

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestAfterExit$")
	cmd.Env = append(os.Environ(), variable+"="+pipe)
	if _, err := cmd.StdinPipe(); err != nil { // open until Wait
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if first != "asked\n" {
		t.Fatalf("the process printed %q: %v", first, err)
	}
	_ = cmd.Wait() // killed, as it says
	if line, err := bufio.NewReader(said).ReadString('\n'); line != "cleaned up\n" {
		t.Errorf("the script said %q: %v", line, err)
	}
}

// TestFreePort: both ports can be listened on, and lie where no outgoing connection takes one.
func TestFreePort(t *testing.T) {
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	if port < 20000 || port+1 >= 32768 || !free(port) || !free(port+1) {
		t.Errorf("port %d", port)
	}
}
