package pipeline

import (
	"context"
	"strings"
	"testing"
	"time"
)

func noProcessor(TaskContext) (Processor, error) { return nil, nil }

func TestTopologyValidate(t *testing.T) {
	if b := bank("b"); b.Validate() != nil {
		t.Errorf("the bank: %v", b.Validate())
	}
	bad := Topology{
		Name:     "",
		Sources:  []Topic{{Name: "a", Partitioner: CRC32}, {Name: "b"}, {Name: "b"}, {Name: ""}, {Name: "unread"}, {Name: "n", Partitions: -1, Partitioner: 9}},
		Internal: []Topic{{Name: "errors"}, {Name: "i", Physical: "out"}},
		Sinks:    []Topic{{Name: "out"}},
		Stages: []Stage{
			{Name: "s", Inputs: []string{"a", "b", "out"}, New: noProcessor},
			{Name: "s", Inputs: []string{"a", "n", "i", "errors"}},
			{Name: "u", New: noProcessor},
		},
	}
	err := bad.Validate()
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		"topology: name is empty", "topic b: named twice", "a topic has no name", "topic unread: no stage reads it",
		"topic n: -1 partitions", "topic n: unknown partitioner(9)", "topic errors: the name is taken",
		"topics i and out are both out in Kafka", "input out is neither a source nor an internal topic",
		`stage "s": the name is empty or used twice`, "stage s: no processor", "input a is already read by stage s", "stage u: no inputs",
		"a is partitioned by crc32 and b by murmur2",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not listed: %s", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestOptionsValidate(t *testing.T) {
	good := Options{Brokers: []string{"b:1"}, OpenStore: newDisk().open}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	bad := Options{Threads: -1, MaxCycleRecords: -1, CycleLinger: 2 * time.Minute, IdleAfter: -1, HeartbeatInterval: time.Hour, FetchMaxBytes: 1, Compression: "zip"}
	err := bad.Validate()
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"no brokers", "no OpenStore", "threads is -1", "maxCycleRecords is -1", "cycleLinger 2m0s", "idleAfter is -1ns", "heartbeatInterval 1h0m0s", "fetchMaxBytes 1", `compression "zip"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not listed: %s", want)
		}
	}
	if _, err := New(Topology{}, bad); err == nil || !strings.Contains(err.Error(), "no brokers") || !strings.Contains(err.Error(), "no stages") {
		t.Errorf("New: %v", err)
	}
}

func TestTopicsCreated(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	top := bank(w.name)
	top.Internal[1].Config = map[string]string{"segment.bytes": "2000000"}
	top.Sinks[0].Partitions = 5
	e, err := New(top, w.options())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int32{"-acks": 3, "-moves": 3, "-balances": 5, "-done": 3, "-errors": 3} {
		if got := e.layout.topics[strings.TrimPrefix(name, "-")]; got.partitions != want || got.id == "" {
			t.Errorf("%s: %d partitions, id %q", name, got.partitions, got.id)
		}
	}
	configs, err := w.adm.DescribeTopicConfigs(w.ctx(), w.name+"-acks", w.name+"-done", w.name+"-errors")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range configs {
		got := map[string]string{}
		for _, kv := range c.Configs {
			got[kv.Key] = kv.MaybeValue()
		}
		policy, segment := "delete", ""
		switch c.Name {
		case w.name + "-done":
			policy = "compact"
		case w.name + "-acks":
			segment = "2000000"
		}
		if got["retention.ms"] != "-1" || got["cleanup.policy"] != policy || segment != "" && got["segment.bytes"] != segment {
			t.Errorf("%s: %v", c.Name, got)
		}
	}
}

func TestTopicsRefused(t *testing.T) {
	w := newWorld(t)
	_, err := w.engine(nil).RunUntilEnd(w.ctx())
	if err == nil || !strings.Contains(err.Error(), "source topic "+w.name+"-transfers does not exist: create it") {
		t.Errorf("missing source: %v", err)
	}
	w.createTopic(w.name+"-transfers", 3)
	w.createTopic(w.name+"-acks", 2)
	_, err = w.engine(nil).RunUntilEnd(w.ctx())
	if err == nil || !strings.Contains(err.Error(), w.name+"-acks has 2 partitions but "+w.name+"-transfers, which it meets, has 3: stop all workers, delete the topic") {
		t.Errorf("mismatch: %v", err)
	}
	top := bank(w.name)
	top.Sources = append(top.Sources, Topic{Name: "more", Physical: w.name + "-more", Create: true, Partitions: 4})
	top.Stages[1].Inputs = []string{"moves", "more"}
	e, err := New(top, w.options())
	if err != nil {
		t.Fatal(err)
	}
	err = e.Run(w.ctx())
	if err == nil || !strings.Contains(err.Error(), w.name+"-more has 4 partitions but "+w.name+"-moves") {
		t.Errorf("mismatch of sources: %v", err)
	}
}

// TestGrownTopic: partitions added under the run move keys, so the engine stops.
func TestGrownTopic(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	e := w.start(w.engine(nil))
	eventually(t, "all tasks are live", func() bool { return caughtUp(bankTasks, e) })
	if _, err := w.adm.CreatePartitions(w.ctx(), 1, w.name+"-transfers"); err != nil {
		t.Fatal(err)
	}
	e.threads[0].sess.Client().ForceMetadataRefresh()
	other := w.start(w.engine(nil)) // makes the leader balance, should it not have noticed yet
	<-other.done
	eventually(t, "the engine ends", func() bool {
		e.threads[0].sess.Client().ForceMetadataRefresh()
		select {
		case <-e.done:
			return true
		default:
			return false
		}
	})
	if e.err == nil || !strings.Contains(e.err.Error(), "had 3 partitions when the engine started and has 4 now") {
		t.Errorf("err = %v", e.err)
	}
	if other.err == nil || !strings.Contains(other.err.Error(), "stage transfers") {
		t.Errorf("a new worker: %v", other.err)
	}
}

// TestLineage changes with what a store was made from.
func TestLineage(t *testing.T) {
	stage := func(id string, n int32) *stageInfo {
		return &stageInfo{Stage: Stage{Name: "s"}, partitions: n, inputs: []*topicInfo{{physical: "a", id: id, partitioner: Murmur2}}}
	}
	seen := map[string]bool{lineageOf("t", stage("1", 3)): true, lineageOf("t", stage("2", 3)): true, lineageOf("t", stage("1", 4)): true, lineageOf("u", stage("1", 3)): true}
	if len(seen) != 4 {
		t.Errorf("lineages collide: %v", seen)
	}
	if again := lineageOf("t", stage("1", 3)); !seen[again] {
		t.Error("lineage is not stable")
	}
}

func TestUnreachableBroker(t *testing.T) {
	o := Options{Brokers: []string{"127.0.0.1:1"}, OpenStore: newDisk().open}
	e, err := New(bank("b"), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if _, err := e.RunUntilEnd(ctx); err == nil {
		t.Error("no error though nothing was reached")
	}
}
