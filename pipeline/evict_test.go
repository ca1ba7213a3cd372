package pipeline_test

import (
	"maps"
	"testing"
	"time"

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
