package pipeline

import (
	"maps"
	"testing"
	"time"
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
	instance := func(name string, threads int, disk *memDisk) *running {
		return w.start(w.engine(func(o *Options) {
			o.Instance, o.Threads, o.OpenStore = name, threads, disk.open
			o.SessionTimeout, o.RebalanceTimeout = 5*time.Minute, 10*time.Second
		}))
	}
	disk := newDisk()
	killed := instance("a", 3, disk)
	other, alike := instance("b", 1, newDisk()), instance("a-1", 1, newDisk())
	eventually(t, "all run", func() bool {
		return len(w.members()) == 5 && caughtUp(bankTasks, killed, other, alike) && len(killed.Tasks()) > 0
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
		_, ok := killed.threadOf(client)
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

// TestThreadOf tells the threads of an instance from those of others.
func TestThreadOf(t *testing.T) {
	const none = -1
	f := func(instance, name string, want int) {
		t.Helper()
		e := &Engine{t: Topology{Name: "group"}, o: Options{Instance: instance}}
		thread, ok := e.threadOf(name)
		if ok != (want != none) || ok && (thread != want || e.memberName(thread) != name) {
			t.Errorf("instance %s: %s is thread %d, %v", instance, name, thread, ok)
		}
	}
	f("a", "group-a-0", 0)
	f("a", "group-a-1023", 1023)
	f("a-1", "group-a-1-0", 0)
	f("a", "group-a-1-0", none)
	f("a-1", "group-a-1", none)
	f("a", "group-a-", none)
	f("a", "group-a-+1", none)
	f("a", "group-b-0", none)
	f("a", "group", none)
	f("a", "", none)
}
