package suite

import (
	"fmt"

	"coldchain/bench/measure"
	"coldchain/bench/plot"
	"coldchain/bench/replay"
)

// Plot is a figure drawn from a result.
type Plot struct {
	Name  string // of the file, without what all files of a result begin with
	About string // what it shows, for those who cannot see it
	SVG   []byte
}

// Plots draws what there is.
func (r *Result) Plots() (plots []Plot) {
	if r.Replay != nil {
		about := fmt.Sprintf("%s readings of %s containers",
			plot.Short(float64(r.Replay.Readings)), plot.Short(float64(r.Replay.Containers)))
		plots = append(plots,
			Plot{"replay-rate", "Rate of a replay and of its floors",
				plot.Bars("Replay and its floors", "readings/s; "+about, bars(r.Replay,
					func(w replay.Row) measure.Spread { return w.ReadingsPerSecond }))},
			Plot{"replay-cpu", "Processor time of a replay and of its floors",
				plot.Bars("Processor time of a replay and its floors",
					"us of CPU a reading; "+about, bars(r.Replay,
						func(w replay.Row) measure.Spread { return w.CPUMicrosPerReading }))})
	}
	if r.Curve != nil {
		plots = append(plots, r.curve()...)
	}
	if r.Latency != nil {
		plots = append(plots, Plot{"latency", "Latency from a reading to its projection",
			latencies("From a reading to the projection that shows it",
				fmt.Sprintf("%s readings/s, from the intended send time",
					measure.Number(r.Latency.Rate, 0)),
				named{"projection", r.Latency.All}, named{"bare consumer", r.Latency.Bare})})
	}
	if r.Queries != nil {
		plots = append(plots, Plot{"queries", "Latency of queries during a replay",
			latencies("Queries during a replay", fmt.Sprintf(
				"%s queries/s, from the intended send time", measure.Number(r.Queries.Rate, 0)),
				named{"an order", r.Queries.Orders}, named{"/healthz", r.Queries.Health})})
	}
	return plots
}

func bars(r *replay.Result, of func(replay.Row) measure.Spread) (bars []plot.Bar) {
	for _, row := range r.Rows() {
		bars = append(bars, plot.Bar{Name: row.Name, Value: of(row),
			Main: row.Name == r.Worker.Name})
	}
	return bars
}

// curve are the plots over fleets of several sizes.
func (r *Result) curve() []Plot {
	worker, bare := plot.Series{Name: "worker"}, plot.Series{Name: "bare consumer"}
	cpu, memory := plot.Series{Name: "worker"}, plot.Series{Name: "worker"}
	for _, size := range r.Curve.Sizes {
		x := float64(size.Containers)
		add := func(s *plot.Series, y float64) { s.Points = append(s.Points, [2]float64{x, y}) }
		add(&worker, size.Worker.RecordsPerSecond.Median)
		add(&cpu, size.Worker.CPUMicrosPerReading.Median)
		add(&memory, size.Worker.PeakRSS.Median/(1<<20))
		for _, floor := range size.Floors {
			if floor.Name == replay.Bare.Words() {
				add(&bare, floor.RecordsPerSecond.Median)
			}
		}
	}
	x := plot.Axis{Label: "containers", Kind: plot.Log}
	lines := func(title, unit string, series ...plot.Series) []byte {
		return plot.Lines(title, "replay of a whole history, exactly once", x,
			plot.Axis{Label: unit}, series)
	}
	return []Plot{
		{"curve-rate", "Rate of a replay over the size of the fleet",
			lines("Rate over the size of the fleet", "records/s", worker, bare)},
		{"curve-cpu", "Processor time of a replay over the size of the fleet",
			lines("Processor time over the size of the fleet", "us of CPU a reading", cpu)},
		{"curve-memory", "Resident memory of a replay over the size of the fleet",
			lines("Resident memory over the size of the fleet", "MiB", memory)},
	}
}

type named struct {
	name string
	of   measure.Latencies
}

func latencies(title, subtitle string, all ...named) []byte {
	var series []plot.Series
	for _, l := range all {
		s := plot.Series{Name: l.name}
		for _, p := range l.of.Curve {
			s.Points = append(s.Points, [2]float64{p.Percentile, p.Ms})
		}
		series = append(series, s)
	}
	return plot.Lines(title, subtitle, plot.Axis{Label: "percentile", Kind: plot.Percentile},
		plot.Axis{Label: "ms", Kind: plot.Log}, series)
}
