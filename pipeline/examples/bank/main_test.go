package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestReadme: the commands of the README print what it says, also when the bank runs a
// second time on its stores, or without them.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := between(t, string(readme), "prints\n\n```\n", "```")
	lines := strings.ReplaceAll(between(t, string(readme), "printf '", "'"), `\n`, "\n")

	fake, err := kfake.NewCluster(kfake.NumBrokers(1))
	if err != nil {
		t.Fatal(err)
	}
	defer fake.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	state := t.TempDir()
	bank := func(in string, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		args = append([]string{"-brokers", strings.Join(fake.ListenAddrs(), ","), "-state", state},
			args...)
		if err := run(ctx, args, strings.NewReader(in), &out, &errs); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, errs.String())
		}
		return out.String()
	}
	bank(lines, "put")
	bank("", "-until-end", "run")
	if got := bank("", "balances"); got != want {
		t.Errorf("balances\n%swant\n%s", got, want)
	}
	bank("t3 alice:bob:1\nt4 nonsense\n", "put")
	bank("", "-until-end", "run")
	later := "alice -11 after 2 moves\nbob 7 after 3 moves\ncarol 4 after 1 moves\n"
	if got := bank("", "balances"); got != later {
		t.Errorf("balances\n%swant\n%s", got, later)
	}
	state = t.TempDir() // rebuilt from the log
	bank("t5 carol:alice:4\n", "put")
	bank("", "-until-end", "run")
	latest := "alice -7 after 3 moves\nbob 7 after 3 moves\ncarol 0 after 2 moves\n"
	if got := bank("", "balances"); got != latest {
		t.Errorf("balances\n%swant\n%s", got, latest)
	}
}

func between(t *testing.T, text, before, after string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, before)
	part, _, ends := strings.Cut(rest, after)
	if !found || !ends {
		t.Fatalf("there is nothing between %q and %q", before, after)
	}
	return part
}

// TestCommandLine: what is not understood is told.
func TestCommandLine(t *testing.T) {
	for _, args := range [][]string{{}, {"sing"}, {"-nonsense"}} {
		var errs bytes.Buffer
		err := run(t.Context(), args, strings.NewReader(""), &errs, &errs)
		if err == nil || !strings.Contains(errs.String(), "bank [flags] put | run | balances") {
			t.Errorf("%v: %v %s", args, err, errs.String())
		}
	}
}
