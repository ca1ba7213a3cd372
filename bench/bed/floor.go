package bed

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// Floor lets a process of its own read a history once, as `bench floor KIND` of the program does.
func (b *Bed) Floor(ctx context.Context, kind string, readings, events int64) (Figures, error) {
	b.Progress.Show("floor: "+kind, 0, 1)
	topics := b.Topics()
	cmd := exec.CommandContext(ctx, b.Program, "bench", "floor", kind,
		"--brokers", strings.Join(b.Brokers, ","), "--orders-topic", topics.Orders,
		"--voyages-topic", topics.Voyages, "--metrics-topic", topics.Metrics,
		"--partitions", strconv.Itoa(int(b.Partitions)),
		"--readings", strconv.FormatInt(readings, 10),
		"--events", strconv.FormatInt(events, 10))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return Figures{}, fmt.Errorf("measure the floor %s: %w\n%s", kind, err, errs.Bytes())
	}
	b.Progress.Show("floor: "+kind, 1, 1)
	return parseFigures(out.Bytes(), readings)
}
