package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"coldchain/bench/fleet"
)

// worker replays the topics in a process of its own, with a group and a state of its own.
func (o *Options) worker(
	ctx context.Context, round int, topics fleet.Topics,
) (f Figures, err error) {
	state := filepath.Join(o.Dir, fmt.Sprint("state-", round))
	rules := filepath.Join(o.Dir, "rules.yaml")
	if err := os.WriteFile(rules, fleet.Rules(), 0o644); err != nil {
		return f, fmt.Errorf("write the rule book: %w", err)
	}
	group := fmt.Sprintf("%sround-%d", o.Prefix, round+1)
	args := []string{"run", "--until-end", "--json", "--brokers", strings.Join(o.Brokers, ","),
		"--group", group, "--rules", rules, "--state", state,
		"--listen", "127.0.0.1:0", "--threads", strconv.Itoa(o.Threads), "--log-level", "warn",
		"--topics-orders", topics.Orders, "--topics-voyages", topics.Voyages,
		"--topics-metrics", topics.Metrics, "--topics-compliance", group + "-compliance"}
	cmd := exec.CommandContext(ctx, o.Program, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return f, fmt.Errorf("replay: %w\n%s", err, errs.Bytes())
	}
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	if err := json.Unmarshal(lines[len(lines)-1], &f); err != nil {
		return f, fmt.Errorf("read the worker's figures %q: %w", out.Bytes(), err)
	}
	return f, os.RemoveAll(state)
}
