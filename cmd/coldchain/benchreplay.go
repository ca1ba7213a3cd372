package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"coldchain/bench/bed"
	"coldchain/bench/replay"
)

type benchReplayCommand struct {
	Readings   int              `help:"How many readings, of 400 bytes of JSON." default:"1000000"`
	Containers int              `help:"Of how many containers, each with an order." default:"10000"`
	Rounds     int              `help:"How often to replay." default:"3"`
	Floors     []replay.Kind    `help:"What to measure beside the worker in each round: bare (a consumer), decode (and decoding), fold (and folding in memory)." default:"bare,decode,fold" enum:"bare,decode,fold,none"`
	Also       []replay.Variant `help:"Other workers to replay with in each round: one-thread, at-least-once (without transactions)." default:"none" enum:"one-thread,at-least-once,none"`
	benchFlags `embed:""`
}

// Validate is called by the parser.
func (c *benchReplayCommand) Validate() error {
	if c.Readings < 1 || c.Containers < 1 || c.Rounds < 1 {
		return errors.New("--readings, --containers and --rounds are at least 1")
	}
	return c.check()
}

// Run measures and prints.
func (c benchReplayCommand) Run(ctx context.Context, s streams) error {
	return c.measure(ctx, s, func(o bed.Options) (reporter, error) {
		return replay.Run(ctx, o, replay.Options{Readings: c.Readings, Containers: c.Containers,
			Rounds: c.Rounds, Seed: c.Seed, Floors: someOf(c.Floors), Also: someOf(c.Also)})
	})
}

// someOf leaves none out.
func someOf[T ~string](asked []T) []T {
	return slices.DeleteFunc(asked, func(name T) bool { return name == "none" })
}

type benchCurveCommand struct {
	Sizes      []benchSize   `help:"Fleets, each as containers:readings." default:"10000:4000000,100000:4000000,1000000:6000000"`
	Rounds     int           `help:"How often to replay each." default:"3"`
	Floors     []replay.Kind `help:"What to measure beside, as of bench replay." default:"bare" enum:"bare,decode,fold,none"`
	benchFlags `embed:""`
}

// Validate is called by the parser.
func (c *benchCurveCommand) Validate() error {
	if c.Rounds < 1 {
		return errors.New("--rounds is at least 1")
	}
	return c.check()
}

// Run measures and prints.
func (c benchCurveCommand) Run(ctx context.Context, s streams) error {
	return c.measure(ctx, s, func(o bed.Options) (reporter, error) {
		return replay.RunCurve(ctx, o, replay.Options{Rounds: c.Rounds, Seed: c.Seed,
			Floors: someOf(c.Floors)}, benchSizes(c.Sizes))
	})
}

// benchSize is a fleet on the command line: containers:readings.
type benchSize replay.Size

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *benchSize) UnmarshalText(text []byte) error {
	containers, readings, _ := strings.Cut(string(text), ":")
	var err, err2 error
	b.Containers, err = strconv.Atoi(containers)
	b.Readings, err2 = strconv.Atoi(readings)
	if err := errors.Join(err, err2); err != nil || b.Containers < 1 || b.Readings < 1 {
		return fmt.Errorf("%q is not containers:readings, such as 10000:4000000", text)
	}
	return nil
}

func benchSizes(asked []benchSize) (sizes []replay.Size) {
	for _, s := range asked {
		sizes = append(sizes, replay.Size(s))
	}
	return sizes
}
