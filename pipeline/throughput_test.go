package pipeline

import (
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// BenchmarkTake times the loop itself: polled records to a processor that does
// nothing with them.
func BenchmarkTake(b *testing.B) {
	e, err := New(Ticker("b"), Options{Brokers: []string{"b:1"}, OpenStore: NewDisk().Open})
	if err != nil {
		b.Fatal(err)
	}
	th, fetches := takeFixture(e)
	b.ReportAllocs()
	for b.Loop() {
		if n, err := th.replay(fetches); err != nil || n != fixtureRecords {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.N)*fixtureRecords/b.Elapsed().Seconds(), "records/s")
}

const fixtureRecords = 1000

func takeFixture(e *Engine) (*thread, kgo.Fetches) {
	stage := &stageInfo{Stage: e.t.Stages[0], partitions: 1,
		inputs: []*topicInfo{{name: "in", physical: "in"}}}
	one := newTask(Task{"tick", 0}, stage)
	one.proc = TickStage{}
	one.live.Store(true)
	th := &thread{e: e, begun: true, tasks: map[Task]*task{one.Task: one},
		inputs: map[string][]*input{"in": one.inputs}, owner: map[*input]*task{one.inputs[0]: one}}
	p := kgo.FetchPartition{LastStableOffset: fixtureRecords}
	for i := range fixtureRecords {
		p.Records = append(p.Records, &kgo.Record{Topic: "in", Offset: int64(i),
			Value: make([]byte, 400)})
	}
	return th, kgo.Fetches{{Topics: []kgo.FetchTopic{{Topic: "in",
		Partitions: []kgo.FetchPartition{p}}}}}
}

// replay takes the same records once more.
func (t *thread) replay(fetches kgo.Fetches) (n int, err error) {
	in := t.inputs["in"][0]
	in.position, in.polled = 0, 0
	p := &fetches[0].Topics[0].Partitions[0]
	if err := t.keep("in", p); err != nil {
		return 0, err
	}
	began := time.Now()
	for len(t.kept) > 0 {
		more, err := t.fold(lookEvery, began)
		if err != nil {
			return n, err
		}
		n += more
	}
	return n, nil
}

// TestTakeAllocates nothing per record.
func TestTakeAllocates(t *testing.T) {
	e, err := New(Ticker("b"), Options{Brokers: []string{"b:1"}, OpenStore: NewDisk().Open})
	if err != nil {
		t.Fatal(err)
	}
	th, fetches := takeFixture(e)
	e.noteFirst(time.Now())
	n := testing.AllocsPerRun(100, func() {
		if _, err := th.replay(fetches); err != nil {
			t.Fatal(err)
		}
	})
	if n > 0 {
		t.Errorf("%v allocations for %d records", n, fixtureRecords)
	}
}

// TestEmitAllocates only blocks: records, keys and values come from arenas.
func TestEmitAllocates(t *testing.T) {
	sent := 0
	out := Output{topics: map[string]*topicInfo{"t": {name: "t", physical: "p", kind: sink,
		partitions: 4, partitioner: Murmur2}}, send: func(*kgo.Record) { sent++ }}
	key, value := []byte("some-key"), make([]byte, 50)
	if n := testing.AllocsPerRun(1000, func() { out.Emit("t", key, value) }); n > 0.1 {
		t.Errorf("%v allocations per Emit", n)
	}
	if sent < 1000 || out.err != nil {
		t.Errorf("sent %d, %v", sent, out.err)
	}
	out.Emit("nowhere", key, value)
	if out.err == nil {
		t.Error("a topic that is not in the topology is accepted")
	}
}
