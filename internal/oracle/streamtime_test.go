package oracle

import (
	"fmt"
	"testing"
	"time"
)

// murmur2 puts abc on partition 3 of 4, foobar on 2 and 21 on 0.
func TestStreamTimeIsThePartitions(t *testing.T) {
	l := shipped("")
	for _, id := range []string{"abc", "foobar", "21"} {
		l.order("O-1", "ContainerAllocated", `"ts":1,"containerID":"`+id+`"`)
	}
	l.order("O-1", "ContainerDeallocated", `"time":"2026-03-02T00:00Z","containerID":"C-1"`).
		add(topicMetrics, 3, "other",
			`{"type":"ContainerMetric","time":"2026-03-05T02:00Z","o2":4}`).
		reading("21", "01:00:00", `"temperature":4`)
	p, _ := judged(t, fishBook, l)
	expect(t, p[0], map[string]string{
		"containers:containerID,through": `[["21","2026-03-05T01:00:00Z"],["abc","2026-03-05T02:00:00Z"],` +
			`["foobar",null]]`,
		"phase": `"awaiting_departure"`, "verdict": `"undetermined"`, "reasons": `["no_readings"]`,
	})
}

// A reading counts for at most its record's timestamp and the lead.
func TestClocksThatAreAhead(t *testing.T) {
	at := func(clock string) int64 {
		ms, err := textTime("2026-03-05T" + clock + "Z")
		if err != nil {
			t.Fatal(err)
		}
		return ms
	}
	for _, c := range []struct {
		said, recorded string
		lead           time.Duration
		through        string
	}{
		{"03:00:00", "02:55:00", DefaultLead, "2026-03-05T03:00:00Z"},
		{"03:00:00", "02:55:00.001", DefaultLead, "2026-03-05T03:00:00Z"},
		{"03:00:00", "02:54:59.999", DefaultLead, "2026-03-05T02:59:59.999Z"},
		{"03:00:00", "01:00:00", DefaultLead, "2026-03-05T01:05:00Z"},
		{"03:00:00", "01:00:00", time.Hour, "2026-03-05T02:00:00Z"},
		{"03:00:00", "01:00:00", 0, "2026-03-05T01:00:00Z"},
		{"03:00:00", "09:00:00", 0, "2026-03-05T03:00:00Z"},
		{"00:30:00", "00:00:00", 0, "2026-03-05T00:10:00Z"},
	} {
		l := shipped("").reading("C-1", "00:10:00", `"temperature":4`)
		l.reading("C-1", c.said, `"temperature":9`)
		l.recs[len(l.recs)-1].Timestamp = at(c.recorded)
		p, _, err := JudgeWith(Options{Lead: c.lead}, []byte(fishBook), l.recs)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, p[0], map[string]string{"containers.0.through": `"` + c.through + `"`})
	}
}

// Once the stream time has passed it, such a reading is judged like any other.
func TestClocksThatWereAhead(t *testing.T) {
	l := shipped("").reading("C-1", "00:00:00", `"temperature":4`).reading("C-1", "00:45:00",
		`"temperature":9`)
	l.recs[len(l.recs)-1].Timestamp = recordTime - 15*day // 00:00, which tells 00:05
	p, refused := judged(t, fishBook, l.reading("C-1", "01:00:00", `"temperature":4`))
	if len(refused) > 0 {
		t.Fatal(refused)
	}
	expect(t, p[0], map[string]string{
		"containers.0.excursions:ms,degreeMinutes": `[[900000,60]]`, "verdict": `"respected"`,
	})
}

func TestMurmur2(t *testing.T) {
	for id, want := range map[string]int32{
		"21": -973932308, "foobar": -790332482, "a-little-bit-long-string": -985981536,
		"a-little-bit-longer-string":                       -1486304829,
		"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971, "abc": 479470107,
	} {
		if got := int32(murmur2([]byte(id))); got != want {
			t.Errorf("%s: want %d, got %d", id, want, got)
		}
		for partitions := range 5 {
			if partitions > 0 &&
				PartitionOf(id, partitions) != (want&0x7fffffff)%int32(partitions) {
				t.Errorf("%s of %d: %d", id, partitions, PartitionOf(id, partitions))
			}
		}
	}
}

func TestOffsetOrdersRecords(t *testing.T) {
	l := shipped("")
	for _, temperature := range []int{4, 6, 7, 7} {
		l.reading("C-1", "00:00:00", fmt.Sprintf(`"temperature":%d`, temperature))
	}
	l.reading("C-1", "01:00:00", `"temperature":4`)
	want, _ := judged(t, fishBook, l)
	expect(t, want[0], map[string]string{
		"containers.0.temperature.max": "7",
		"containers.0.readings": `{"count":1,"faulty":0,"duplicates":1,"conflicts":2,` +
			`"first":"2026-03-05T00:00:00Z","last":"2026-03-05T00:00:00Z"}`,
	})
	for i, j := 0, len(l.recs)-1; i < j; i, j = i+1, j-1 {
		l.recs[i], l.recs[j] = l.recs[j], l.recs[i]
	}
	got, _ := judged(t, fishBook, l)
	for _, d := range Diff(want, got) {
		t.Error(d)
	}
}
