package replay

import (
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/bench/fleet"
	"coldchain/joins/event"
)

// TestTake: what floors do with records, they do without a refusal with those of a history, and
// say so of others.
func TestTake(t *testing.T) {
	f := fleet.NewFill(fleet.FillOptions{Readings: 200, Containers: 10})
	sources := map[string]event.Topic{f.Topics().Orders: event.Orders,
		f.Topics().Voyages: event.Voyages}
	for _, kind := range Kinds() {
		take, finish, err := kind.reader(2)
		if err != nil {
			t.Fatal(err)
		}
		if kind == Bare {
			if take != nil || finish != nil {
				t.Error("the bare consumer does something")
			}
			continue
		}
		n := int64(0)
		add := func(from event.Topic, key, value []byte) error {
			n++
			return takeAll(from, []*kgo.Record{{Key: key, Value: value, Offset: n,
				Timestamp: f.Start()}}, take)
		}
		for r := range f.Events() {
			if err := add(sources[r.Topic], r.Key, r.Value); err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
		}
		for i := range f.Readings() {
			if err := add(event.ContainerMetrics, []byte(f.ContainerOf(i)),
				f.AppendReading(nil, i)); err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
		}
		err = add(event.ContainerMetrics, []byte("C"), []byte("{"))
		if err == nil || !strings.Contains(err.Error(), "bad_json") {
			t.Errorf("%s takes half a record: %v", kind, err)
		}
		if finish != nil {
			if answers, err := finish(); err != nil || !strings.HasPrefix(answers, "10 orders, ") {
				t.Errorf("%s: %v, %s", kind, err, answers)
			}
		}
	}
	if _, _, err := Kind("other").reader(1); err == nil {
		t.Error("there is no other floor")
	}
}
