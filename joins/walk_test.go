package joins_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"coldchain/internal/oracle"
	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/joins/rule"
	"coldchain/pipeline"
)

// walk runs the stages as an engine would, but in one goroutine and by a random plan: which task
// goes next, how its inputs interleave, where a cycle ends and with which flags, whether it aborts,
// when a task is lost and how old the state is that it is restored from. Topics are slices; what a
// cycle emits is appended to them when it commits.
type walk struct {
	*rand.Rand
	t         testing.TB
	book      *rule.Book
	sources   [3][][]event.Record // by source and partition: what the topics hold so far
	coming    [3][][]event.Record // and what is still to be produced
	internal  [joins.NumTopics][][]event.Record
	tasks     []*task
	published map[string]string // what the compacted topics hold, by topic and key

	interval, exhausted bool // cycles may say so
	cycles, cuts        int  // cuts: that left something to the next one
	aborts              int
	restores, replayed  int
}

// partitionsOf are the partitions of each source, and of the internal topic that meets it.
var partitionsOf = [...]int{
	event.Orders: oracle.OrderPartitions, event.Voyages: oracle.VoyagePartitions,
	event.ContainerMetrics: oracle.MetricsPartitions,
}

// partitions are those of a stage: as many as its source has, 1 if it has none.
func partitions(x *joins.Stage) int {
	for _, in := range x.Inputs {
		if source, ok := in.(event.Topic); ok {
			return partitionsOf[source]
		}
	}
	return 1
}

// topicNamed is a source by its name in generated logs.
func topicNamed(name string) event.Topic {
	for s := range partitionsOf {
		if event.Topic(s).String() == name {
			return event.Topic(s)
		}
	}
	panic(name)
}

// inputRecord is a generated record as the stages read it.
func inputRecord(r *oracle.Record) event.Record {
	in := event.Record{Partition: r.Partition, Offset: r.Offset, Timestamp: r.Timestamp}
	if r.Key != nil {
		in.Key = []byte(*r.Key)
	}
	if r.Value != nil {
		in.Value = []byte(*r.Value)
	}
	return in
}

// published names a key of a sink.
func published(to joins.Topic, key string) string { return to.String() + " " + key }

// newWalk plans a walk over a log of which nothing was produced yet.
func newWalk(t testing.TB, seed uint64, rules []byte, records []oracle.Record) *walk {
	t.Helper()
	book, err := rule.ParseBook(rules)
	if err != nil {
		t.Fatal(err)
	}
	w := &walk{Rand: rand.New(rand.NewPCG(seed, 0x77616c6b)), t: t, book: book,
		published: map[string]string{}}
	w.cutShort()
	for s, n := range partitionsOf {
		w.sources[s], w.coming[s] = make([][]event.Record, n), make([][]event.Record, n)
	}
	for i := range joins.Stages {
		x := &joins.Stages[i]
		for _, in := range x.Inputs {
			if topic, internal := in.(joins.Topic); internal {
				w.internal[topic] = make([][]event.Record, partitions(x))
			}
		}
	}
	for i := range records {
		s := topicNamed(records[i].Topic)
		p := records[i].Partition
		w.coming[s][p] = append(w.coming[s][p], inputRecord(&records[i]))
	}
	for s := range w.coming {
		for p := range w.coming[s] {
			slices.SortFunc(w.coming[s][p], func(a, b event.Record) int {
				return cmp.Compare(a.Offset,
					b.Offset)
			})
		}
	}
	for i := range joins.Stages {
		x := &joins.Stages[i]
		for p := range partitions(x) {
			w.tasks = append(w.tasks, newTask(w, x, p))
		}
	}
	return w
}

// produce moves up to n records of a random partition to its topic; it reports false when there is
// nothing left.
func (w *walk) produce(n int) bool {
	type place struct{ s, p int }
	var left []place
	for s := range w.coming {
		for p := range w.coming[s] {
			if len(w.coming[s][p]) > 0 {
				left = append(left, place{s, p})
			}
		}
	}
	if len(left) == 0 {
		return false
	}
	at := left[w.IntN(len(left))]
	from := w.coming[at.s][at.p]
	n = min(n, len(from))
	w.sources[at.s][at.p] = append(w.sources[at.s][at.p], from[:n]...)
	w.coming[at.s][at.p] = from[n:]
	return true
}

// deliver appends what a committed cycle emitted to the topics.
func (w *walk) deliver(out []message) {
	for _, m := range out {
		if !m.topic.Internal() {
			w.published[published(m.topic, string(m.key))] = string(m.value)
			continue
		}
		p := pipeline.Murmur2.Partition(m.key, int32(len(w.internal[m.topic])))
		log := &w.internal[m.topic][p]
		*log = append(*log, event.Record{Partition: p, Offset: int64(len(*log)), Key: m.key,
			Value: m.value})
	}
}

// cutShort has the ends of cycles send little of what waits, in three of four walks, and containers
// folded early in every other.
func (w *walk) cutShort() {
	if n := w.IntN(4); n > 0 {
		joins.CutCyclesShort(w.t, n)
	}
	if w.IntN(2) == 0 {
		joins.FoldSoon(w.t, 1+w.IntN(6))
	}
}

// drain lets all tasks end cycles, with no flags or with Exhausted, until nothing is left to read
// and nothing more is sent.
func (w *walk) drain(exhausted bool) {
	for round := 0; ; round++ {
		if round > 100 {
			w.t.Fatal("the stages never come to rest")
		}
		still := true
		for _, i := range w.Perm(len(w.tasks)) {
			t := w.tasks[i]
			if t.unread() == 0 && !t.held && !(exhausted && !t.told) {
				continue
			}
			still = false
			t.gather(t.unread())
			t.told, t.held = exhausted, false
			for more := true; more; t.commit() {
				more = t.endCycle(joins.Cycle{Exhausted: exhausted})
			}
		}
		if still {
			return
		}
	}
}

// audit judges what was produced so far.
func (w *walk) audit() map[string]string {
	home := func(id []byte) int32 {
		return pipeline.Murmur2.Partition(id, oracle.MetricsPartitions)
	}
	a, err := joins.NewAudit(joins.Settings{Book: w.book, Lead: joins.DefaultLead},
		oracle.MetricsPartitions, home)
	if err != nil {
		w.t.Fatal(err)
	}
	for s := range w.sources {
		records := slices.Concat(w.sources[s]...)
		slices.SortStableFunc(records, func(a, b event.Record) int {
			return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Partition, b.Partition))
		})
		for i := range records {
			if _, err := a.Add(event.Topic(s), &records[i]); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	view := map[string]string{}
	if err := a.Finish(func(to joins.Topic, key string, value []byte) error {
		view[published(to, key)] = string(value)
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	return view
}

func (w *walk) String() string {
	return fmt.Sprintf("%d cycles, %d cut short, %d aborted, %d restores of %d records", w.cycles,
		w.cuts, w.aborts, w.restores, w.replayed)
}
