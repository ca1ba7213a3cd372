// Command coldchain answers, for each order, whether the cold chain of its shipment was respected.
//
// This package is thin: it reads the command line, wires the parts together and puts what happens
// in words. Each command is a type in a file of its name, with a Run method that gets the context,
// which ends at SIGINT and SIGTERM, and the standard streams.
//
// Exit codes: 0 done; 1 it failed, or some of the input was refused; 2 the command line or the
// configuration is wrong, so that trying again is of no use.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"golang.org/x/term"
)

// commands are the commands of the program: one field each.
type commands struct {
	Demo     demoCommand     `cmd:"" help:"See it work: an embedded broker, a simulated fleet, a worker and the web page. Needs nothing."`
	Run      runCommand      `cmd:"" help:"Run a worker against a cluster."`
	Config   configCommand   `cmd:"" help:"Look at a worker's configuration."`
	Broker   brokerCommand   `cmd:"" help:"Run an embedded Kafka broker, for trials."`
	Ingest   ingestCommand   `cmd:"" help:"Write files of readings and events into the topics."`
	Judge    judgeCommand    `cmd:"" help:"Judge files, without a broker: how an auditor re-derives an answer."`
	Get      getCommand      `cmd:"" help:"Ask a running worker."`
	Simulate simulateCommand `cmd:"" help:"Simulate a fleet of reefer containers against a cluster."`
	Bench    benchCommand    `cmd:"" help:"Measure."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// streams are the standard streams; a command writes its result to out, and what people may want to
// know besides to err.
type streams struct {
	out, err io.Writer
}

// terminal tells whether people read w as it is written.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width is that of the terminal w, or 100 columns where it is none.
func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return min(n, 140)
		}
	}
	return 100
}

// colour tells whether to write to w in colours.
func colour(w io.Writer) bool { return terminal(w) && os.Getenv("NO_COLOR") == "" }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// said is an error as a person is to read it: who pressed Ctrl-C does not know of contexts.
func said(ctx context.Context, err error) string {
	if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err.Error()
	}
	return "stopped by a signal: " + strings.TrimSuffix(err.Error(), ": "+context.Canceled.Error())
}

// exited is how the parser ends the program after --help: it is thrown, since the parser goes on
// otherwise.
type exited int

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, s streams) (code int) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case exited:
			code = int(e)
		default:
			panic(e)
		}
	}()
	worker := func() runCommand { return runCommand{configFlags: newConfigFlags()} }
	c := commands{Run: worker(),
		Config: configCommand{Print: configPrintCommand{configFlags: newConfigFlags()}},
		Bench:  benchCommand{AtLeastOnce: benchAtLeastOnceCommand{worker()}}}
	parser, err := kong.New(&c,
		kong.Name("coldchain"),
		kong.Description("Was the cold chain respected on this order's shipment?"),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(s.err, "coldchain:", err)
		return 2
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(s.err, "coldchain: %v\n", err)
		var wrong *kong.ParseError
		if errors.As(err, &wrong) && wrong.Context.Command() != "" {
			fmt.Fprintf(s.err, "See: coldchain %s --help\n", wrong.Context.Command())
		} else {
			fmt.Fprintln(s.err, "See: coldchain --help")
		}
		return 2
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(s)
	err = parsed.Run()
	var wrong *usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintln(s.err, "coldchain:", err)
		fmt.Fprintf(s.err, "See: coldchain %s --help\n", parsed.Command())
		return 2
	default:
		fmt.Fprintln(s.err, "coldchain:", said(ctx, err))
		return 1
	}
}

// usageError says that the command line or the configuration is wrong.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }
