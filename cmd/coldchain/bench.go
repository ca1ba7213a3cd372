package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"coldchain/bench/bed"
	"coldchain/bench/measure"
)

type benchCommand struct {
	Replay  benchReplayCommand  `cmd:"" help:"Replay a history through the whole pipeline, beside its floors."`
	Curve   benchCurveCommand   `cmd:"" help:"Replay fleets of several sizes."`
	Latency benchLatencyCommand `cmd:"" help:"Send readings at a fixed rate and time what comes of them."`
	Burst   benchBurstCommand   `cmd:"" help:"Fold readings that come weeks late, beside the same in order."`
	Move    benchMoveCommand    `cmd:"" help:"Move the departure of a large voyage."`
	Queries benchQueriesCommand `cmd:"" help:"Ask for orders at a fixed rate during a replay."`
	Suite   benchSuiteCommand   `cmd:"" help:"Run all benchmarks and write results and plots."`
	Plot    benchPlotCommand    `cmd:"" help:"Draw plots of the results of a suite."`
	Floor   benchFloorCommand   `cmd:"" hidden:"" help:"Measure a floor of a replay in this process; replay runs it."`

	AtLeastOnce benchAtLeastOnceCommand `cmd:"" hidden:"" help:"Run a worker without transactions; replay runs it."`
}

// benchFlags are those of every benchmark on a cluster.
type benchFlags struct {
	Brokers    string   `help:"Brokers of a cluster, separated by commas; without it an embedded broker is measured." placeholder:"ADDR,…"`
	Partitions int32    `help:"Partitions of each topic." default:"4"`
	Threads    int      `help:"Threads of the worker; 0: as many as cores." default:"0"`
	Listen     string   `help:"Address of the worker's HTTP API, where it can be profiled; any free port by default." default:"127.0.0.1:0" placeholder:"ADDR"`
	Worker     []string `help:"A flag for the worker, such as --worker=--memory=512MiB; may be repeated." sep:"none" placeholder:"FLAG"`
	Seed       uint64   `help:"The same seed gives the same readings." default:"1"`
	Keep       bool     `help:"Leave the topics where they are."`
	JSON       bool     `name:"json" help:"Print the figures as JSON."`
}

func (f *benchFlags) check() error {
	if f.Partitions < 1 || f.Threads < 0 {
		return errors.New("--partitions is at least 1, --threads is not negative")
	}
	return nil
}

// reporter is a result of a benchmark.
type reporter interface{ Report() measure.Table }

// measure runs a benchmark on the cluster, or on an embedded broker, and prints its result.
func (f *benchFlags) measure(ctx context.Context, s streams,
	run func(o bed.Options) (reporter, error)) error {
	return f.on(s, func(o bed.Options) error {
		result, err := run(o)
		if err != nil {
			return err
		}
		if f.JSON {
			return json.NewEncoder(s.out).Encode(result)
		}
		t := result.Report()
		return t.Text(s.out)
	})
}

// on finds what a benchmark lies on: a broker, this program, a folder.
func (f *benchFlags) on(s streams, run func(o bed.Options) error) (err error) {
	brokers := splitBrokers(f.Brokers)
	if len(brokers) == 0 {
		broker, err := startBroker("127.0.0.1:0", "")
		if err != nil {
			return err
		}
		defer broker.Close()
		brokers = broker.ListenAddrs()
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program, which is run as the worker: %w", err)
	}
	dir, err := os.MkdirTemp("", "coldchain-bench-")
	if err != nil {
		return fmt.Errorf("make a folder for the state: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	bar := newBenchBar(s)
	defer bar.finish()
	return run(bed.Options{
		Brokers: brokers, Partitions: f.Partitions, Threads: f.Threads,
		Listen: f.Listen, Flags: f.Worker,
		Prefix: fmt.Sprintf("bench-%d-", time.Now().UnixMilli()), Program: program, Dir: dir,
		Keep: f.Keep, Progress: bar.show,
		Log: func(format string, args ...any) {
			bar.finish()
			fmt.Fprintf(s.err, format+"\n", args...)
		},
	})
}
