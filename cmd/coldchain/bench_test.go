package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"coldchain/bench/replay"
)

// TestBenchReplay runs a small benchmark whole, by the program itself: it starts itself as the
// worker.
func TestBenchReplay(t *testing.T) {
	program := filepath.Join(t.TempDir(), "coldchain")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program,
		".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), program, "bench", "replay", "--readings", "3000",
		"--containers", "30", "--partitions", "2", "--rounds", "2", "--json")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var r replay.Result
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	m := r.Median
	if len(r.Rounds) != 2 || r.Bytes != 400 || m.Worker.Readings != 3000 ||
		m.Bare.Readings != 3000 || m.Worker.ReadingsPerSecond <= 0 ||
		m.Worker.CPUMicrosPerReading <= 0 || m.Worker.PeakRSS <= 0 || m.Worker.StateBytes <= 0 {
		t.Errorf("%+v", r)
	}
}
