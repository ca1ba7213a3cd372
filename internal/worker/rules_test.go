package worker_test

import (
	"maps"
	"testing"

	"coldchain/internal/generate"
	"coldchain/internal/testkafka"
)

// TestRuleBookChanged: a worker that starts with another rule book publishes its answers by that,
// without a new record, whether its state is there or has to be made from the log.
func TestRuleBookChanged(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		rules, records := generate.Orders(21, 60)
		other, _ := generate.Orders(22, 1)
		b := &bed{t: t, c: c, rules: rules, records: records}
		b.fill(1, records)
		dir := t.TempDir()
		b.replayOn(2, dir)
		first := b.want()
		b.check(first)

		b.rules = other
		second := b.want()
		if maps.Equal(first, second) {
			t.Fatal("the rule books don't differ in an answer")
		}
		b.replayOn(2, dir)
		b.check(second)

		b.rules = rules
		b.replayOn(1, t.TempDir())
		b.check(first)
	})
}
