package testkafka

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
)

// TestWorker: the project's own image runs as a container beside the broker, reads its rule book,
// finds the broker by its name in the network, comes to the end of empty topics and says so.
func TestWorker(t *testing.T) {
	Rungs(t, func(t *testing.T, c Cluster) {
		if c.Inside == nil {
			t.Skip("workers run as containers on the rung container only")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*within)
		defer cancel()
		inputs(ctx, t, c)
		w := c.Worker(ctx, t, map[string]string{"/rules.yaml": "version: 1\ndefault: {maxGap: " +
			"1h}\n"},
			"run", "--brokers", strings.Join(c.Inside, ","), "--group", c.Group("worker"),
			"--rules", "/rules.yaml",
			"--state", "/state", "--listen", "0.0.0.0:8080", "--until-end", "--json")
		exit := w.Wait(ctx, t)
		if exit != 0 {
			t.Fatalf("exit code %d", exit)
		}
		var report struct{ Readings *int64 }
		for line := range strings.Lines(w.Output(t)) {
			if strings.Contains(line, `"readings"`) {
				if err := json.Unmarshal([]byte(line), &report); err != nil {
					t.Fatalf("%v in %q", err, line)
				}
			}
		}
		if report.Readings == nil || *report.Readings != 0 {
			t.Errorf("the report of a worker without readings is missing or wrong: %v",
				report.Readings)
		}
	})
}

// TestWorkerKilled: what was killed is gone with the signal's exit code, and its container can be
// started again.
func TestWorkerKilled(t *testing.T) {
	Rungs(t, func(t *testing.T, c Cluster) {
		if c.Inside == nil {
			t.Skip("workers run as containers on the rung container only")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*within)
		defer cancel()
		w := c.Worker(ctx, t, nil, "broker", "--listen", "127.0.0.1:9092")
		for range 2 {
			w.Kill(ctx, t)
			if exit := w.Wait(ctx, t); exit != 137 {
				t.Errorf("exit code %d after SIGKILL, want 137", exit)
			}
			if err := w.Start(ctx); err != nil {
				t.Fatalf("start again: %v", err)
			}
		}
	})
}

// inputs creates the input topics by their default names: the broker is this test binary's own.
func inputs(ctx context.Context, t *testing.T, c Cluster) {
	t.Helper()
	created, err := kadm.NewClient(c.Client(t)).CreateTopics(ctx, 2, 1, nil, "orders", "voyages",
		"container-metrics")
	if err == nil {
		err = created.Error()
	}
	if err != nil && !errors.Is(err, kerr.TopicAlreadyExists) { // as with -count=2
		t.Fatal(err)
	}
}
