package worker_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"coldchain/internal/generate"
	"coldchain/internal/testkafka"
)

// TestImage: the worker of the project's own image, as a container beside the broker, gives the
// same answers.
func TestImage(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		if c.Inside == nil {
			t.Skip("workers run as containers on the rung container only")
		}
		rules, records := generate.Orders(31, 80)
		b := &bed{t: t, c: c, prefix: "image", rules: rules, records: records}
		b.fill(1, records)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		args := []string{"run", "--until-end", "--json"}
		flags := b.flags("/state", 2)
		flags["brokers"] = strings.Join(c.Inside, ",")
		flags["rules"], flags["listen"] = "/rules.yaml", "0.0.0.0:8080"
		for key, value := range flags {
			args = append(args, "--"+flagName(key)+"="+value)
		}
		w := c.Worker(ctx, t, map[string]string{"/rules.yaml": string(rules)}, args...)
		if code := w.Wait(ctx, t); code != 0 {
			t.Fatalf("exit code %d", code)
		}
		b.check(b.want())
	})
}
