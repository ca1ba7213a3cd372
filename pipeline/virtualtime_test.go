package pipeline_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	. "coldchain/pipeline"
)

// TestProgressInterval lets ten minutes pass on a clock of its own, broker
// included: the interval comes when it is due, no more and no less.
func TestProgressInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var network kfake.VirtualNetwork
		fake, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.ListenFn(network.Listen),
			kfake.Ports(9092), kfake.SeedTopics(1, "vt-in"))
		if err != nil {
			t.Fatal(err)
		}
		defer fake.Close()
		dial := kgo.Dialer(network.DialContext)
		e, err := New(Ticker("vt"), Options{Brokers: fake.ListenAddrs(),
			ClientOpts: []kgo.Opt{dial}, OpenStore: NewDisk().Open})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute+5*time.Second)
		defer cancel()
		if err := e.Run(ctx); err != nil {
			t.Fatal(err)
		}
		if n := e.Counted("pipeline_cycles_total", "committed"); n != 60 {
			t.Errorf("%v ticks in ten minutes, want 60", n)
		}
		cl, err := kgo.NewClient(kgo.SeedBrokers(fake.ListenAddrs()...), dial)
		if err != nil {
			t.Fatal(err)
		}
		defer cl.Close()
		ends, err := kadm.NewClient(cl).ListEndOffsets(context.Background(), "vt-ticks")
		if err != nil {
			t.Fatal(err)
		}
		if end, _ := ends.Lookup("vt-ticks", 0); end.Offset != 120 {
			t.Errorf("the topic ends at %d, want 60 ticks and 60 commit markers", end.Offset)
		}
	})
}
