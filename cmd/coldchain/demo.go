package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"coldchain/bench/fleet"
	"coldchain/internal/config"
	"coldchain/internal/worker"
	"coldchain/joins/rule"
)

type demoCommand struct {
	For        time.Duration `help:"End by itself after this long, with a summary; 0: at SIGINT." default:"0s"`
	Listen     string        `help:"Address of the query API and the web page (default ${default})." default:"127.0.0.1:8080" placeholder:"ADDR"`
	Containers int           `help:"How many containers." default:"60"`
	Seed       uint64        `help:"The world's seed." default:"1"`
	Speed      float64       `help:"How much faster than the clock the world runs: 3600 is an hour a second." default:"3600"`
	Verbose    bool          `help:"Log what the worker does."`
}

// Validate is called by the parser.
func (c *demoCommand) Validate() error {
	switch {
	case c.For < 0:
		return errors.New("--for is not negative")
	case c.Containers < 1 || c.Containers > 100_000:
		return errors.New("--containers is from 1 to 100000")
	case c.Speed <= 0:
		return errors.New("--speed is more than 0")
	}
	return nil
}

// The demo's history begins this long ago, and the first days of it are over at once.
const (
	demoHistory = 30 * 24 * time.Hour
	demoPrelude = 5 * 24 * time.Hour
)

// Run runs a whole world in this process: broker, fleet, worker.
func (c demoCommand) Run(ctx context.Context, s streams) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	broker, err := startBroker("127.0.0.1:0", "")
	if err != nil {
		return err
	}
	defer broker.Close()
	state, err := os.MkdirTemp("", "coldchain-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo's state: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(state)) }()
	out, err := newWriter(broker.ListenAddrs())
	if err != nil {
		return err
	}
	defer out.close()
	topics := topicNames{OrdersTopic: "orders", VoyagesTopic: "voyages",
		MetricsTopic: "container-metrics"}
	create := map[string]int32{}
	for _, name := range topics.all() {
		create[name] = ingestPartitions
	}
	if err := ensureTopics(ctx, out.client, create, nil); err != nil {
		return err
	}
	w, err := c.worker(broker.ListenAddrs()[0], state, s.err)
	if err != nil {
		return err
	}
	listening := make(chan string, 1)
	w.Listening = func(addr string) { listening <- addr }

	// The fleet stops first, so that the worker can answer for all of it; the worker stops when it
	// has been asked.
	world, playing := context.WithCancel(ctx)
	defer playing()
	working, stopWorker := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWorker()
	var group sync.WaitGroup
	var played, worked error
	start := time.Now().Add(-demoHistory).Truncate(time.Second)
	simulation := fleet.New(fleet.Options{Seed: c.Seed, Containers: c.Containers, Start: start})
	group.Go(func() {
		defer playing()
		worked = w.Run(working)
	})
	group.Go(func() {
		played = playInto(world, out, simulation,
			fleet.Pace{Start: start, Prelude: demoPrelude, Speed: c.Speed},
			func(at time.Time, n int) {
				if c.For == 0 {
					fmt.Fprintf(s.err, "%s in the world: %d records, %d orders\n",
						at.UTC().Format("2006-01-02 15:04"), n, simulation.Orders())
				}
			})
	})
	select {
	case addr := <-listening:
		fmt.Fprintf(s.err, "A fleet of %d containers sails at %.0f times the speed of the clock. "+
			"Look at http://%s\n", c.Containers, c.Speed, addr)
		err = c.wait(world)
		playing()
		if err == nil && c.For > 0 {
			err = demoSummary(context.WithoutCancel(ctx), s, addr)
		}
	case <-world.Done():
	}
	playing()
	stopWorker()
	group.Wait()
	return errors.Join(err, worked, played)
}

// wait waits until the demo's time is up, or it is interrupted.
func (c demoCommand) wait(ctx context.Context) error {
	if c.For == 0 {
		<-ctx.Done()
		return nil
	}
	timer := time.NewTimer(c.For)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

func (c demoCommand) worker(broker, state string, log io.Writer) (*worker.Worker, error) {
	book, err := rule.ParseBook(fleet.Rules())
	if err != nil {
		return nil, err
	}
	level := "error"
	if c.Verbose {
		level = "info"
	}
	loaded, err := config.Load("", nil, map[string]string{
		"brokers": broker, "group": "demo", "state": state, "listen": c.Listen, "threads": "2",
		"log.level": level, "progressInterval": "1s",
		"memory.limit": "0", // the broker is in the same process
	})
	if err != nil {
		return nil, err
	}
	return worker.NewWithRules(loaded, book,
		slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: loaded.Log.Level}))), nil
}
