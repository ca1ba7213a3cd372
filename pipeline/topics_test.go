package pipeline_test

import (
	"context"
	"strings"
	"testing"
	"time"

	. "coldchain/pipeline"
	"coldchain/pipeline/examples/bank/ledger"
)

func TestTopicsCreated(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	top := ledger.Topology(w.name)
	top.Sinks[0].Partitions = 5
	e, err := New(top, w.options())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int32{"-acks": 3, "-moves": 3, "-balances": 5, "-done": 3,
		"-errors": 3} {
		if got, id := e.ResolvedTopic(strings.TrimPrefix(name, "-")); got != want || id == "" {
			t.Errorf("%s: %d partitions, id %q", name, got, id)
		}
	}
	configs, err := w.adm.DescribeTopicConfigs(w.ctx(), w.name+"-acks", w.name+"-done",
		w.name+"-errors")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range configs {
		got := map[string]string{}
		for _, kv := range c.Configs {
			got[kv.Key] = kv.MaybeValue()
		}
		policy := "delete"
		if c.Name == w.name+"-done" {
			policy = "compact"
		}
		if got["retention.ms"] != "-1" || got["cleanup.policy"] != policy {
			t.Errorf("%s: %v", c.Name, got)
		}
	}
}

func TestTopicsRefused(t *testing.T) {
	w := newWorld(t)
	_, err := w.engine(nil).RunUntilEnd(w.ctx())
	if err == nil || !strings.Contains(err.Error(), "source topic "+w.name+"-transfers does not "+
		"exist: create it") {
		t.Errorf("missing source: %v", err)
	}
	w.createTopic(w.name+"-transfers", 3)
	w.createTopic(w.name+"-acks", 2)
	_, err = w.engine(nil).RunUntilEnd(w.ctx())
	if err == nil || !strings.Contains(err.Error(), w.name+"-acks has 2 partitions but "+
		w.name+"-transfers, which it meets, has 3: stop all workers, delete the topic") {
		t.Errorf("mismatch: %v", err)
	}
	top := ledger.Topology(w.name)
	top.Sources = append(top.Sources, Topic{Name: "more", Physical: w.name + "-more", Create: true,
		Partitions: 4})
	top.Stages[1].Inputs = []string{"moves", "more"}
	e, err := New(top, w.options())
	if err != nil {
		t.Fatal(err)
	}
	err = e.Run(w.ctx())
	if err == nil || !strings.Contains(err.Error(), w.name+"-more has 4 partitions but "+
		w.name+"-moves") {
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
	e.RefreshMetadata()
	other := w.start(w.engine(nil)) // makes the leader balance, should it not have noticed yet
	<-other.done
	eventually(t, "the engine ends", func() bool {
		e.RefreshMetadata()
		select {
		case <-e.done:
			return true
		default:
			return false
		}
	})
	if e.err == nil || !strings.Contains(e.err.Error(), "had 3 partitions when the engine "+
		"started and has 4 now") {
		t.Errorf("err = %v", e.err)
	}
	if other.err == nil || !strings.Contains(other.err.Error(), "stage transfers") {
		t.Errorf("a new worker: %v", other.err)
	}
}

func TestUnreachableBroker(t *testing.T) {
	o := Options{Brokers: []string{"127.0.0.1:1"}, OpenStore: NewDisk().Open}
	e, err := New(ledger.Topology("b"), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if _, err := e.RunUntilEnd(ctx); err == nil {
		t.Error("no error though nothing was reached")
	}
}
