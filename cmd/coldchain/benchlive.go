package main

import (
	"context"
	"errors"
	"time"

	"coldchain/bench/bed"
	"coldchain/bench/burst"
	"coldchain/bench/latency"
	"coldchain/bench/move"
	"coldchain/bench/queries"
)

type benchLatencyCommand struct {
	Rate       float64       `help:"Readings a second." default:"5000"`
	Material   float64       `help:"Of these, so many a second begin or end an excursion: what is timed." default:"100"`
	For        time.Duration `help:"How long to measure." default:"60s"`
	WarmUp     time.Duration `help:"How long to send before." default:"10s"`
	Containers int           `help:"Of how many containers." default:"10000"`
	benchFlags `embed:""`
}

// Validate is called by the parser.
func (c *benchLatencyCommand) Validate() error {
	if c.Rate <= 0 || c.Material <= 0 || c.Material > c.Rate || c.For <= 0 || c.WarmUp < 0 ||
		c.Containers < 1 {
		return errors.New("--rate, --material, --for and --containers are more than 0, " +
			"--material is at most --rate, --warm-up is not negative")
	}
	return c.check()
}

// Run measures and prints.
func (c benchLatencyCommand) Run(ctx context.Context, s streams) error {
	return c.measure(ctx, s, func(o bed.Options) (reporter, error) {
		return latency.Run(ctx, o, latency.Options{Rate: c.Rate, Material: c.Material, For: c.For,
			WarmUp: c.WarmUp, Containers: c.Containers, Seed: c.Seed})
	})
}

type benchBurstCommand struct {
	Readings   int           `help:"How many come late; as many come in order before." default:"1200000"`
	Containers int           `help:"Of how many containers." default:"2000"`
	Late       time.Duration `help:"How late they come." default:"600h"`
	Rounds     int           `help:"How often." default:"3"`
	benchFlags `embed:""`
}

// Validate is called by the parser.
func (c *benchBurstCommand) Validate() error {
	if c.Readings < 1 || c.Containers < 1 || c.Rounds < 1 || c.Late <= 0 {
		return errors.New("--readings, --containers and --rounds are at least 1, " +
			"--late is more than 0")
	}
	return c.check()
}

// Run measures and prints.
func (c benchBurstCommand) Run(ctx context.Context, s streams) error {
	return c.measure(ctx, s, func(o bed.Options) (reporter, error) {
		return burst.Run(ctx, o, burst.Options{Readings: c.Readings, Containers: c.Containers,
			Late: c.Late, Rounds: c.Rounds, Seed: c.Seed})
	})
}

type benchMoveCommand struct {
	Containers int `help:"Containers of the voyage." default:"2000"`
	Each       int `help:"Readings of each container." default:"400"`
	Rounds     int `help:"How often the departure moves." default:"5"`
	benchFlags `embed:""`
}

// Validate is called by the parser.
func (c *benchMoveCommand) Validate() error {
	if c.Containers < 2 || c.Each < 2 || c.Rounds < 1 {
		return errors.New("--containers and --each are at least 2, --rounds is at least 1")
	}
	return c.check()
}

// Run measures and prints.
func (c benchMoveCommand) Run(ctx context.Context, s streams) error {
	return c.measure(ctx, s, func(o bed.Options) (reporter, error) {
		return move.Run(ctx, o, move.Options{Containers: c.Containers, Each: c.Each,
			Rounds: c.Rounds, Seed: c.Seed})
	})
}

type benchQueriesCommand struct {
	Readings   int     `help:"How many readings are replayed meanwhile." default:"4000000"`
	Containers int     `help:"Of how many containers." default:"10000"`
	Rate       float64 `help:"Queries a second." default:"5000"`
	Rounds     int     `help:"How often to replay." default:"3"`
	benchFlags `embed:""`
}

// Validate is called by the parser.
func (c *benchQueriesCommand) Validate() error {
	if c.Readings < 1 || c.Containers < 1 || c.Rounds < 1 || c.Rate <= 0 {
		return errors.New("--readings, --containers and --rounds are at least 1, " +
			"--rate is more than 0")
	}
	return c.check()
}

// Run measures and prints.
func (c benchQueriesCommand) Run(ctx context.Context, s streams) error {
	return c.measure(ctx, s, func(o bed.Options) (reporter, error) {
		return queries.Run(ctx, o, queries.Options{Readings: c.Readings,
			Containers: c.Containers, Rate: c.Rate, Rounds: c.Rounds, Seed: c.Seed})
	})
}
