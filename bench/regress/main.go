// Command regress runs the micro benchmarks that lie beside the code, of this working tree and of a
// base commit, in turn, and fails if one became worse by 20 % or more:
//
//	go run ./bench/regress
//	go run ./bench/regress -base v1.2.0 -rounds 12 ./joins/event
//
// The two run alternately for several rounds, so that what else the machine does meets both. Worse
// is what the medians say and the Mann-Whitney U test does not take for chance. Benchmarks that may
// be worse run for twice as many rounds more before they are judged, so that neither a disturbance
// of the machine decides, nor noise hides what is there. What was measured stays in files that
// benchstat reads.
//
// Exit codes: 0 nothing became worse; 1 something did; 2 it could not be measured.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// packages are those whose benchmarks are the work of every record.
var packages = []string{"./joins", "./joins/event", "./joins/series", "./joins/judge",
	"./joins/measure", "./state"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// options are those of the command line.
type options struct {
	base, out, benchtime, bench string
	rounds                      int
	limit                       float64
	packages                    []string
	log                         io.Writer
}

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, out, log io.Writer) int {
	o := options{log: log}
	flags := flag.NewFlagSet("regress", flag.ContinueOnError)
	flags.SetOutput(log)
	flags.StringVar(&o.base, "base", "", "the commit to compare with (default: where this branch "+
		"left origin/main, else HEAD if there are changes, else the commit before it)")
	flags.StringVar(&o.out, "out", ".regress", "folder for base.txt and head.txt, for benchstat")
	flags.StringVar(&o.benchtime, "benchtime", "100ms", "how long each benchmark runs a round")
	flags.StringVar(&o.bench, "bench", ".", "benchmarks to run, as of go test")
	flags.IntVar(&o.rounds, "rounds", 8, "how often each runs; fewer than 5 prove nothing")
	percent := flags.Float64("limit", 20, "what counts as worse, in percent")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	o.limit = *percent / 100
	if o.packages = flags.Args(); len(o.packages) == 0 {
		o.packages = packages
	}
	if o.rounds < 5 || o.limit <= 0 {
		fmt.Fprintln(log, "regress: -rounds is at least 5, -limit is more than 0")
		return 2
	}
	worse, err := o.compare(ctx, out)
	switch {
	case err != nil:
		fmt.Fprintln(log, "regress:", err)
		return 2
	case worse > 0:
		return 1
	}
	return 0
}

// compare measures, prints a table, and tells how many figures became worse.
func (o *options) compare(ctx context.Context, out io.Writer) (worse int, err error) {
	trees, remove, err := o.trees(ctx)
	if err != nil {
		return 0, err
	}
	defer func() {
		if failed := remove(); err == nil {
			err = failed
		}
	}()
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return 0, fmt.Errorf("make the folder of what is measured: %w", err)
	}
	all, err := o.measure(ctx, trees, o.rounds, o.bench, "")
	if err != nil {
		return 0, err
	}
	rows := compareAll(all[0], all[1], o.limit)
	if suspects := suspected(rows, o.limit); suspects != "" {
		fmt.Fprintln(o.log, "at greater length, since they may be worse:", suspects)
		more, err := o.measure(ctx, trees, 2*o.rounds, suspects, "-more")
		if err != nil {
			return 0, err
		}
		all[0].add(more[0])
		all[1].add(more[1])
		rows = compareAll(all[0], all[1], o.limit)
	}
	printRows(out, rows)
	for _, r := range rows {
		if r.worse {
			worse++
		}
	}
	if worse == 0 {
		fmt.Fprintf(out, "\nNothing became worse by %.0f %% or more.\n", o.limit*100)
	} else {
		fmt.Fprintf(out, "\n%d figures became worse by %.0f %% or more.\n", worse, o.limit*100)
	}
	fmt.Fprintf(out, "benchstat base=%s head=%s\n", filepath.Join(o.out, "base.txt"),
		filepath.Join(o.out, "head.txt"))
	return worse, nil
}

// suspected is a pattern for the benchmarks that look worse by the limit, whatever chance says, or
// "".
func suspected(rows []row, limit float64) string {
	var names []string
	for _, r := range rows {
		top, _, _ := strings.Cut(strings.SplitN(r.name, "-", 2)[0], "/")
		if name := "Benchmark" + top; r.over(limit) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "^(" + strings.Join(names, "|") + ")$"
}
