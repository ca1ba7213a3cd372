package worker_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"coldchain/internal/generate"
	"coldchain/internal/oracle"
	"coldchain/internal/testkafka"
)

// TestReplay holds the projections that workers publish, byte for byte, against the audit of the
// same records: for several numbers of threads and workers, orders of arrival, and with a stop and
// a restart midway.
func TestReplay(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		rules, records := generate.Orders(77, 80)
		first := &bed{t: t, c: c, rules: rules, records: records}
		want := first.want()
		cases := []struct {
			name             string
			seed             uint64
			workers, threads int
		}{{"one thread", 1, 1, 1}, {"two threads", 2, 1, 2}, {"four threads", 3, 1, 4},
			{"three workers", 4, 3, 1}}
		for i, x := range cases {
			t.Run(x.name, func(t *testing.T) {
				b := &bed{t: t, c: c, prefix: fmt.Sprint("r", i), rules: rules, records: records}
				b.fill(x.seed, records)
				b.replay(x.workers, x.threads)
				b.check(want)
			})
		}
		t.Run("stopped midway", func(t *testing.T) {
			b := &bed{t: t, c: c, prefix: "stop", rules: rules, records: records}
			half := map[string][]oracle.Record{}
			for _, r := range records {
				k := fmt.Sprint(r.Topic, r.Partition)
				half[k] = append(half[k], r)
			}
			var before, after []oracle.Record
			for _, l := range half {
				slices.SortFunc(l, func(a, b oracle.Record) int {
					return cmp.Compare(a.Offset, b.Offset)
				})
				before, after = append(before, l[:len(l)/2]...), append(after, l[len(l)/2:]...)
			}
			dir := t.TempDir()
			for i, part := range [][]oracle.Record{before, after} {
				b.fill(uint64(i), part)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				_, err := b.worker(dir, 2).RunUntilEnd(ctx)
				cancel()
				if err != nil {
					t.Fatal(err)
				}
			}
			b.check(want)
		})
	})
}
