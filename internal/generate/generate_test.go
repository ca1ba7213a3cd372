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
func each(t *testing.T, f func(
	t *testing.T, seed uint64, rules []byte, recs []oracle.Record, refused []oracle.Refusal,
)) {
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			rules, recs, refused := generate(seed, ordersEach, seed%4 == 3)
			f(t, seed, rules, recs, refused)
		})
	}
}

func mustJudge(
	t *testing.T, rules []byte, recs []oracle.Record,
) ([]map[string]any, []oracle.Refusal) {
	t.Helper()
	projections, refused, err := oracle.Judge(rules, recs, oracle.MetricsPartitions)
	if err != nil {
		t.Fatal(err)
	}
	return projections, refused
}

// What the generator means to be refused is refused, with that code, and nothing else is.
func TestRefusedAsMeant(t *testing.T) {
	for seed := range uint64(60) {
		rules, recs, want := generate(seed, ordersEach, seed%4 == 3)
		_, got := mustJudge(t, rules, recs)
		for _, d := range oracle.Diff(want, got) {
			t.Errorf("seed %d: %s", seed, d)
		}
		if share := float64(len(got)) / float64(len(recs)); share < 0.02 || share > 0.12 {
			t.Errorf("seed %d: %.3f of the records are hostile", seed, share)
		}
	}
}

func TestSameSeedSameLog(t *testing.T) {
	for _, seed := range []uint64{7, 12} {
		rules, recs := Orders(seed, 10)
		sameRules, same := Orders(seed, 10)
		if string(rules) != string(sameRules) || len(oracle.Diff(recs, same)) > 0 {
			t.Error("the same seed gives another log")
		}
		if _, other := Orders(seed+1, 10); len(oracle.Diff(recs, other)) == 0 {
			t.Error("another seed gives the same log")
		}
		if _, other := Misplaced(seed, 10); len(oracle.Diff(recs, other)) == 0 {
			t.Error("nothing is misplaced")
		}
	}
}

func TestPlaces(t *testing.T) {
	last := map[string]int64{}
	for _, orders := range []int{1, 20} {
		clear(last)
		_, recs := Orders(2, orders)
		for _, r := range recs {
			place := fmt.Sprint(r.Topic, r.Partition)
			if before, ok := last[place]; ok && r.Offset <= before {
				t.Errorf("%s: offset %d after %d", place, r.Offset, before)
			}
			last[place] = r.Offset
			if r.Key != nil && r.Partition != oracle.PartitionOf(*r.Key, partitions[r.Topic]) {
				t.Errorf("%s: key %q lies elsewhere", place, *r.Key)
			}
		}
	}
	if want := oracle.OrderPartitions + oracle.VoyagePartitions +
		oracle.MetricsPartitions; len(last) != want {
		t.Errorf("%d partitions have records", len(last))
	}
}

// The place of a record in the slice means nothing, nor does a way through JSON lines.
func TestOrderOfTheSliceIsNothing(t *testing.T) {
	each(t, func(
		t *testing.T, seed uint64, rules []byte, recs []oracle.Record, _ []oracle.Refusal,
	) {
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
	each(t, func(
		t *testing.T, _ uint64, rules []byte, recs []oracle.Record, refused []oracle.Refusal,
	) {
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

// A log in which every record stands twice, one after the other, differs in duplicates and in the
// counts of order and voyage events only.
func TestEverythingTwice(t *testing.T) {
	withoutCounts := func(projections []map[string]any) []map[string]any {
		for _, p := range projections {
			facts := p["facts"].(map[string]any)
			delete(facts, "orders")
			delete(facts, "voyages")
			for _, c := range objects(p["containers"]) {
				if counts, ok := c["readings"].(map[string]any); ok {
					delete(counts, "duplicates")
				}
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

// An answer has exactly as many bytes as it may have, or one more; then it says less.
func TestAnswersAtTheLimit(t *testing.T) {
	for _, seed := range []uint64{47, 102, 52, 107} {
		rules, recs := Orders(seed, 10)
		projections, _ := mustJudge(t, rules, recs)
		largest := projections[0]
		for _, p := range projections {
			if len(objects(p["containers"])) == 4 && oracle.Size(p) > oracle.Size(largest) {
				largest = p
			}
		}
		whole, truncated := oracle.Size(largest) == longest, largest["truncated"] == true
		if isOne := seed/5%11 == 9; whole != isOne || truncated == isOne {
			t.Errorf("seed %d: %d bytes, truncated %v", seed, oracle.Size(largest), truncated)
		}
	}
}
