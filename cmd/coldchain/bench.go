package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/cheggaaa/pb/v3"

	"coldchain/bench/replay"
)

type benchCommand struct {
	Replay benchReplayCommand `cmd:"" help:"Fill topics with a history and replay it through the whole pipeline."`
}

type benchReplayCommand struct {
	Brokers    string `help:"Brokers of a cluster, separated by commas; without it an embedded broker is measured." placeholder:"ADDR,…"`
	Readings   int    `help:"How many readings, of 400 bytes of JSON." default:"1000000"`
	Containers int    `help:"Of how many containers, each with an order." default:"10000"`
	Partitions int32  `help:"Partitions of each topic." default:"4"`
	Threads    int    `help:"Threads of the worker; 0: as many as cores." default:"0"`
	Rounds     int    `help:"How often to replay; the median of each figure counts." default:"3"`
	Seed       uint64 `help:"The same seed gives the same readings." default:"1"`
	Keep       bool   `help:"Leave the topics where they are."`
	JSON       bool   `name:"json" help:"Print the figures as JSON."`
}

// Validate is called by the parser.
func (c *benchReplayCommand) Validate() error {
	if c.Readings < 1 || c.Containers < 1 || c.Partitions < 1 || c.Rounds < 1 || c.Threads < 0 {
		return errors.New("--readings, --containers, --partitions and --rounds are at least 1, " +
			"--threads is not negative")
	}
	return nil
}

// Run measures and prints.
func (c benchReplayCommand) Run(ctx context.Context, s streams) (err error) {
	brokers := splitBrokers(c.Brokers)
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
	o := replay.Options{
		Brokers: brokers, Readings: c.Readings, Containers: c.Containers, Partitions: c.Partitions,
		Threads: c.Threads, Rounds: c.Rounds, Seed: c.Seed, Keep: c.Keep, Program: program,
		Dir: dir, Prefix: fmt.Sprintf("bench-%d-", time.Now().UnixMilli()),
		Log: func(format string, args ...any) { fmt.Fprintf(s.err, format+"\n", args...) },
	}
	bar := newBenchBar(s)
	o.Progress = bar.show
	result, err := replay.Run(ctx, o)
	bar.finish()
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(s.out).Encode(result)
	}
	m := result.Median
	fmt.Fprintf(s.out, "%d readings of %d bytes, %d containers, %d partitions; ",
		result.Readings, result.Bytes, result.Containers, result.Partitions)
	fmt.Fprintf(s.out, "median of %d rounds:\n", len(result.Rounds))
	fmt.Fprintf(s.out, "  replay, exactly once     %10.0f readings/s\n", m.Worker.ReadingsPerSecond)
	fmt.Fprintf(s.out, "  bare consumer            %10.0f readings/s\n", m.Bare.ReadingsPerSecond)
	fmt.Fprintf(s.out, "  CPU                      %10.2f us/reading\n",
		m.Worker.CPUMicrosPerReading)
	fmt.Fprintf(s.out, "  memory, at most          %10.0f MiB resident\n",
		float64(m.Worker.PeakRSS)/(1<<20))
	fmt.Fprintf(s.out, "  state                    %10.1f bytes/reading\n",
		float64(m.Worker.StateBytes)/float64(result.Readings))
	return nil
}

// benchBar shows how far a step is, on a terminal.
type benchBar struct {
	s    streams
	bar  *pb.ProgressBar
	step string
}

func newBenchBar(s streams) *benchBar { return &benchBar{s: s} }

func (b *benchBar) show(step string, done, of int64) {
	if !terminal(b.s.err) {
		return
	}
	if b.step != step {
		b.finish()
		b.step = step
		b.bar = pb.New64(of).SetWriter(b.s.err).Set("prefix", step+" ").Start()
	}
	b.bar.SetCurrent(done)
	if done >= of {
		b.finish()
	}
}

func (b *benchBar) finish() {
	if b.bar != nil {
		b.bar.Finish()
	}
	b.bar, b.step = nil, ""
}
