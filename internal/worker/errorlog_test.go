package worker_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/internal/generate"
	"coldchain/internal/oracle"
	"coldchain/internal/testkafka"
)

// TestErrorLog: every record that can't be used is in the error log, once, with its place and its
// code, and is nowhere else.
func TestErrorLog(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		rules, records := generate.Orders(11, 60)
		b := &bed{t: t, c: c, rules: rules, records: records}
		b.fill(3, records)
		b.replay(2, 1)

		_, refused := b.audited(records)
		codes := map[string]bool{}
		offset := offsets(records)
		var want []string
		isRefused := map[string]bool{}
		for _, r := range refused {
			codes[r.Code] = true
			isRefused[place(r.Topic, r.Partition, r.Offset)] = true
			want = append(want, fmt.Sprintf("%s %s",
				place(b.topic(r.Topic), r.Partition, offset[place(r.Topic, r.Partition, r.Offset)]),
				r.Code))
		}
		for _, code := range []string{"null_value", "bad_json", "unknown_type", "missing_id",
			"bad_id", "bad_time", "time_in_future", "bad_value", "no_values", "key_mismatch"} {
			if !codes[code] {
				t.Errorf("no record of the log is refused for %s", code)
			}
		}
		var got []string
		b.committed(b.group()+"-errors", func(r *kgo.Record) {
			var e struct {
				Topic     string
				Partition int32
				Offset    int64
				Code      string
			}
			if err := json.Unmarshal(r.Value, &e); err != nil {
				t.Fatalf("%v in %s", err, r.Value)
			}
			got = append(got, fmt.Sprintf("%s %s", place(e.Topic, e.Partition, e.Offset), e.Code))
		})
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("the error log has %d records, want %d\n got %v\nwant %v", len(got),
				len(want), got, want)
		}

		clean := slices.DeleteFunc(slices.Clone(records), func(r oracle.Record) bool {
			return isRefused[place(r.Topic, r.Partition, r.Offset)]
		})
		if len(clean) == len(records) {
			t.Fatal("nothing was refused")
		}
		without, _ := b.audited(clean)
		b.check(without)
	})
}

func place(topic string, partition int32, offset int64) string {
	return fmt.Sprintf("%s[%d] %d", topic, partition, offset)
}

// offsets are those that a topic gives to the records: theirs have holes.
func offsets(records []oracle.Record) map[string]int64 {
	sorted := slices.Clone(records)
	slices.SortFunc(sorted, func(a, b oracle.Record) int { return cmp.Compare(a.Offset, b.Offset) })
	next, given := map[string]int64{}, map[string]int64{}
	for _, r := range sorted {
		k := fmt.Sprint(r.Topic, r.Partition)
		given[place(r.Topic, r.Partition, r.Offset)] = next[k]
		next[k]++
	}
	return given
}
