package suite

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"coldchain/bench/bed"
	"coldchain/bench/burst"
	"coldchain/bench/latency"
	"coldchain/bench/measure"
	"coldchain/bench/move"
	"coldchain/bench/queries"
	"coldchain/bench/replay"
)

// sample is a result with something of everything.
func sample() *Result {
	one := measure.SpreadOf
	l := measure.Latencies{Count: 3, P50: 2, P99: 9, Max: 12,
		Curve: []measure.Point{{Percentile: 0, Ms: 1}, {Percentile: 50, Ms: 2}}}
	row := func(name string) replay.Row {
		return replay.Row{Name: name, Rounds: make([]bed.Figures, 2),
			ReadingsPerSecond: one(900_000, 1_000_000), RecordsPerSecond: one(950_000, 1_050_000),
			CPUMicrosPerReading: one(1.5), PeakRSS: one(300 << 20), StateBytes: one(1e6),
			StatePerReading: one(7)}
	}
	history := &replay.Result{Readings: 4_000_000, Events: 30_400, Bytes: 400, Containers: 10_000,
		Partitions: 4, Floors: []replay.Row{row(replay.Bare.Words())}, Worker: row("worker")}
	return &Result{
		Date: "2026-01-02", Command: "coldchain bench suite", Broker: "Kafka", Scale: 1, Seconds: 9,
		Machine: measure.Machine{Cores: 2, System: "linux", Go: "go1.26",
			Commit: "0123456789abcdef"},
		Replay: history, Curve: &replay.Curve{Sizes: []*replay.Result{history}},
		Latency: &latency.Result{Rate: 5_000, Bare: l, Begins: l, Ends: l, All: l},
		Burst:   &burst.Result{Readings: 1_200_000, LateHours: 600, Rounds: make([]burst.Round, 1)},
		Move:    &move.Result{Containers: 2_000, Rounds: make([]move.Round, 1), Last: one(300)},
		Queries: &queries.Result{Rate: 5_000, Asked: map[string]int64{"200": 3}, Orders: l},
		Missing: []Missing{{"curve-1000000", "it was not done when 1h0m0s were over"}},
	}
}

func TestWrite(t *testing.T) {
	folder := t.TempDir()
	r := sample()
	files, err := r.Write(folder)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# Benchmark suite, 2026-01-02", "\nCommit 0123456789ab.\n",
		"## Replay", "## Fleets of several sizes", "## Latency", "## Late burst",
		"## A voyage that moves", "## Queries during a replay", "## Missing",
		"950,000 (900,000 to 1,000,000)", "25 days late"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	shown := regexp.MustCompile(`!\[[^]]+\]\(([^)]+)\)`).FindAllSubmatch(page, -1)
	if len(shown) != 7 || len(files) != 2+len(shown) {
		t.Errorf("%d plots are shown; files: %q", len(shown), files)
	}
	for _, m := range shown {
		if _, err := os.Stat(filepath.Join(folder, string(m[1]))); err != nil {
			t.Error(err)
		}
	}
	figures, err := os.ReadFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	var read Result
	if err := json.Unmarshal(figures, &read); err != nil {
		t.Fatal(err)
	}
	if again := read.Page("2026-01-02-suite"); string(again) != string(page) {
		t.Errorf("the figures make another page:\n%s", again)
	}
	if r.Err() == nil {
		t.Error("something is missing, and nothing is wrong")
	}
}

func TestEmptyResult(t *testing.T) {
	r := &Result{Date: "2026-01-02", Scale: 0.5}
	files, err := r.Write(t.TempDir())
	if err != nil || len(files) != 2 || r.Err() != nil {
		t.Errorf("%v: %q", err, files)
	}
	if page := string(r.Page("x")); !strings.Contains(page, "0.5 of the usual ones") {
		t.Error(page)
	}
}
