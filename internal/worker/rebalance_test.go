package worker_test

import (
	"testing"
	"time"

	"coldchain/internal/generate"
	"coldchain/internal/testkafka"
)

// TestStoppedAmongOthers: of three workers one is stopped while records come in. The others take
// over what it had, and the answers are as if nothing had been.
func TestStoppedAmongOthers(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		rules, records := generate.Orders(5, 60)
		b := &bed{t: t, c: c, rules: rules, records: records}
		want := b.want()
		b.create()
		var stops []func() error
		for range 3 {
			_, stop := b.start(t.TempDir(), 1)
			stops = append(stops, stop)
		}
		produced := make(chan error, 1)
		shuffled := b.shuffled(6, records)
		ctx := t.Context()
		go func() { produced <- b.produce(ctx, shuffled, 60, 40*time.Millisecond) }()
		const pause = 50 * time.Millisecond
		for deadline := time.Now().Add(20 * time.Second); b.progress() == 0; time.Sleep(pause) {
			if time.Now().After(deadline) {
				t.Fatal("nothing is committed")
			}
		}
		if err := stops[1](); err != nil {
			t.Fatalf("stop: %v", err)
		}
		if err := <-produced; err != nil {
			t.Fatal(err)
		}
		b.await(want)
		for _, stop := range []func() error{stops[0], stops[2]} {
			if err := stop(); err != nil {
				t.Errorf("stop: %v", err)
			}
		}
	})
}
