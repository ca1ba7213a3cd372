package oracle

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// The last event that names something new is refused, unless it was named before; nothing else of
// it counts, and another partition counts for itself.
func TestTooMany(t *testing.T) {
	l := new(testLog)
	codes := func() string {
		_, refused := judged(t, fishBook, l)
		var out []string
		for _, r := range refused {
			out = append(out, fmt.Sprint(r.Topic, " ", r.Partition, "/", r.Offset, " ", r.Code))
		}
		return strings.Join(out, ", ")
	}
	for i := range 200 {
		l.order("O-1", "ContainerDeallocated", fmt.Sprintf(`"ts":1,"containerID":"C-%d"`, i))
	}
	for i := range 49 {
		l.order("O-1", "VoyageUnassigned", fmt.Sprintf(`"ts":1,"voyageID":"V","leg":%d`, i+2))
	}
	for i := range 64 {
		l.add(topicMetrics, 0, "C-1", fmt.Sprintf(
			`{"type":"ContainerMetric","o2":1,"sensor":"s%d"}`, i))
	}
	if got := codes(); got != "" {
		t.Fatal(got)
	}
	l.order("O-1", "OrderSpoilt", `"ts":1,"containerID":"C-200"`).
		order("O-1", "ContainerStuffed", `"ts":1,"containerID":"C-199"`).
		order("O-1", "VoyageAssigned", `"ts":1,"voyageID":"V","containerID":"C-201"`).
		// its leg 1 doesn't count
		order("O-1", "VoyageAssigned", `"ts":1,"voyageID":"V","leg":60`). // the fiftieth
		order("O-1", "VoyageAssigned", `"ts":1,"voyageID":"V"`).
		order("O-1", "VoyageAssigned", `"ts":1,"voyageID":"V","leg":50,"containerID":"C-0"`).
		order("O-1", "OrderCancelled", `"ts":1,"containerID":"C-202"`). // of no meaning there
		add(topicOrders, 1, "O-1", `{"type":"ContainerAllocated","containerID":"C-200"}`).
		order("O-2", "ContainerAllocated", `"ts":1,"containerID":"C-200"`).
		add(topicMetrics, 0, "C-1", `{"type":"ContainerMetric","o2":1}`).
		add(topicMetrics, 0, "C-1", `{"type":"ContainerMetric","o2":2,"sensor":"s7"}`).
		add(topicMetrics, 0, "C-2", `{"type":"ContainerMetric","o2":2}`)
	want := "container-metrics 0/64 too_many, orders 0/249 too_many, orders 0/251 too_many, " +
		"orders 0/253 too_many"
	if got := codes(); got != want {
		t.Errorf("want %s, got %s", want, got)
	}
}

// A voyage may name any number of containers.
func TestVoyagesMayNameMany(t *testing.T) {
	l := new(testLog)
	for i := range 300 {
		l.voyage("V-1", "ContainerLoaded", fmt.Sprintf(`"ts":1,"containerID":"C-%d"`, i))
	}
	if _, refused := judged(t, fishBook, l); len(refused) > 0 {
		t.Error(refused[0])
	}
}

func TestCompact(t *testing.T) {
	v := map[string]any{
		"b": []any{nil, true, json.Number("1.50"), "a\"\\/\b\f\n\r\t\x1f\x7fä<&\u2028"},
		"a": map[string]any{},
	}
	want := `{"a":{},"b":[null,true,1.50,"a\"\\/\u0008\u000c\n\r\t\u001f` + "\x7fä<&\u2028" + `"]}`
	if got := string(compact(v)); got != want {
		t.Errorf("want %s, got %s", want, got)
	}
}

// long gives a projection whose size is n, with m bytes in gaps and as many in legs.
func long(n, m int) map[string]any {
	p := map[string]any{
		"claims": []any{}, "decisions": []any{}, "claimCount": count(0), "customerID": "",
		"containers": []any{map[string]any{
			"gaps": []any{strings.Repeat("g", m)}, "excursions": []any{}, "gapCount": count(1),
			"segments": []any{}, "legs": []any{strings.Repeat("l", m)}, "rule": map[string]any{},
			"limits": []any{}, "reasons": []any{},
		}},
	}
	p["customerID"] = strings.Repeat("x", n-len(compact(p)))
	return p
}

func keys(m map[string]any) string {
	return strings.Join(slices.Sorted(maps.Keys(m)), " ")
}

func TestBoundedProjections(t *testing.T) {
	for _, c := range []struct {
		size, part int
		top, inner string
	}{
		{maxProjection, 1000, "claimCount claims containers customerID decisions",
			"excursions gapCount gaps legs limits reasons rule segments"},
		{maxProjection + 1, 1000, "claimCount claims containers customerID decisions truncated",
			"gapCount legs limits reasons rule segments"},
		// "gaps":["…"], and "excursions":[], of 1000 + 28 bytes go, "truncated":true, of 17 comes.
		// So the first of these is exactly short enough.
		{maxProjection + 1000 + 28 - 17, 1000,
			"claimCount claims containers customerID decisions truncated",
			"gapCount legs limits reasons rule segments"},
		{maxProjection + 1000 + 28 - 17 + 1, 1000, "claimCount containers customerID truncated",
			"gapCount"},
	} {
		p := bounded(long(c.size, c.part))
		inner := p["containers"].([]any)[0].(map[string]any)
		if keys(p) != c.top || keys(inner) != c.inner {
			t.Errorf("%d bytes: %s; %s; %d", c.size, keys(p), keys(inner), len(compact(p)))
		}
	}
}

func TestMostListed(t *testing.T) {
	l := shipped("")
	for i := range 1003 {
		for k, temperature := range []int{6, 4} {
			s := 2*i + k
			l.reading("C-1", fmt.Sprintf("00:%02d:%02d", s/60, s%60),
				fmt.Sprintf(`"temperature":%d`, temperature))
		}
	}
	p, _ := judged(t, fishBook, l)
	expect(t, p[0], map[string]string{
		"containers.0.excursionCount":       "1003",
		"containers.0.excursions.0.start":   `"2026-03-05T00:00:06Z"`,
		"containers.0.excursions.999.start": `"2026-03-05T00:33:24Z"`,
		"containers.0.limits:excursions":    "[[1003]]",
	})
	containers := p[0]["containers"].([]any)
	if n := len(containers[0].(map[string]any)["excursions"].([]any)); n != mostListed {
		t.Errorf("%d excursions are listed", n)
	}
}

func TestMostGaps(t *testing.T) {
	l := shipped(`,"rule":{"id":"own","maxGap":"1s","limits":[` +
		`{"id":"warm","metric":"temperature","above":5,"single":"0"}]}`)
	for i := range 1003 {
		l.reading("C-1", fmt.Sprintf("00:%02d:%02d", 2*i/60, 2*i%60), `"temperature":4`)
	}
	p, _ := judged(t, fishBook, l)
	expect(t, p[0], map[string]string{
		"containers.0.gapCount": "1002", "containers.0.gaps.0.start": `"2026-03-05T00:00:05Z"`,
		"containers.0.gaps.999.end": `"2026-03-05T00:33:24Z"`, "containers.0.coverage": "0.5",
	})
}
