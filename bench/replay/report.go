package replay

import (
	"fmt"
	"slices"

	"coldchain/bench/measure"
)

// Report is the result as a table.
func (r *Result) Report() measure.Table {
	t := measure.Table{
		Title: "Replay",
		Caption: fmt.Sprintf("%s readings of %d bytes of JSON and %s events of %s containers, "+
			"%d partitions; median of %d rounds (least to most).",
			measure.Number(float64(r.Readings), 0), r.Bytes,
			measure.Number(float64(r.Events), 0), measure.Number(float64(r.Containers), 0),
			r.Partitions, len(r.Worker.Rounds)),
		Columns: []string{"", "readings/s", "CPU, us a reading", "resident, MiB",
			"state, bytes a reading"},
	}
	for _, row := range r.Also {
		t.Caption += fmt.Sprintf(" The rate of the %s, is %s times that of the %s, in the same round.",
			r.Worker.Name, row.Ratio.Text(2), row.Name)
	}
	for _, row := range r.Rows() {
		state := ""
		if row.StateBytes.Most > 0 {
			state = row.StatePerReading.Text(1)
		}
		t.Rows = append(t.Rows, []string{row.Name, row.ReadingsPerSecond.Text(0),
			row.CPUMicrosPerReading.Text(2), row.PeakRSS.Per(1 << 20).Text(0), state})
	}
	return t
}

// Rows are the floors and the workers, in the order in which people read them.
func (r *Result) Rows() []Row {
	return append(slices.Concat(r.Floors, r.Also), r.Worker)
}
