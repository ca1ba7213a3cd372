package pipeline_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	. "coldchain/pipeline"
	"coldchain/pipeline/examples/bank/ledger"
)

// truth is what the bank must end up with.
type truth struct {
	balances, done map[string]string
	refused        int
	transfers      int64
}

// fill produces n transfers between a few accounts, some of them bad, and says
// what must come of them together with those of before.
func (w *world) fill(rng *rand.Rand, from, n int, before []string) (all []string) {
	w.t.Helper()
	var recs []*kgo.Record
	for i := from; i < from+n; i++ {
		id := fmt.Sprintf("t%d", i)
		value := fmt.Sprintf("a%d:a%d:%d", rng.IntN(40), rng.IntN(40), rng.IntN(1000))
		if rng.IntN(50) == 0 {
			value = "poison"
		}
		before = append(before, id+"="+value)
		recs = append(recs, &kgo.Record{Topic: w.name + "-transfers",
			Partition: Murmur2.Partition([]byte(id), 3), Key: []byte(id), Value: []byte(value)})
	}
	if err := w.cl.ProduceSync(w.ctx(), recs...).FirstErr(); err != nil {
		w.t.Fatal(err)
	}
	return before
}

func expect(transfers []string) truth {
	balance, moves := map[string]int64{}, map[string]int64{}
	want := truth{balances: map[string]string{}, done: map[string]string{}}
	for _, line := range transfers {
		id, value, _ := strings.Cut(line, "=")
		t, err := ledger.ParseTransfer(value)
		if err != nil {
			want.refused++
			continue
		}
		want.transfers++
		balance[t.From] -= t.Amount
		balance[t.To] += t.Amount
		moves[t.From]++
		moves[t.To]++
		want.done[id] = "2"
	}
	for a := range moves {
		want.balances[a] = fmt.Sprintf("%d/%d", balance[a], moves[a])
	}
	return want
}

// read returns all committed records of a topic, data only.
func (w *world) read(topic string) (recs []*kgo.Record) {
	w.t.Helper()
	ends, err := w.adm.ListCommittedOffsets(w.ctx(), topic)
	if err != nil {
		w.t.Fatal(err)
	}
	missing := 0
	assign := map[string]map[int32]kgo.Offset{topic: {}}
	want := map[int32]int64{}
	ends.Each(func(o kadm.ListedOffset) {
		if o.Offset > 0 {
			missing++
			assign[topic][o.Partition] = kgo.NewOffset().AtStart()
			want[o.Partition] = o.Offset
		}
	})
	if missing == 0 {
		return nil
	}
	opts := append(slices.Clone(w.opts), kgo.SeedBrokers(w.brokers...),
		kgo.ConsumePartitions(assign), kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.KeepControlRecords())
	cl, err := kgo.NewClient(opts...)
	if err != nil {
		w.t.Fatal(err)
	}
	defer cl.Close()
	for missing > 0 {
		fetches := cl.PollFetches(w.ctx())
		if err := fetches.Err(); err != nil {
			w.t.Fatal(err)
		}
		fetches.EachRecord(func(r *kgo.Record) {
			if !r.Attrs.IsControl() {
				recs = append(recs, r)
			}
			if r.Offset == want[r.Partition]-1 {
				missing--
			}
		})
	}
	return recs
}

// awaitVisible waits until no open transaction hides records of a topic: one that a killed
// worker left open ends when it times out.
func (w *world) awaitVisible(topic string) {
	w.t.Helper()
	ctx := w.ctx()
	eventually(w.t, "all of "+topic+" is visible", func() bool {
		ends, err := w.adm.ListEndOffsets(ctx, topic)
		if err != nil {
			w.t.Fatal(err)
		}
		stable, err := w.adm.ListCommittedOffsets(ctx, topic)
		if err != nil {
			w.t.Fatal(err)
		}
		visible := true
		ends.Each(func(end kadm.ListedOffset) {
			o, ok := stable.Lookup(end.Topic, end.Partition)
			visible = visible && ok && o.Offset == end.Offset
		})
		return visible
	})
}

// check compares the topics, and the stores on the disks, with the truth.
func (w *world) check(transfers []string, disks ...*MemDisk) {
	w.t.Helper()
	want := expect(transfers)
	for _, topic := range []string{"-balances", "-done", "-moves", "-errors"} {
		w.awaitVisible(w.name + topic)
	}
	for topic, expect := range map[string]map[string]string{"-balances": want.balances,
		"-done": want.done} {
		got := map[string]string{}
		for _, r := range w.read(w.name + topic) {
			got[string(r.Key)] = string(r.Value)
		}
		if len(got) != len(expect) {
			w.t.Errorf("%s has %d keys, want %d", topic, len(got), len(expect))
		}
		for k, v := range expect {
			if got[k] != v {
				w.t.Errorf("%s: %s is %q, want %q", topic, k, got[k], v)
			}
		}
	}
	if moves := w.read(w.name + "-moves"); int64(len(moves)) != 2*want.transfers {
		w.t.Errorf("%d moves, want %d", len(moves), 2*want.transfers)
	}
	if refused := w.read(w.name + "-errors"); len(refused) != want.refused {
		w.t.Errorf("%d refusals, want %d", len(refused), want.refused)
	}
	if len(disks) == 1 {
		if seen := disks[0].Sum(func(_ Task, k string) bool {
			return strings.HasPrefix(k, "seen/")
		}); seen != want.transfers {
			w.t.Errorf("the stores have seen %d transfers, want %d", seen, want.transfers)
		}
	}
}
