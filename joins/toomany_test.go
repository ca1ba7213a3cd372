package joins

import (
	"fmt"
	"testing"

	"coldchain/joins/event"
)

// quoted writes a text as JSON, with every byte escaped that may be.
func quoted(text string) string {
	b := []byte{'"'}
	for _, c := range []byte(text) {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}

// What is one too many of its key is refused and leaves no trace, however often the log holds it;
// what was named before goes on (SPECIFICATION 2.9).
func TestTooMany(t *testing.T) {
	const orders, metrics = event.Orders, event.ContainerMetrics
	f := func(bound int, from event.Topic, key string, naming func(i int) string) {
		t.Helper()
		r := newRing(t, sampleBook)
		at := genesis
		add := func(i int, want event.Code) {
			t.Helper()
			at += minute
			if code := r.add(from, key, at, naming(i)); code != want {
				t.Errorf("%s: %q, want %q", naming(i), code, want)
			}
		}
		for i := range bound {
			add(i, "")
			add(i, "") // named already
		}
		r.turn(Cycle{Exhausted: true})
		before, answer := r.dump(), string(r.projections[key])
		for range 3 {
			add(bound, event.TooMany)
			add(bound+1, event.TooMany)
			r.turn(Cycle{Exhausted: true})
		}
		if r.dump() != before || string(r.projections[key]) != answer {
			t.Errorf("%s left a trace", naming(bound))
		}
		add(0, "")
		add(bound-1, "")
		if code := r.add(from, "another", at, naming(bound)); code != "" {
			t.Errorf("of another key: %s", code)
		}
	}
	f(event.MaxContainers, orders, "O", func(i int) string {
		return fmt.Sprintf(`"ContainerAllocated","containerID":"C-%d"`, i)
	})
	f(event.MaxContainers, orders, "O", func(i int) string { // whatever the event says of it
		kinds := []string{"ContainerAllocated", "ContainerDeallocated", "ContainerStuffed",
			"OrderSpoilt"}
		return fmt.Sprintf(`"%s","containerID":"C-%d"`, kinds[i%len(kinds)], i)
	})
	f(event.MaxLegs, orders, "O", func(i int) string {
		return fmt.Sprintf(`"VoyageAssigned","voyageID":"V","leg":%d`, i+1)
	})
	f(event.MaxLegs, orders, "O", func(i int) string { // one of a container counts, too
		return fmt.Sprintf(`"%s","voyageID":"V","leg":%d,"containerID":"C"`,
			[]string{"VoyageAssigned", "VoyageUnassigned"}[i%2], i+1)
	})
	f(event.MaxSensors, metrics, "C", func(i int) string {
		return fmt.Sprintf(`"ContainerMetric","temperature":4,"sensor":"s-%d"`, i)
	})
}

// An event that names a container too many names no leg either, and the other way round.
func TestTooManyNamesNothing(t *testing.T) {
	r := newRing(t, sampleBook)
	for i := range event.MaxContainers {
		r.must(r.add(event.Orders, "O", genesis,
			fmt.Sprintf(`"ContainerAllocated","containerID":"C-%d"`, i)), nil)
	}
	refused := func(fields string) {
		t.Helper()
		if code := r.add(event.Orders, "O", genesis, fields); code != event.TooMany {
			t.Errorf("%s: %q", fields, code)
		}
	}
	for leg := 1; leg <= 2*event.MaxLegs; leg++ {
		refused(fmt.Sprintf(`"VoyageAssigned","voyageID":"V","leg":%d,"containerID":"C-x"`, leg))
	}
	for leg := 1; leg <= event.MaxLegs; leg++ { // so there is room for all
		r.must(r.add(event.Orders, "O", genesis,
			fmt.Sprintf(`"VoyageAssigned","voyageID":"V","leg":%d`, leg)), nil)
	}
	refused(`"VoyageAssigned","voyageID":"V","leg":51`)
	refused(`"VoyageUnassigned","voyageID":"V","leg":51,"containerID":"C-0"`)
	// the default leg 1
	r.must(r.add(event.Orders, "O", genesis, `"VoyageAssigned","voyageID":"V"`), nil)
}

// What is named is counted for each partition of the source on its own.
func TestTooManyOfAPartition(t *testing.T) {
	r := newRing(t, sampleBook)
	add := func(partition int32, topic event.Topic, key, fields string) event.Code {
		id := [numSources]string{"orderID", "voyageID", "containerID"}[topic]
		value := fmt.Appendf(nil, `{"%s":"%s","type":%s}`, id, key, fields)
		return r.fold(topic, &event.Record{Partition: partition, Offset: r.next(topic),
			Timestamp: genesis,
			Key:       []byte(key), Value: value})
	}
	for partition := range int32(3) {
		for i := range event.MaxSensors {
			r.must(add(partition, event.ContainerMetrics, "C",
				fmt.Sprintf(`"ContainerMetric","temperature":4,"sensor":"s-%d-%d"`,
					partition%2, i)), nil)
		}
		for i := range event.MaxContainers {
			r.must(add(partition, event.Orders, "O",
				fmt.Sprintf(`"ContainerAllocated","containerID":"C-%d-%d"`, partition%2, i)), nil)
		}
		if code := add(partition, event.ContainerMetrics, "C",
			`"ContainerMetric","temperature":4,"sensor":"x"`); code != event.TooMany {
			t.Errorf("sensor of partition %d: %q", partition, code)
		}
		if code := add(partition, event.Orders, "O",
			`"ContainerAllocated","containerID":"x"`); code != event.TooMany {
			t.Errorf("container of partition %d: %q", partition, code)
		}
	}
}

const sampleBook = `{"version":3,"rules":{"fresh-salmon":{
	"maxGap":"1h","minCoverage":0.95,"maxBlind":"6h","limits":[
	{"id":"warm","metric":"temperature","above":5,"single":"30m","cumulative":"2h"},
	{"id":"freeze","metric":"temperature","below":-1,"single":"0s"},
	{"id":"drift","metric":"temperature","aboveSetPoint":2,"single":"4h","exemptDuringDefrost":true},
	{"id":"stale","metric":"co2","atOrAbove":12,"cumulative":"6h"}]}},
	"default":{"maxGap":"2h","limits":[{"id":"w","metric":"temperature","above":8,"single":"0s"}]}}`
