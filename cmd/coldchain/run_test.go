package main

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// TestMissingIsNamed: a worker that lacks something says what, and how to give it.
func TestMissingIsNamed(t *testing.T) {
	code, _, errs := invoke(t, "run")
	for _, want := range []string{"brokers is missing: set --brokers",
		"rules is missing: set --rules", "See: coldchain run --help"} {
		if code != 2 || !strings.Contains(errs, want) {
			t.Errorf("exit code %d, not told: %s in %s", code, want, errs)
		}
	}
}

// TestBadRuleBook: a rule book that is refused is a failure, not a wrong command line.
func TestBadRuleBook(t *testing.T) {
	code, _, errs := invoke(t, "run", "--brokers", "localhost:9092", "--rules",
		file(t, "rules.yaml", "nonsense: 1\n"))
	if code != 1 || !strings.Contains(errs, "rules.yaml") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// TestReplayKeepsOffLiveAnswers: the documented batch replay, when it lacks an output topic of its
// own, ends before it writes, and names the setting.
func TestReplayKeepsOffLiveAnswers(t *testing.T) {
	addr := broker(t)
	book := file(t, "rules.yaml", "version: 1\ndefault: {maxGap: 1h}\n")
	event := `{"topic":"orders","value":{"type":"OrderCreated","orderID":"O-1",` +
		`"time":"2026-03-01T08:00:00Z"}}` + "\n"
	if code, _, errs := invoke(t, "ingest", "--brokers", addr,
		file(t, "events.jsonl", event)); code != 0 {
		t.Fatal(errs)
	}
	replay := func(flags ...string) (int, string) {
		args := append([]string{"run", "--brokers", addr, "--rules", book, "--state", t.TempDir(),
			"--listen", "127.0.0.1:0", "--until-end"}, flags...)
		code, _, errs := invoke(t, args...)
		return code, errs
	}
	if code, errs := replay(); code != 0 {
		t.Fatal(errs)
	}
	live := compacted(t, addr, "compliance")
	if len(live) != 1 {
		t.Fatalf("answers: %v", live)
	}
	code, errs := replay("--group", "replay")
	const words = "topic compliance holds the output of group coldchain"
	if code != 1 || !strings.Contains(errs, words) ||
		!strings.Contains(errs, "--topics-compliance") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	code, errs = replay("--group", "replay", "--topics-compliance", "compliance-replay")
	if code != 0 {
		t.Error(errs)
	}
	if again := compacted(t, addr, "compliance-replay"); !maps.Equal(again, live) {
		t.Errorf("the replay answers %v, the live group %v", again, live)
	}
}

// TestTooLargeValue: a value that brokers take and the program does not is written by ingest, and
// is refused by the worker, whose partition moves on.
func TestTooLargeValue(t *testing.T) {
	addr := broker(t)
	line := func(offset int, value string) string {
		return fmt.Sprintf(`{"topic":"orders","partition":0,"offset":%d,"timestamp":1772352000000,`+
			`"key":"O-1","value":%q}`+"\n", offset, value)
	}
	event := `{"type":"OrderCreated","orderID":"O-1","time":"2026-03-01T08:00:00Z"}`
	large := strings.Repeat(" ", 1_000_001-len(event)) + event
	log := file(t, "log.jsonl", line(0, large)+line(1, event))
	if code, _, errs := invoke(t, "ingest", "--brokers", addr, "--records", log); code != 0 {
		t.Fatal(errs)
	}
	code, _, errs := invoke(t, "run", "--brokers", addr, "--rules",
		file(t, "rules.yaml", "version: 1\ndefault: {maxGap: 1h}\n"),
		"--state", t.TempDir(), "--listen", "127.0.0.1:0", "--until-end")
	if code != 0 {
		t.Fatal(errs)
	}
	dead := consume(t, addr, "coldchain-errors", 1)
	if !strings.Contains(string(dead[0].Value), `"code":"too_large"`) {
		t.Errorf("dead letter %s", dead[0].Value)
	}
	if answers := compacted(t, addr, "compliance"); len(answers) != 1 {
		t.Errorf("answers %v", answers)
	}
}
