package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// invoke runs the program and returns its exit code and what it wrote.
func invoke(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var o, e bytes.Buffer
	code = run(ctx, args, streams{&o, &e})
	return code, o.String(), e.String()
}

// broker starts an embedded broker for the test and returns its address.
func broker(t *testing.T) string {
	t.Helper()
	b, err := startBroker("127.0.0.1:0", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b.ListenAddrs()[0]
}

// file writes a file of the test and returns its path.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// consume reads n records of a topic.
func consume(t *testing.T, addr, topic string, n int) []*kgo.Record {
	t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(addr), kgo.ConsumeTopics(topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var out []*kgo.Record
	for len(out) < n {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			t.Fatalf("%d of %d records of %s: %v", len(out), n, topic, err)
		}
		out = append(out, fetches.Records()...)
	}
	return out
}

func TestHelpAndVersion(t *testing.T) {
	if code, out, _ := invoke(t, "--help"); code != 0 || !strings.Contains(out, "ingest") {
		t.Errorf("%d: %s", code, out)
	}
	if code, out, _ := invoke(t, "version"); code != 0 || !strings.HasPrefix(out, "coldchain ") ||
		!strings.Contains(out, "go1.") {
		t.Errorf("%d: %s", code, out)
	}
}

func TestWrongCommandLines(t *testing.T) {
	log := file(t, "log.jsonl", "")
	for _, args := range [][]string{
		{}, {"nonsense"}, {"get", "order"}, {"ingest"}, {"ingest", "no-such-file.csv"},
		{"ingest", log, "--partitions=-1"},
		{"ingest", log, "--records", "--topic", "orders"}, {"ingest", log, "--columns", "time"},
		{"simulate", "--speed", "0"},
		{"simulate", "--containers", "0"}, {"run"}, {"run", "--rules", log},
		{"run", "--brokers", "localhost:9092"},
		{"run", "--brokers", "localhost", "--rules", log},
		{"run", "--brokers", "localhost:9092", "--rules", "no-such-file.yaml"},
		{"run", "--config", "no-such-file.yaml"}, {"run", "--json"},
		{"config", "print", "--threads", "-1"},
	} {
		if code, _, errs := invoke(t, args...); code != 2 || !strings.Contains(errs, "--help") {
			t.Errorf("%v: exit code %d: %s", args, code, errs)
		}
	}
}

func TestNoBroker(t *testing.T) {
	code, _, errs := invoke(t, "ingest", "--brokers", "127.0.0.1:1",
		file(t, "a.csv", "2026-03-05T00:00:00Z,C,1,,,,,,,,,\n"))
	if code != 1 || !strings.Contains(errs, "is a broker running there?") {
		t.Errorf("%d: %s", code, errs)
	}
}
