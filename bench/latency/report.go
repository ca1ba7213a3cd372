package latency

import (
	"fmt"

	"coldchain/bench/measure"
)

// Report is the result as a table.
func (r *Result) Report() measure.Table {
	return measure.Table{
		Title: "Latency",
		Caption: fmt.Sprintf("%s readings/s of %s containers for %.0f s, from the intended send "+
			"time of a reading to the arrival of the projection that shows it; %.2f us of CPU "+
			"a reading, %s MiB resident.",
			measure.Number(r.Rate, 0), measure.Number(float64(r.Containers), 0), r.Seconds,
			r.CPUMicros, measure.MiB(float64(r.PeakRSS))),
		Columns: measure.LatencyColumns(),
		Rows: [][]string{
			r.Sent.Cells("lateness of the sender"),
			r.Bare.Cells("reading to a bare consumer"),
			r.Begins.Cells("excursion begins, to projection"),
			r.Ends.Cells("excursion ends, to projection"),
			r.All.Cells("both"),
		},
	}
}
