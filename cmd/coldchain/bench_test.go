package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"coldchain/bench/burst"
	"coldchain/bench/latency"
	"coldchain/bench/move"
	"coldchain/bench/queries"
	"coldchain/bench/replay"
)

// benchProgram is the program, which starts itself as the worker.
func benchProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "coldchain")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program,
		".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// bench runs a small benchmark whole, and reads its result.
func bench(t *testing.T, program string, result any, args ...string) {
	t.Helper()
	args = append([]string{"bench"}, append(args, "--partitions", "2", "--json")...)
	cmd := exec.CommandContext(t.Context(), program, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, errs.Bytes())
	}
	if err := json.Unmarshal(out, result); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func TestBench(t *testing.T) {
	program := benchProgram(t)
	for name, test := range map[string]func(*testing.T, string){
		"replay": testBenchReplay, "curve": testBenchCurve, "latency": testBenchLatency,
		"burst": testBenchBurst, "move": testBenchMove, "queries": testBenchQueries,
	} {
		t.Run(name, func(t *testing.T) { t.Parallel(); test(t, program) })
	}
}

func testBenchReplay(t *testing.T, program string) {
	var r replay.Result
	bench(t, program, &r, "replay", "--readings", "3000", "--containers", "30", "--rounds", "2",
		"--also", "one-thread,at-least-once")
	m := r.Worker
	if len(m.Rounds) != 2 || r.Bytes != 400 || r.Events != 92 || m.Rounds[0].Readings != 3000 ||
		m.ReadingsPerSecond.Least <= 0 || m.CPUMicrosPerReading.Least <= 0 ||
		m.PeakRSS.Least <= 0 || m.StateBytes.Least <= 0 {
		t.Errorf("%+v", r)
	}
	if len(r.Also) != 2 || r.Also[0].Name != "worker, one thread" ||
		r.Also[1].Name != "worker, at least once" {
		t.Fatalf("other workers: %+v", r.Also)
	}
	for _, w := range r.Also {
		if len(w.Rounds) != 2 || w.Rounds[0].Readings != 3000 || w.Ratio.Least <= 0 ||
			!strings.HasPrefix(m.Rounds[1].Answers, "30 orders, ") ||
			w.Rounds[0].Answers != m.Rounds[1].Answers {
			t.Errorf("%+v, exactly once: %q", w, m.Rounds[1].Answers)
		}
	}
	if len(r.Floors) != 3 {
		t.Fatalf("floors: %+v", r.Floors)
	}
	for _, f := range r.Floors {
		if len(f.Rounds) != 2 || f.Rounds[1].Readings != 3000 || f.ReadingsPerSecond.Least <= 0 ||
			f.CPUMicrosPerReading.Least <= 0 || f.PeakRSS.Least <= 0 {
			t.Errorf("floor %+v", f)
		}
	}
}

func testBenchCurve(t *testing.T, program string) {
	var c replay.Curve
	bench(t, program, &c, "curve", "--sizes", "10:1000,40:2000", "--rounds", "1",
		"--worker=--hold=5s")
	if len(c.Sizes) != 2 || c.Sizes[1].Containers != 40 || c.Sizes[1].Readings != 2000 ||
		c.Sizes[1].Worker.RecordsPerSecond.Least <= 0 || len(c.Sizes[1].Floors) != 1 {
		t.Errorf("%+v", c)
	}
}

func testBenchLatency(t *testing.T, program string) {
	var r latency.Result
	bench(t, program, &r, "latency", "--rate", "300", "--material", "60", "--for", "1s",
		"--warm-up", "500ms", "--containers", "50")
	if r.Readings != 300 || r.Bare.Count != 300 || r.Sent.Count != 300 || r.Begins.Count < 10 ||
		r.Ends.Count < 5 || r.All.Count != r.Begins.Count+r.Ends.Count || r.All.P50 <= 0 ||
		r.Bare.P50 >= r.All.P50 || r.CPUMicros <= 0 {
		t.Errorf("%+v", r)
	}
}

func testBenchBurst(t *testing.T, program string) {
	var r burst.Result
	bench(t, program, &r, "burst", "--readings", "1000", "--containers", "10", "--rounds", "1")
	if len(r.Rounds) != 1 || r.Rounds[0].Burst.Readings != 1000 ||
		r.Rounds[0].Bare.Readings != 2000 ||
		!strings.HasPrefix(r.Rounds[0].Burst.Answers, "10 orders") ||
		r.Ratio.Median <= 0 || r.LateHours != 600 {
		t.Errorf("%+v", r)
	}
}

func testBenchMove(t *testing.T, program string) {
	var r move.Result
	bench(t, program, &r, "move", "--containers", "5", "--each", "10", "--rounds", "2")
	if len(r.Rounds) != 2 || r.Last.Least < r.First.Least || r.First.Least <= 0 ||
		r.One.Least <= 0 {
		t.Errorf("%+v", r)
	}
}

func testBenchQueries(t *testing.T, program string) {
	var r queries.Result
	bench(t, program, &r, "queries", "--readings", "30000", "--containers", "50",
		"--rounds", "1", "--rate", "500")
	if len(r.Rounds) != 1 || r.Alone.Least <= 0 || r.Queried.Least <= 0 ||
		r.Orders.Count != r.Asked["200"] {
		t.Errorf("%+v", r)
	}
}
