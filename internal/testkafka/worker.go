package testkafka

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/network"
)

const (
	defaultImage = "local/coldchain:dev"
	httpPort     = 8080
)

// Worker is a container of the project's own image in the broker's network.
type Worker struct {
	testcontainers.Container
	// Addr is where this process reaches port 8080 of the container; it stays the same over a
	// restart.
	Addr string
}

// Worker starts the image with args, which begin with the command ("run", …) and use c.Inside as
// brokers. files are put into the container before it starts, by their absolute path. The container
// goes with the test; its last lines are logged if that failed. Only the rung container has it.
func (c Cluster) Worker(ctx context.Context, t *testing.T, files map[string]string,
	args ...string) *Worker {
	t.Helper()
	if c.beside == nil {
		t.Fatalf("a worker in a container was asked for on rung %s; only the rung container has "+
			"one", c.Name)
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	image := os.Getenv(imageVariable)
	if image == "" {
		image = defaultImage
	}
	opts := []testcontainers.ContainerCustomizer{
		network.WithNetwork(nil, c.beside.network),
		testcontainers.WithLabels(c.beside.labels),
		publish(httpPort, port),
		testcontainers.WithCmd(args...),
	}
	for path, text := range files {
		opts = append(opts, testcontainers.WithFiles(testcontainers.ContainerFile{
			Reader: strings.NewReader(text), ContainerFilePath: path, FileMode: 0o644,
		}))
	}
	started, err := testcontainers.Run(ctx, image, opts...)
	w := &Worker{Container: started, Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
	testcontainers.CleanupContainer(t, started, testcontainers.StopTimeout(0))
	if err != nil {
		t.Fatalf("start a worker of image %s: %v\n%s names another image; deploy/docker/build.sh "+
			"builds it", image, err, imageVariable)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s printed:\n%s", strings.Join(args, " "), w.Output(t))
		}
	})
	return w
}

// Output returns what the worker has printed so far, standard output and error as they came.
func (w *Worker) Output(t *testing.T) string {
	t.Helper()
	// Not the test's context: a cleanup, which comes after its end, asks too.
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	r, err := w.Logs(ctx)
	if err != nil {
		t.Fatalf("read the worker's output: %v", err)
	}
	defer func() { _ = r.Close() }() // everything has been read
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read the worker's output: %v", err)
	}
	return string(out)
}

// Wait waits for the worker's end and returns its exit code.
func (w *Worker) Wait(ctx context.Context, t *testing.T) int {
	t.Helper()
	var exit int
	w.engine(ctx, t, "wait for", func(engine *testcontainers.DockerClient) error {
		waited := engine.ContainerWait(ctx, w.GetContainerID(), client.ContainerWaitOptions{})
		select {
		case end := <-waited.Result:
			exit = int(end.StatusCode)
			if end.Error != nil {
				return fmt.Errorf("%s", end.Error.Message)
			}
			return nil
		case err := <-waited.Error:
			return err
		}
	})
	return exit
}

// Kill ends the worker as a crash would (SIGKILL); Start, of testcontainers, starts it again with
// its state.
func (w *Worker) Kill(ctx context.Context, t *testing.T) {
	t.Helper()
	w.engine(ctx, t, "kill", func(engine *testcontainers.DockerClient) error {
		_, err := engine.ContainerKill(ctx, w.GetContainerID(),
			client.ContainerKillOptions{Signal: "KILL"})
		return err
	})
}

// engine does with the Docker engine what testcontainers has no method for.
func (w *Worker) engine(ctx context.Context, t *testing.T, what string,
	do func(*testcontainers.DockerClient) error) {
	t.Helper()
	engine, err := testcontainers.NewDockerClientWithOpts(ctx)
	if err == nil {
		err = do(engine)
		_ = engine.Close() // its answer is there
	}
	if err != nil {
		t.Fatalf("%s the worker's container: %v", what, err)
	}
}
