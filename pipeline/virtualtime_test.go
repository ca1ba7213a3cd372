package pipeline_test

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	. "coldchain/pipeline"
)

// virtual is a world whose clock is the test's own, broker included.
type virtual struct{ *world }

func newVirtual(t *testing.T, name string, partitions int32) *virtual {
	t.Helper()
	var network kfake.VirtualNetwork
	fake, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.ListenFn(network.Listen),
		kfake.Ports(9092), kfake.SeedTopics(partitions, name+"-in"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fake.Close)
	dial := kgo.Dialer(network.DialContext)
	cl, err := kgo.NewClient(kgo.SeedBrokers(fake.ListenAddrs()...), dial,
		kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cl.Close)
	return &virtual{&world{t: t, disk: NewDisk(), name: name, brokers: fake.ListenAddrs(),
		fake: fake, cl: cl, adm: kadm.NewClient(cl), opts: []kgo.Opt{dial}}}
}

// engine is one with the default settings unless change says otherwise.
func (v *virtual) engine(topology Topology, change func(*Options)) *Engine {
	v.t.Helper()
	o := Options{Brokers: v.brokers, ClientOpts: v.opts, OpenStore: v.disk.Open}
	if change != nil {
		change(&o)
	}
	e, err := New(topology, o)
	if err != nil {
		v.t.Fatal(err)
	}
	return e
}

// fill produces n records with the keys from, from+1 and so on.
func (v *virtual) fill(from, n int) {
	ends, err := v.adm.ListEndOffsets(context.Background(), v.name+"-in")
	if err != nil {
		v.t.Error(err)
	}
	partitions := int32(len(ends[v.name+"-in"]))
	var recs []*kgo.Record
	for i := from; i < from+n; i++ {
		recs = append(recs, &kgo.Record{Topic: v.name + "-in", Partition: int32(i) % partitions,
			Key: strconv.AppendInt(nil, int64(i), 10), Value: []byte("v")})
	}
	if err := v.cl.ProduceSync(context.Background(), recs...).FirstErr(); err != nil {
		v.t.Error(err)
	}
}

// sent says how often each of the keys 0 to n-1 is in the output.
func (v *virtual) sent(n int) []int {
	v.t.Helper()
	times := make([]int, n)
	for _, r := range v.read(v.name + "-ticks") {
		i, err := strconv.Atoi(string(r.Key))
		if err != nil || i >= n {
			v.t.Errorf("key %q: %v", r.Key, err)
			continue
		}
		times[i]++
	}
	return times
}

// checkOnce expects each of the keys 0 to n-1 once in the output.
func (v *virtual) checkOnce(n int) {
	v.t.Helper()
	for i, times := range v.sent(n) {
		if times != 1 {
			v.t.Errorf("key %d came %d times", i, times)
		}
	}
}

// TestProgressInterval lets ten minutes pass: the interval comes when it is due, no more and no
// less.
func TestProgressInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(t, "vt", 1)
		e := v.engine(Ticker("vt"), nil)
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute+5*time.Second)
		defer cancel()
		if err := e.Run(ctx); err != nil {
			t.Fatal(err)
		}
		if n := e.Counted("pipeline_cycles_total", "committed"); n != 60 {
			t.Errorf("%v ticks in ten minutes, want 60", n)
		}
		ends, err := v.adm.ListEndOffsets(context.Background(), "vt-ticks")
		if err != nil {
			t.Fatal(err)
		}
		if end, _ := ends.Lookup("vt-ticks", 0); end.Offset != 120 {
			t.Errorf("the topic ends at %d, want 60 ticks and 60 commit markers", end.Offset)
		}
	})
}
