package pipeline_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"

	. "coldchain/pipeline"
	"coldchain/pipeline/examples/bank/ledger"
)

// TestSinkHasOneGroup: a second group, such as a batch replay that was given no output of
// its own, is refused before it has written or made anything. The owner goes on.
func TestSinkHasOneGroup(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	transfers := w.fill(rng, 0, 300, nil)
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	second := func(change func(*Topology)) error {
		top, o := ledger.Topology(w.name), w.options()
		top.Name = w.name + "-again"
		o.OpenStore = NewDisk().Open
		if change != nil {
			change(&top)
		}
		e, err := New(top, o)
		if err != nil {
			t.Fatal(err)
		}
		_, err = e.RunUntilEnd(w.ctx())
		return err
	}
	before := len(w.read(w.name+"-balances")) + len(w.read(w.name+"-done"))
	err := second(nil)
	var foreign *ForeignSinkError
	if !errors.As(err, &foreign) || foreign.Owner != w.name || foreign.Group != w.name+"-again" ||
		!strings.Contains(err.Error(), "holds the output of group "+w.name+", this is group "+
			w.name+"-again: give it an output topic of its own") {
		t.Fatalf("err = %v", err)
	}
	topics, err := w.adm.ListTopics(w.ctx())
	if err != nil {
		t.Fatal(err)
	}
	for name := range topics {
		if strings.HasPrefix(name, w.name+"-again") {
			t.Errorf("topic %s was made", name)
		}
	}
	if got := len(w.read(w.name+"-balances")) + len(w.read(w.name+"-done")); got != before {
		t.Errorf("%d records of output, %d before", got, before)
	}
	own := func(top *Topology) {
		top.Sinks = []Topic{{Name: "balances", Physical: w.name + "-again-balances"},
			{Name: "done", Physical: w.name + "-again-done"}}
	}
	for range 2 { // with empty sinks, then with its own output in them
		if err := second(own); err != nil {
			t.Fatal(err)
		}
	}
	transfers = w.fill(rng, 300, 300, transfers)
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	w.check(transfers, w.disk)
	for _, r := range append(w.read(w.name+"-balances"), w.read(w.name+"-done")...) {
		if Header(r, OwnerHeader) != w.name {
			t.Fatalf("a record of group %q", Header(r, OwnerHeader))
		}
	}
}

// TestSinkOfOthers: records that say nothing of a group do not hide those that do, and
// alone are no reason to refuse.
func TestSinkOfOthers(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	w.createTopic(w.name+"-done", 3)
	put := func(owner string) {
		r := &kgo.Record{Topic: w.name + "-done", Partition: 1, Key: []byte("k")}
		if owner != "" {
			r.Headers = []kgo.RecordHeader{{Key: OwnerHeader, Value: []byte(owner)}}
		}
		if err := w.cl.ProduceSync(w.ctx(), r).FirstErr(); err != nil {
			t.Fatal(err)
		}
	}
	put("")
	put("")
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	put("other")
	var foreign *ForeignSinkError
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); !errors.As(err, &foreign) ||
		foreign.Owner != "other" {
		t.Errorf("err = %v", err)
	}
}
