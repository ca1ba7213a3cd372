package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coldchain/bench/measure"
	"coldchain/bench/replay"
	"coldchain/bench/suite"
)

// TestBenchSuiteBound: what there is no time for is missing, which the results say and which fails.
func TestBenchSuiteBound(t *testing.T) {
	dir := t.TempDir()
	code, out, errs := invoke(t, "bench", "suite", "--bound", "1ms", "--out", dir, "--json")
	var r suite.Result
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v in %s, %s", err, out, errs)
	}
	if code != 1 || len(r.Missing) != 8 || !strings.Contains(errs, "curve-1000000: ") ||
		r.Broker == "" || r.Seconds > 20 {
		t.Errorf("exit code %d, %+v\n%s", code, r, errs)
	}
	page, err := os.ReadFile(filepath.Join(dir, r.Date+"-suite.md"))
	if err != nil || !strings.Contains(string(page), "- latency: there was no time left for it") {
		t.Errorf("%v\n%s", err, page)
	}
}

func TestBenchPlot(t *testing.T) {
	one := measure.SpreadOf(1)
	result, err := json.Marshal(suite.Result{Replay: &replay.Result{
		Worker: replay.Row{Name: "worker", ReadingsPerSecond: one, CPUMicrosPerReading: one},
	}})
	if err != nil {
		t.Fatal(err)
	}
	code, out, errs := invoke(t, "bench", "plot", file(t, "r.json", string(result)))
	plots := strings.Fields(out)
	if code != 0 || len(plots) != 2 || !strings.HasSuffix(plots[0], "r-replay-rate.svg") {
		t.Fatalf("exit code %d: %q %s", code, plots, errs)
	}
	for _, p := range plots {
		if svg, err := os.ReadFile(p); err != nil || !strings.HasPrefix(string(svg), "<svg ") {
			t.Errorf("%s: %v", p, err)
		}
	}
	for _, text := range []string{"{}", "no result"} {
		if code, _, errs := invoke(t, "bench", "plot", file(t, "x.json", text)); code != 1 ||
			!strings.Contains(errs, "must be a result of bench suite") {
			t.Errorf("%q is drawn: %d %s", text, code, errs)
		}
	}
}
