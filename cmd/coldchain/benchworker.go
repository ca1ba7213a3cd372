package main

import "context"

// benchAtLeastOnceCommand is run without transactions. Only a benchmark has a use for that, so run
// has no flag of it.
type benchAtLeastOnceCommand struct{ runCommand }

// Run works as run does, at least once.
func (c *benchAtLeastOnceCommand) Run(ctx context.Context, s streams) error {
	return c.work(ctx, s, true)
}
