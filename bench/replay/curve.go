package replay

import (
	"context"
	"fmt"

	"coldchain/bench/bed"
	"coldchain/bench/measure"
)

// Size is a fleet and its history.
type Size struct {
	Containers int `json:"containers"`
	Readings   int `json:"readings"`
}

// Curve is what replays of fleets of several sizes gave, smallest first.
type Curve struct {
	Sizes []*Result `json:"sizes"`
}

// RunCurve replays a fleet of each size.
func RunCurve(ctx context.Context, o bed.Options, r Options, sizes []Size) (*Curve, error) {
	c := &Curve{}
	for _, size := range sizes {
		r.Readings, r.Containers = size.Readings, size.Containers
		o.Log("%d containers, %d readings", size.Containers, size.Readings)
		result, err := Run(ctx, o.Named(fmt.Sprintf("of-%d", size.Containers)), r)
		if err != nil {
			return nil, fmt.Errorf("replay %d containers: %w", size.Containers, err)
		}
		c.Sizes = append(c.Sizes, result)
	}
	return c, nil
}

// Report is the result as a table.
func (c *Curve) Report() measure.Table {
	t := measure.Table{
		Title: "Fleets of several sizes",
		Caption: "Replays of whole histories; records are readings and events. The floor is a " +
			"bare consumer of the same topics in the same rounds.",
		Columns: []string{"containers", "readings", "events", "records/s",
			"bare consumer, records/s", "CPU, us a reading", "resident, MiB",
			"state, bytes a reading"},
	}
	for _, r := range c.Sizes {
		floor := ""
		for _, f := range r.Floors {
			if f.Name == Bare.Words() {
				floor = f.RecordsPerSecond.Text(0)
			}
		}
		t.Rows = append(t.Rows, []string{measure.Number(float64(r.Containers), 0),
			measure.Number(float64(r.Readings), 0), measure.Number(float64(r.Events), 0),
			r.Worker.RecordsPerSecond.Text(0), floor, r.Worker.CPUMicrosPerReading.Text(2),
			r.Worker.PeakRSS.Per(1 << 20).Text(0), r.Worker.StatePerReading.Text(1)})
	}
	return t
}
