package worker_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"coldchain/internal/oracle"
	"coldchain/internal/testkafka"
	"coldchain/pipeline"
)

// TestHistoryLongerThanRetention: readings of years are all there when the legs that they belong to
// come: these make their way through the other stages while the stream time runs far ahead of the
// readings.
func TestHistoryLongerThanRetention(t *testing.T) {
	testkafka.Rungs(t, func(t *testing.T, c testkafka.Cluster) {
		b := &bed{t: t, c: c, rules: []byte(
			"version: 1\ndefault: {maxGap: 6h, limits: [{id: warm, metric: temperature, above: " +
				"5, single: 1h}]}\n")}
		offsets := map[string]int64{}
		add := func(topic string, partitions int32, key string, at time.Time, format string,
			args ...any) {
			value := fmt.Sprintf(format, args...)
			p := pipeline.Murmur2.Partition([]byte(key), partitions)
			k := fmt.Sprint(topic, p)
			b.records = append(b.records, oracle.Record{
				Topic: topic, Partition: p, Offset: offsets[k], Timestamp: at.UnixMilli(),
				Key: &key, Value: &value,
			})
			offsets[k]++
		}
		day := func(n int) time.Time {
			return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		}
		const last = 3 * 365
		for n := 0; n < last; n += 10 {
			id := fmt.Sprint(n)
			when := func(n int) string { return day(n).Format(time.RFC3339) }
			add("orders", 3, "O-"+id, day(n), `{"type":"OrderCreated","orderID":"O-%s","time":%q}`,
				id, when(n))
			add("orders", 3, "O-"+id, day(n),
				`{"type":"ContainerAllocated","orderID":"O-%s","time":%q,"containerID":"C-%d"}`, id,
				when(n), n%7)
			add("orders", 3, "O-"+id, day(n),
				`{"type":"VoyageAssigned","orderID":"O-%s","time":%q,"voyageID":"V-%s"}`, id,
				when(n), id)
			add("voyages", 2, "V-"+id, day(n),
				`{"type":"VoyageScheduled","voyageID":"V-%s","time":%q,`+
					`"plannedDeparture":%q,"plannedArrival":%q}`,
				id, when(n), when(n), when(n+8))
		}
		for n := range last {
			for hour := 0; hour < 24; hour += 4 {
				for container := range 7 {
					at := day(n).Add(time.Duration(hour) * time.Hour)
					id := fmt.Sprintf("C-%d", container)
					add("container-metrics", metricPartitions, id, at,
						`{"type":"ContainerMetric","containerID":%q,"time":%q,"temperature":%d}`,
						id, at.Format(time.RFC3339), 2+(n+hour)%5)
				}
			}
		}
		want := b.want()
		for id, p := range orders(want) {
			if strings.Contains(p, "archived") || !strings.Contains(p, `"observedMs"`) {
				t.Fatalf("the audit itself did not judge order %s: %s", id, p)
			}
		}
		b.fill(1, b.records)
		b.replay(1, 2)
		b.check(want)
	})
}
