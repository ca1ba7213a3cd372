package generate

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"coldchain/internal/oracle"
)

// seeds and ordersEach bound the properties of generated logs.
const (
	seeds      = 12
	ordersEach = 12
)

// each runs f on generated logs, some of them with misplaced records.
func each(t *testing.T, f func(t *testing.T, seed uint64, rules []byte, recs []oracle.Record, refused []oracle.Refusal)) {
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			rules, recs, refused := generate(seed, ordersEach, seed%4 == 3)
			f(t, seed, rules, recs, refused)
		})
	}
}

func mustJudge(t *testing.T, rules []byte, recs []oracle.Record) ([]map[string]any, []oracle.Refusal) {
	t.Helper()
	projections, refused, err := oracle.Judge(rules, recs, oracle.MetricsPartitions)
	if err != nil {
		t.Fatal(err)
	}
	return projections, refused
}

func TestRefusedAsMeant(t *testing.T) {
	each(t, func(t *testing.T, _ uint64, rules []byte, recs []oracle.Record, want []oracle.Refusal) {
		_, got := mustJudge(t, rules, recs)
		for _, d := range oracle.Diff(want, got) {
			t.Error(d)
		}
		if share := float64(len(got)) / float64(len(recs)); share < 0.04 || share > 0.12 {
			t.Errorf("%.3f of the records are hostile", share)
		}
	})
}

func TestGenerateIsDeterministic(t *testing.T) {
	rules, recs := Orders(7, 5)
	sameRules, same := Orders(7, 5)
	if string(rules) != string(sameRules) || len(oracle.Diff(recs, same)) > 0 {
		t.Error("the same seed gives another log")
	}
	if _, other := Orders(8, 5); len(oracle.Diff(recs, other)) == 0 {
		t.Error("another seed gives the same log")
	}
	if _, other := Misplaced(7, 5); len(oracle.Diff(recs, other)) == 0 {
		t.Error("nothing is misplaced")
	}
}

func TestPlacesAndTimes(t *testing.T) {
	last := map[string]int64{}
	placed := map[string]int{topicOrders: oracle.OrderPartitions, topicVoyages: oracle.VoyagePartitions, topicMetrics: oracle.MetricsPartitions}
	_, recs := Orders(3, 20)
	for _, r := range recs {
		place := fmt.Sprint(r.Topic, r.Partition)
		if before, ok := last[place]; ok && r.Offset <= before {
			t.Errorf("%s: offset %d after %d", place, r.Offset, before)
		}
		last[place] = r.Offset
		if r.Key != nil && r.Partition != oracle.PartitionOf(*r.Key, placed[r.Topic]) {
			t.Errorf("%s: key %q lies elsewhere", place, *r.Key)
		}
	}
	if len(last) != oracle.OrderPartitions+oracle.VoyagePartitions+oracle.MetricsPartitions {
		t.Errorf("%d partitions have records", len(last))
	}
}

// The place of a record in the slice means nothing, nor does a way through JSON lines.
func TestOrderOfTheSliceIsNothing(t *testing.T) {
	each(t, func(t *testing.T, seed uint64, rules []byte, recs []oracle.Record, _ []oracle.Refusal) {
		projections, refused := mustJudge(t, rules, recs)
		text, err := json.Marshal(recs)
		if err != nil {
			t.Fatal(err)
		}
		var again []oracle.Record
		if err := json.Unmarshal(text, &again); err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		p, ref := mustJudge(t, rules, again)
		for _, d := range append(oracle.Diff(projections, p), oracle.Diff(refused, ref)...) {
			t.Error(d)
		}
	})
}

// A log without its refused records gives the same answers: they leave no trace.
func TestRefusedLeaveNoTrace(t *testing.T) {
	each(t, func(t *testing.T, _ uint64, rules []byte, recs []oracle.Record, refused []oracle.Refusal) {
		bad := map[string]bool{}
		place := func(topic string, partition int32, offset int64) string {
			return fmt.Sprint(topic, partition, "/", offset)
		}
		for _, r := range refused {
			bad[place(r.Topic, r.Partition, r.Offset)] = true
		}
		var good []oracle.Record
		for _, r := range recs {
			if !bad[place(r.Topic, r.Partition, r.Offset)] {
				good = append(good, r)
			}
		}
		want, _ := mustJudge(t, rules, good)
		got, _ := mustJudge(t, rules, recs)
		for _, d := range oracle.Diff(want, got) {
			t.Error(d)
		}
	})
}

// Figures of a leg add up.
func TestFiguresAddUp(t *testing.T) {
	n := func(v any) (n int64) {
		number, ok := v.(json.Number)
		if !ok {
			t.Fatalf("%v is no number", v)
		}
		n, err := number.Int64()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	each(t, func(t *testing.T, _ uint64, rules []byte, recs []oracle.Record, _ []oracle.Refusal) {
		projections, _ := mustJudge(t, rules, recs)
		for _, leg := range legsOf(projections) {
			if leg["coverage"] == nil {
				continue
			}
			sum := n(leg["observedMs"])
			for _, g := range leg["gaps"].([]any) {
				sum += n(g.(map[string]any)["ms"])
			}
			if sum != n(leg["judgedMs"]) {
				t.Errorf("%v: observed and unobserved are %d of %v", leg["containerID"], sum, leg["judgedMs"])
			}
			byLimit := map[string]int64{}
			for _, e := range leg["excursions"].([]any) {
				e := e.(map[string]any)
				byLimit[e["limit"].(string)] += n(e["ms"])
			}
			for _, l := range leg["limits"].([]any) {
				l := l.(map[string]any)
				if n(l["ms"]) != byLimit[l["id"].(string)] || n(l["longestMs"]) > n(l["ms"]) || n(l["ms"]) > n(leg["judgedMs"]) {
					t.Errorf("%v: totals of %v do not fit its excursions", leg["containerID"], l)
				}
			}
		}
	})
}

func legsOf(projections []map[string]any) (legs []map[string]any) {
	for _, p := range projections {
		for _, l := range p["containers"].([]any) {
			legs = append(legs, l.(map[string]any))
		}
	}
	return legs
}

// A log in which every record stands twice, one after the other, differs in duplicates and in the counts
// of order and voyage events only.
func TestEverythingTwice(t *testing.T) {
	withoutCounts := func(projections []map[string]any) []map[string]any {
		for _, p := range projections {
			facts := p["facts"].(map[string]any)
			delete(facts, "orders")
			delete(facts, "voyages")
		}
		for _, l := range legsOf(projections) {
			if counts, ok := l["readings"].(map[string]any); ok {
				delete(counts, "duplicates")
			}
		}
		return projections
	}
	for seed := range uint64(seeds) {
		rules, recs := Orders(seed, ordersEach)
		var twice []oracle.Record
		for _, r := range recs {
			r.Offset *= 2
			again := r
			again.Offset++
			twice = append(twice, r, again)
		}
		want, refused := mustJudge(t, rules, recs)
		got, refusedTwice := mustJudge(t, rules, twice)
		for _, d := range oracle.Diff(withoutCounts(want), withoutCounts(got)) {
			t.Errorf("seed %d: %s", seed, d)
		}
		if len(refusedTwice) != 2*len(refused) {
			t.Errorf("seed %d: %d refused, then %d", seed, len(refused), len(refusedTwice))
		}
	}
}
