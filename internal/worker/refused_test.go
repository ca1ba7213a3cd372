package worker_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"coldchain/internal/config"
	"coldchain/internal/testkafka"
	"coldchain/internal/worker"
	"coldchain/joins/rule"
)

// TestNoBroker: where no broker answers, the error names the address and says what to do.
func TestNoBroker(t *testing.T) {
	b := &bed{t: t, c: testkafka.Cluster{Brokers: []string{"127.0.0.1:1"}},
		rules: []byte("default: {maxGap: 1h}")}
	_, err := b.worker(t.TempDir(), 1).RunUntilEnd(t.Context())
	if err == nil || !strings.Contains(err.Error(), "reach the brokers 127.0.0.1:1: ") ||
		!strings.Contains(err.Error(), "check --brokers") {
		t.Error(err)
	}
}

// TestSessionTimeoutOutOfRange: what the broker will never take is told at once, not tried for
// ever.
func TestSessionTimeoutOutOfRange(t *testing.T) {
	b := &bed{t: t, c: fake(t)}
	b.c.CreateTopics(t, 1, "orders", "voyages", "container-metrics")
	flags := b.flags(t.TempDir(), 1)
	flags["sessionTimeout"] = "300ms"
	loaded, err := config.Load("", nil, flags)
	if err != nil {
		t.Fatal(err)
	}
	book, err := rule.ParseBook([]byte("default: {maxGap: 1h}"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := worker.NewWithRules(loaded, book, nil).Run(ctx); err == nil ||
		!strings.Contains(err.Error(), "choose a session timeout within that range") {
		t.Error(err)
	}
}
