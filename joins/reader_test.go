package joins

import (
	"slices"
	"testing"

	"coldchain/joins/event"
)

// A reader gives what was published last, whoever asks, and nothing of an order that is not known.
func TestOrderReader(t *testing.T) {
	r := newRing(t, sampleBook)
	reader := NewOrderReader(r.settings.Book, r.states[0])
	for _, id := range []string{"O-2", "O-1", "O-3"} {
		r.must(r.add(event.Orders, id, genesis, `"OrderCreated","productID":"fresh-salmon"`), nil)
		r.must(r.add(event.Orders, id, genesis, `"ContainerAllocated","containerID":"C-1"`), nil)
		r.must(r.add(event.Orders, id, genesis, `"ContainerStuffed","containerID":"C-1"`), nil)
	}
	view := r.states[2]
	if _, ok, err := StreamTime(view); ok || err != nil {
		t.Errorf("there is a stream time: %v", err)
	}
	r.must(r.add(event.ContainerMetrics, "C-1", genesis+minute,
		`"ContainerMetric","temperature":9`),
		nil)
	r.turn(Cycle{Exhausted: true})
	if ms, ok, err := StreamTime(view); ms != genesis+minute || !ok || err != nil {
		t.Errorf("stream time %d, %v, %v", ms, ok, err)
	}
	for _, id := range []string{"O-1", "O-2", "O-3"} {
		got, err := reader.Answer(id)
		if err != nil || string(got) != string(r.projections[id]) {
			t.Errorf("%s: %s, %v\nwant %s", id, got, err, r.projections[id])
		}
	}
	if got, err := reader.Answer("O-4"); got != nil || err != nil {
		t.Errorf("O-4: %s, %v", got, err)
	}
	var ids []string
	err := reader.Each(func(id string, p []byte) error {
		if ids = append(ids, id); string(p) != string(r.projections[id]) {
			t.Errorf("%s: %s", id, p)
		}
		return nil
	})
	if err != nil || !slices.Equal(ids, []string{"O-1", "O-2", "O-3"}) {
		t.Errorf("%v, %v", ids, err)
	}
}
