package suite

import (
	"bytes"
	"context"
	"os/exec"

	"coldchain/bench/measure"
)

// commit asks git for the commit where the build does not say it, as one by `go run` does not. A
// result of a program that lies elsewhere names none.
func commit(ctx context.Context, m *measure.Machine) {
	if m.Commit != "" {
		return
	}
	head, err := exec.CommandContext(ctx, "git", "rev-parse", "HEAD").Output()
	if err != nil {
		return
	}
	m.Commit = string(bytes.TrimSpace(head))
	changes, err := exec.CommandContext(ctx, "git", "status", "--porcelain",
		"--untracked-files=no").Output()
	m.Dirty = err != nil || len(bytes.TrimSpace(changes)) > 0
}
