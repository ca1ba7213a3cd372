package pipeline_test

import (
	"maps"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	. "coldchain/pipeline"
)

// members are the group's, by member id, with their client ids.
func (w *world) members() map[string]string {
	w.t.Helper()
	groups, err := w.adm.DescribeGroups(w.ctx(), w.name)
	if err != nil {
		w.t.Fatal(err)
	}
	members := map[string]string{}
	for _, m := range groups[w.name].Members {
		members[m.MemberID] = m.ClientID
	}
	return members
}

// TestComesBackAtOnce: a worker that was killed and comes back, here with fewer threads,
// does not wait for the sessions of its earlier members. Members of other instances stay
// in the group, also of those whose names begin alike.
func TestComesBackAtOnce(t *testing.T) {
	w, rng := newWorld(t), seeded(t)
	w.createTopic(w.name+"-transfers", 3)
	transfers := w.fill(rng, 0, 300, nil)
	instance := func(name string, threads int, disk *MemDisk) *running {
		return w.start(w.engine(func(o *Options) {
			o.Instance, o.Threads, o.OpenStore = name, threads, disk.Open
			o.SessionTimeout, o.RebalanceTimeout = 5*time.Minute, 10*time.Second
		}))
	}
	disk := NewDisk()
	killed := instance("a", 3, disk)
	other, alike := instance("b", 1, NewDisk()), instance("a-1", 1, NewDisk())
	eventually(t, "all run", func() bool {
		return len(w.members()) == 5 && caughtUp(bankTasks, killed, other, alike) &&
			len(killed.Tasks()) > 0
	})
	before := w.members()
	killed.crash()
	if n := len(w.members()); n != 5 {
		t.Fatalf("%d members after a crash: it left the group", n)
	}
	transfers = w.fill(rng, 300, 300, transfers)
	back := instance("a", 1, disk)
	eventually(t, "the worker that came back runs some", func() bool {
		return len(back.Tasks()) > 0 && caughtUp(bankTasks, back, other, alike)
	})
	after := w.members()
	if len(after) != 3 {
		t.Errorf("members %v", after)
	}
	maps.DeleteFunc(before, func(_, client string) bool {
		_, ok := killed.ThreadOf(client)
		return ok
	})
	if len(before) != 2 {
		t.Errorf("taken for others: %v", before)
	}
	for id, client := range before {
		if after[id] != client {
			t.Errorf("%s was put out of the group", id)
		}
	}
	for _, r := range []*running{back, other, alike} {
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
	}
	w.disk = disk
	if _, err := w.engine(nil).RunUntilEnd(w.ctx()); err != nil {
		t.Fatal(err)
	}
	w.check(transfers)
}

// TestEndsOpenTransactions: a worker that comes back with fewer threads ends the transactions
// of those that it has no more, also when the group has missed them already. Transactions of
// other instances stay open.
func TestEndsOpenTransactions(t *testing.T) {
	w := newWorld(t)
	w.createTopic(w.name+"-transfers", 3)
	open := func(id, topic string) {
		w.createTopic(topic, 1)
		cl, err := kgo.NewClient(kgo.SeedBrokers(w.brokers...), kgo.TransactionalID(id),
			kgo.TransactionTimeout(5*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(cl.Close)
		if err := cl.BeginTransaction(); err != nil {
			t.Fatal(err)
		}
		r := &kgo.Record{Topic: topic, Value: []byte("open")}
		if err := cl.ProduceSync(w.ctx(), r).FirstErr(); err != nil {
			t.Fatal(err)
		}
	}
	open(w.name+"-a-7", w.name+"-of-a")
	open(w.name+"-a-1-0", w.name+"-of-a-1")
	a := w.start(w.engine(func(o *Options) { o.Instance = "a" }))
	w.awaitVisible(w.name + "-of-a")
	eventually(t, "the worker runs", func() bool { return caughtUp(bankTasks, a) })
	stable, err := w.adm.ListCommittedOffsets(w.ctx(), w.name+"-of-a-1")
	if err != nil {
		t.Fatal(err)
	}
	if o, _ := stable.Lookup(w.name+"-of-a-1", 0); o.Offset != 0 {
		t.Errorf("the transaction of another instance was ended: all is visible up to %d", o.Offset)
	}
}
