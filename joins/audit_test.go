package joins_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"coldchain/internal/generate"
	"coldchain/internal/oracle"
	"coldchain/joins"
	"coldchain/joins/rule"
	"coldchain/pipeline"
)

// auditOf judges a log by the stages.
func auditOf(t testing.TB, rules []byte, records []oracle.Record,
	partitions int) (projections []json.RawMessage, refused []oracle.Refusal) {
	t.Helper()
	book, err := rule.ParseBook(rules)
	if err != nil {
		t.Fatal(err)
	}
	if partitions == 0 {
		for _, r := range records {
			if r.Topic == "container-metrics" {
				partitions = max(partitions, int(r.Partition)+1)
			}
		}
		partitions = max(partitions, 1)
	}
	home := func(id []byte) int32 { return pipeline.Murmur2.Partition(id, int32(partitions)) }
	a, err := joins.NewAudit(joins.Settings{Book: book, Lead: joins.DefaultLead}, partitions, home)
	if err != nil {
		t.Fatal(err)
	}
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b oracle.Record) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Partition, b.Partition))
	})
	for _, r := range sorted {
		in := inputRecord(&r)
		code, err := a.Add(topicNamed(r.Topic), &in)
		if err != nil {
			t.Fatal(err)
		}
		if code != "" {
			refused = append(refused, oracle.Refusal{Topic: r.Topic, Partition: r.Partition,
				Offset: r.Offset, Code: string(code)})
		}
	}
	err = a.Finish(func(to joins.Topic, _ string, value []byte) error {
		if to == joins.Compliance {
			projections = append(projections, slices.Clone(value))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(refused, func(a, b oracle.Refusal) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Partition, b.Partition),
			cmp.Compare(a.Offset, b.Offset))
	})
	return projections, refused
}

// agree holds what the stages say against the oracle.
func agree(t testing.TB, rules []byte, records []oracle.Record, partitions int) {
	t.Helper()
	want, wantRefused, err := oracle.Judge(rules, records, partitions)
	if err != nil {
		t.Fatal(err)
	}
	got, refused := auditOf(t, rules, records, partitions)
	if len(got) != len(want) {
		t.Errorf("%d projections, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if diff := oracle.Diff(want[i], []byte(got[i])); len(diff) > 0 {
			t.Errorf("%v: %v\n got %s", want[i]["orderID"], diff, got[i])
		}
	}
	for i := range max(len(refused), len(wantRefused)) {
		if i >= len(refused) || i >= len(wantRefused) || refused[i] != wantRefused[i] {
			t.Errorf("refused records differ at %d: got %v want %v", i,
				refused[min(i, len(refused)):],
				wantRefused[min(i, len(wantRefused)):])
			break
		}
	}
}

// TestAuditAgreesWithOracle holds the incremental folds against the naive implementation of the
// specification.
func TestAuditAgreesWithOracle(t *testing.T) {
	seeds := 20
	if s := os.Getenv("COLDCHAIN_SEEDS"); s != "" {
		if _, err := fmt.Sscan(s, &seeds); err != nil {
			t.Fatalf("COLDCHAIN_SEEDS: %v", err)
		}
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed", seed), func(t *testing.T) {
			rules, records := generate.Orders(uint64(seed), 60)
			agree(t, rules, records, 0)
		})
		if t.Failed() {
			return
		}
	}
}

// TestAuditOfMisplacedRecords does so where records lie in partitions that are not their keys'.
func TestAuditOfMisplacedRecords(t *testing.T) {
	for seed := range 20 {
		rules, records := generate.Misplaced(uint64(seed), 30)
		agree(t, rules, records, oracle.MetricsPartitions)
		if t.Failed() {
			t.Fatal("seed", seed)
		}
	}
}
