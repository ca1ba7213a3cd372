package oracle

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// fishBook has one product: a reading speaks for an hour, 30 minutes above 5 are allowed.
const fishBook = `{"version":3,"rules":{"fish":{"maxGap":"1h","limits":[` +
	`{"id":"warm","metric":"temperature","above":5.0,"single":"30m"}]}}}`

// recordTime is 2026-03-20T00:00:00Z, after all that happens in these tests.
const recordTime = int64(1773964800000)

// testLog is a log in the making; each topic's offsets ascend by partition.
type testLog struct {
	recs []Record
	next map[string]int64
}

func (l *testLog) add(topic string, partition int32, key, value string) *testLog {
	if l.next == nil {
		l.next = map[string]int64{}
	}
	place := fmt.Sprint(topic, partition)
	l.recs = append(l.recs, Record{topic, partition, l.next[place], recordTime, &key, &value})
	l.next[place]++
	return l
}

func (l *testLog) order(id, kind, fields string) *testLog {
	return l.add(topicOrders, 0, id, `{"type":"`+kind+`","orderID":"`+id+`",`+fields+`}`)
}

func (l *testLog) voyage(id, kind, fields string) *testLog {
	return l.add(topicVoyages, 0, id, `{"type":"`+kind+`","voyageID":"`+id+`",`+fields+`}`)
}

// reading adds one at a time of 5 March 2026.
func (l *testLog) reading(id, clock, fields string) *testLog {
	return l.add(topicMetrics, 0, id,
		`{"type":"ContainerMetric","time":"2026-03-05T`+clock+`Z",`+fields+`}`)
}

// shipped begins a log with order O-1 of fish in container C-1 on voyage V-1, planned from 00:00 to
// 06:00.
func shipped(rule string) *testLog {
	return new(testLog).
		order("O-1", "OrderCreated", `"time":"2026-03-01T00:00Z","productID":"fish"`+rule).
		order("O-1", "ContainerAllocated", `"time":"2026-03-01T01:00Z","containerID":"C-1"`).
		order("O-1", "VoyageAssigned", `"time":"2026-03-01T02:00Z","voyageID":"V-1"`).
		voyage("V-1", "VoyageScheduled", `"time":"2026-03-01T00:00Z",`+
			`"plannedDeparture":"2026-03-05T00:00Z","plannedArrival":"2026-03-05T06:00Z"`)
}

// judged gives the projections and refusals of the log, and fails the test on any error.
func judged(t *testing.T, book string, l *testLog) ([]map[string]any, []Refusal) {
	t.Helper()
	projections, refused, err := Judge([]byte(book), l.recs, 0)
	if err != nil {
		t.Fatal(err)
	}
	return projections, refused
}

// expect compares values at paths ("containers.0.phase") of a projection with JSON texts, or with
// "absent". A path that ends in names (":start,end") takes these of each of a list.
func expect(t *testing.T, projection map[string]any, wants map[string]string) {
	t.Helper()
	for path, want := range wants {
		var at any = projection
		steps, names, each := strings.Cut(path, ":")
		for _, step := range strings.Split(steps, ".") {
			switch v := at.(type) {
			case map[string]any:
				at = v[step]
			case []any:
				var i int
				if _, err := fmt.Sscan(step, &i); err != nil || i >= len(v) {
					t.Fatalf("no %s in a list of %d", path, len(v))
				}
				at = v[i]
			default:
				at = nil
			}
		}
		if each {
			at = columns(at, strings.Split(names, ","))
		}
		got, err := json.Marshal(at)
		if err != nil {
			t.Fatal(err)
		}
		if at == nil && want == "absent" {
			continue
		}
		if want == "absent" || at == nil || len(Diff([]byte(want), got)) > 0 {
			t.Errorf("%s: want %s, got %s", path, want, got)
		}
	}
}

// columns takes fields of each of a list of objects.
func columns(v any, names []string) any {
	list, ok := v.([]any)
	if !ok {
		return nil
	}
	rows := []any{}
	for _, item := range list {
		row := []any{}
		for _, name := range names {
			row = append(row, item.(map[string]any)[name])
		}
		rows = append(rows, row)
	}
	return rows
}

func TestRefusedLogs(t *testing.T) {
	v := `{}`
	for name, recs := range map[string][]Record{
		"another topic": {{Topic: "compliance", Value: &v}},
		"one place two times": {{Topic: topicOrders, Offset: 4, Value: &v}, {Topic: topicOrders,
			Offset: 4, Value: &v}},
		"a book without sense": nil,
	} {
		book := fishBook
		if recs == nil {
			book = `{"rule":{}}`
		}
		if _, _, err := Judge([]byte(book), recs, 0); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
