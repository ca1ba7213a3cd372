package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/fleet"
)

type simulateCommand struct {
	Brokers    string        `help:"Brokers of the cluster, separated by commas (default ${default})." default:"127.0.0.1:9092" placeholder:"ADDR,…"`
	Containers int           `help:"How many containers." default:"60"`
	Speed      float64       `help:"How much faster than the clock the world runs: 3600 is an hour a second. It never runs ahead of the clock." default:"3600"`
	Seed       uint64        `help:"The same seed and start give the same world." default:"1"`
	History    time.Duration `help:"How long ago the world begins." default:"720h"`
	Start      time.Time     `help:"When the world begins, instead of --history (RFC 3339)." placeholder:"TIME"`
	Prelude    time.Duration `help:"How much of the history is written at once." default:"96h"`
	Every      time.Duration `help:"Between two readings of a container." default:"15m"`
	For        time.Duration `help:"End after this long; 0: at SIGINT." default:"0s"`
	Partitions int32         `help:"Partitions of topics that are missing." default:"4"`
	topicNames `embed:""`
}

// Validate is called by the parser.
func (c *simulateCommand) Validate() error {
	switch {
	case c.Containers < 1 || c.Containers > 1_000_000:
		return errors.New("--containers is from 1 to 1000000")
	case c.Speed <= 0:
		return errors.New("--speed is more than 0")
	case c.Every < time.Second:
		return errors.New("--every is at least 1s")
	case c.Partitions < 1:
		return errors.New("--partitions is at least 1")
	case c.Prelude < 0 || c.History < 0 || c.For < 0:
		return errors.New("--history, --prelude and --for are not negative")
	}
	return nil
}

// Run plays the world into the cluster.
func (c simulateCommand) Run(ctx context.Context, s streams) error {
	if c.For > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.For)
		defer cancel()
	}
	start := c.Start
	if start.IsZero() {
		start = time.Now().Add(-c.History)
	}
	start = start.Truncate(time.Second)
	world := fleet.New(fleet.Options{
		Seed: c.Seed, Containers: c.Containers, Start: start, Every: c.Every,
		Topics: fleet.Topics{Orders: c.OrdersTopic, Voyages: c.VoyagesTopic,
			Metrics: c.MetricsTopic},
	})
	w, err := newWriter(splitBrokers(c.Brokers))
	if err != nil {
		return err
	}
	defer w.close()
	create := map[string]int32{}
	for _, name := range c.all() {
		create[name] = c.Partitions
	}
	if err := ensureTopics(ctx, w.client, create, nil); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "Simulating %d containers from %s on, seed %d. Ctrl-C ends it.\n",
		c.Containers, start.UTC().Format(time.RFC3339), c.Seed)
	pace := fleet.Pace{Start: start, Prelude: c.Prelude, Speed: c.Speed}
	if err := playInto(ctx, w, world, pace, func(at time.Time, n int) {
		fmt.Fprintf(s.err, "%s: %d records, %d orders\n",
			at.UTC().Format("2006-01-02 15:04"), n, world.Orders())
	}); err != nil {
		return err
	}
	return nil
}

// tellEvery is how often playInto tells how far it is.
const tellEvery = 5 * time.Second

// playInto plays a fleet into a cluster until the context ends, and tells now and then at what time
// of the world it is and how many records it has written. What it has sent when the context ends is
// written.
func playInto(ctx context.Context, w *writer, world *fleet.Fleet, pace fleet.Pace,
	tell func(at time.Time, records int)) error {
	told, n, at := time.Now(), 0, int64(0)
	err := fleet.Play(ctx, world, pace, func(records []fleet.Record) error {
		for _, r := range records {
			// The records stay in order and none is left out when the context ends, so it is not
			// this one that sending waits for.
			w.send(context.WithoutCancel(ctx), &kgo.Record{Topic: r.Topic, Key: r.Key,
				Value: r.Value, Timestamp: time.UnixMilli(r.Time)})
			at = r.At
		}
		n += len(records)
		if time.Since(told) >= tellEvery {
			told = time.Now()
			tell(time.UnixMilli(at), n)
		}
		return w.failed()
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), adminTimeout)
	defer cancel()
	if err := w.flush(ctx); err != nil {
		return err
	}
	tell(time.UnixMilli(at), n)
	return nil
}
