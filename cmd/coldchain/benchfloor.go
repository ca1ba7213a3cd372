package main

import (
	"context"
	"encoding/json"

	"coldchain/bench/fleet"
	"coldchain/bench/replay"
)

type benchFloorCommand struct {
	Kind       replay.Kind `arg:"" enum:"bare,decode,fold" help:"bare, decode or fold."`
	Brokers    string      `required:"" placeholder:"ADDR,…"`
	Partitions int32       `default:"4"`
	Readings   int64       `required:""`
	Events     int64       `required:""`
	topicNames `embed:""`
}

// Run reads the topics to their end and prints figures, as run --until-end --json does.
func (c benchFloorCommand) Run(ctx context.Context, s streams) error {
	before := cpuTime()
	f, err := c.Kind.Measure(ctx, splitBrokers(c.Brokers), fleet.Topics{Orders: c.OrdersTopic,
		Voyages: c.VoyagesTopic, Metrics: c.MetricsTopic}, c.Partitions, c.Readings, c.Events)
	if err != nil {
		return err
	}
	f.CPUMicrosPerReading = float64((cpuTime() - before).Microseconds()) / float64(f.Readings)
	f.PeakRSS = peakRSS()
	return json.NewEncoder(s.out).Encode(f)
}
