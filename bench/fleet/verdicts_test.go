package fleet_test

import (
	"fmt"
	"testing"
	"time"

	"coldchain/bench/fleet"
	"coldchain/internal/oracle"
)

// verdicts is how many orders of each verdict there are when the world of a seed has run for so
// long.
func verdicts(t *testing.T, seed uint64, containers int, run time.Duration) map[string]int {
	t.Helper()
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	f := fleet.New(fleet.Options{Seed: seed, Containers: containers, Start: start})
	var log []oracle.Record
	offsets := map[string]int64{}
	for f.Ahead() < start.Add(run).UnixMilli() {
		r := f.Next()
		key, value := string(r.Key), string(r.Value)
		log = append(log, oracle.Record{
			Topic: r.Topic, Offset: offsets[r.Topic], Timestamp: r.Time, Key: &key, Value: &value,
		})
		offsets[r.Topic]++
	}
	answers, refused, err := oracle.Judge(fleet.Rules(), log, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(refused) > 0 {
		t.Errorf("seed %d: %d records are refused, the first is %+v", seed, len(refused),
			refused[0])
	}
	out := map[string]int{}
	for _, a := range answers {
		out[fmt.Sprint(a["verdict"])]++
	}
	return out
}

// TestEveryVerdictOccurs: whoever looks at the fleet after its first days, sees an order of each
// verdict.
func TestEveryVerdictOccurs(t *testing.T) {
	for _, c := range []struct {
		seed              uint64
		containers, hours int
	}{{1, 60, 96}, {2, 24, 120}} {
		got := verdicts(t, c.seed, c.containers, time.Duration(c.hours)*time.Hour)
		for _, v := range []string{"respected", "violated", "undetermined", "pending"} {
			if got[v] == 0 {
				t.Errorf("%+v: no order is %s: %v", c, v, got)
			}
		}
	}
}
