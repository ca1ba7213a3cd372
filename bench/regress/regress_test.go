package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repository is a module with one benchmark, committed, in the current folder.
func repository(t *testing.T) (change func(loops int)) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	change = func(loops int) {
		t.Helper()
		write("work_test.go", fmt.Sprintf(`package work

import "testing"

var sink int

func BenchmarkWork(b *testing.B) {
	for b.Loop() {
		for i := range %d {
			sink = sink*31 + i
		}
	}
}
`, loops))
	}
	write("go.mod", "module example.com/work\n\ngo 1.26.0\n")
	change(20_000)
	for _, args := range [][]string{{"init", "-q"}, {"add", "."},
		{"-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "Work."}} {
		out, err := exec.CommandContext(t.Context(), "git", args...).CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return change
}

// regress runs the program on the repository, and returns its exit code and its table.
func regress(t *testing.T) (code int, table string) {
	t.Helper()
	var out, log bytes.Buffer
	code = run(t.Context(), []string{"-base", "HEAD", "-rounds", "6", "-benchtime", "200x", "."},
		&out, &log)
	if code == 2 {
		t.Fatal(log.String())
	}
	return code, out.String()
}

func TestSlower(t *testing.T) {
	change := repository(t)
	change(60_000)
	code, table := regress(t)
	if code != 1 || !strings.Contains(table, "WORSE") {
		t.Errorf("three times the work passes with %d:\n%s", code, table)
	}
	for file, rounds := range map[string]int{"base.txt": 6, "head.txt": 6, "head-more.txt": 12} {
		text, err := os.ReadFile(filepath.Join(".regress", file))
		if err != nil || bytes.Count(text, []byte("BenchmarkWork")) != rounds {
			t.Errorf("%s: %v\n%s", file, err, text)
		}
	}
	left, err := git(t.Context(), "worktree", "list")
	if err != nil || strings.Count(left, "\n") != 0 {
		t.Errorf("%v: checkouts are left behind:\n%s", err, left)
	}
}

func TestFaster(t *testing.T) {
	change := repository(t)
	change(5_000)
	if code, table := regress(t); code != 0 || strings.Contains(table, "WORSE") {
		t.Errorf("a quarter of the work fails with %d:\n%s", code, table)
	}
}

func TestCompare(t *testing.T) {
	at := func(unit string) key { return key{"p", "Work", unit} }
	steady := []float64{100, 101, 99, 100, 102, 98, 100}
	scaled := func(by float64) (l []float64) {
		for _, v := range steady {
			l = append(l, v*by)
		}
		return l
	}
	none := make([]float64, len(steady))
	for _, c := range []struct {
		name       string
		unit       string
		base, head []float64
		worse      bool
	}{
		{"a quarter slower", "sec/op", steady, scaled(1.25), true},
		{"a tenth slower", "sec/op", steady, scaled(1.1), false},
		{"by chance", "sec/op", steady, []float64{100, 99, 150, 101, 160, 155, 98}, false},
		{"faster", "sec/op", steady, scaled(0.5), false},
		{"an allocation where none was", "allocs/op", none, scaled(0.01), true},
		{"bytes where none were", "B/op", none, steady, false},
		{"more bytes a reading", "B/reading", steady, scaled(1.3), true},
	} {
		rows := compareAll(samples{at(c.unit): c.base}, samples{at(c.unit): c.head}, 0.2)
		if len(rows) != 1 || rows[0].worse != c.worse {
			t.Errorf("%s: %+v", c.name, rows)
		}
		if got := suspected(rows, 0.2); c.worse && got != "^(BenchmarkWork)$" {
			t.Errorf("%s: suspected %q", c.name, got)
		}
	}
	rate := at("B/s")
	if rows := compareAll(samples{rate: steady}, samples{rate: scaled(2)}, 0.2); rows != nil {
		t.Errorf("a rate is compared: %+v", rows)
	}
}
