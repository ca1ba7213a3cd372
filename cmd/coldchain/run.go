package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"coldchain/internal/worker"
)

type runCommand struct {
	configFlags
	UntilEnd bool `help:"Stop once everything that lies in the topics now is in the projections."`
	JSON     bool `name:"json" help:"With --until-end: end the output with a line of JSON."`
}

// Validate is called by the parser.
func (c *runCommand) Validate() error {
	if c.JSON && !c.UntilEnd {
		return errors.New("--json goes with --until-end")
	}
	return nil
}

// Run works until the context ends, or until the end of the topics.
func (c *runCommand) Run(ctx context.Context, s streams) error { return c.work(ctx, s, false) }

func (c *runCommand) work(ctx context.Context, s streams, atLeastOnce bool) error {
	loaded, err := c.load("brokers", "rules")
	if err != nil {
		return err
	}
	w, err := worker.New(loaded, newLogger(loaded, s.err))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &usageError{err}
	case err != nil:
		return err
	}
	if os.Getenv("GOGC") == "" {
		defer tune(loaded.Memory.Total / heapShare)()
	}
	w.AtLeastOnce = atLeastOnce
	w.Listening = func(addr string) {
		fmt.Fprintf(s.err, "Worker of group %s. Answers at http://%s, state in %s.\n",
			loaded.Group, addr, loaded.State)
	}
	if !c.UntilEnd {
		return w.Run(ctx)
	}
	before := cpuTime()
	sum, err := w.RunUntilEnd(ctx)
	if err != nil {
		return err
	}
	return newReplayFigures(sum, cpuTime()-before).write(s, c.JSON)
}

// heapShare is the part of the memory that the heap may fill before it is collected. The environment
// variable GOGC has the last word.
const heapShare = 2

// replayFigures are what a replay to the end cost.
type replayFigures struct {
	Readings            int64   `json:"readings"` // records of container-metrics
	Seconds             float64 `json:"seconds"`  // first record to last commit
	ReadingsPerSecond   float64 `json:"readingsPerSecond"`
	CPUMicrosPerReading float64 `json:"cpuMicrosPerReading"` // of this process's whole life
	PeakRSS             int64   `json:"peakRSS"`             // bytes
	StateBytes          int64   `json:"stateBytes"`          // bytes on disk
}

func newReplayFigures(sum worker.Summary, cpu time.Duration) replayFigures {
	f := replayFigures{Readings: sum.Readings, PeakRSS: peakRSS(), StateBytes: sum.StateBytes}
	if !sum.FirstRecord.IsZero() && sum.LastCommit.After(sum.FirstRecord) {
		f.Seconds = sum.LastCommit.Sub(sum.FirstRecord).Seconds()
	}
	if f.Seconds > 0 {
		f.ReadingsPerSecond = float64(f.Readings) / f.Seconds
	}
	if f.Readings > 0 {
		f.CPUMicrosPerReading = float64(cpu.Microseconds()) / float64(f.Readings)
	}
	return f
}

func (f replayFigures) write(s streams, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(s.out).Encode(f)
	}
	_, err := fmt.Fprintf(s.out, "%d readings in %.1f s: %.0f readings/s, "+
		"%.2f us of CPU a reading, at most %.0f MiB resident, %.1f MiB of state.\n",
		f.Readings, f.Seconds, f.ReadingsPerSecond, f.CPUMicrosPerReading,
		float64(f.PeakRSS)/(1<<20), float64(f.StateBytes)/(1<<20))
	return err
}

func usage() (u syscall.Rusage) {
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // of this process it does not fail
	return u
}

// cpuTime is the processor time of this process so far.
func cpuTime() time.Duration {
	u := usage()
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
