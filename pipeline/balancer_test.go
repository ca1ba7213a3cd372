package pipeline

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kmsg"
	"pgregory.net/rapid"
)

func testLayout(stages int, partitions int32) *layout {
	l := &layout{topology: &Topology{Name: "sim", Version: 1}, reader: map[string]inputRef{}}
	for i := range stages {
		s := stageInfo{Stage: Stage{Name: fmt.Sprintf("s%d", i)}, partitions: partitions}
		for n := range i%2 + 1 {
			in := &topicInfo{physical: fmt.Sprintf("t%d-%d", i, n)}
			l.reader[in.physical] = inputRef{i, n}
			s.inputs = append(s.inputs, in)
		}
		l.stages = append(l.stages, s)
	}
	return l
}

// groupSim plays the group protocol with real balancers and encodings.
type groupSim struct {
	l          *layout
	generation int32
	owned      map[string]map[string][]int32 // member -> topic -> partitions
	retained   map[string]map[Task]int64
	owners     assignmentData // as the last member saw it
}

func (g *groupSim) balancer(member string) *balancer {
	return &balancer{layout: g.l, addr: "addr-" + member,
		retained: func() map[Task]int64 { return g.retained[member] },
		synced:   func(d assignmentData) { g.owners = d }, assigned: func(map[string][]int32) {},
		failed: func(error) {}}
}

// rebalance runs joins until nobody gives anything up, and returns how often.
func (g *groupSim) rebalance(t *rapid.T) int {
	for round := 1; ; round++ {
		if round > 3 {
			t.Fatal("the group does not settle")
		}
		g.generation++
		var members []kmsg.JoinGroupResponseMember
		for _, id := range slices.Sorted(maps.Keys(g.owned)) {
			m := kmsg.NewJoinGroupResponseMember()
			m.MemberID, m.ProtocolMetadata = id,
				g.balancer(id).JoinGroupMetadata(slices.Sorted(slices.Values(g.l.inputs())),
					g.owned[id], g.generation-1)
			members = append(members, m)
		}
		encode := func() []kmsg.SyncGroupRequestGroupAssignment {
			mb, topics, err := g.balancer("leader").MemberBalancer(members)
			if err != nil {
				t.Fatal(err)
			}
			counts := map[string]int32{}
			for topic := range topics {
				counts[topic] = g.l.stages[g.l.reader[topic].stage].partitions
			}
			return mb.Balance(counts).IntoSyncAssignment()
		}
		plan := encode()
		for i, again := range encode() {
			if !bytes.Equal(again.MemberAssignment, plan[i].MemberAssignment) {
				t.Fatal("the plan is not deterministic")
			}
		}
		gaveUp, taken, next := false, map[string]string{}, map[string]map[string][]int32{}
		for _, a := range plan {
			now, err := g.balancer(a.MemberID).ParseSyncAssignment(a.MemberAssignment)
			if err != nil {
				t.Fatal(err)
			}
			for topic, ps := range now {
				for _, p := range ps {
					key := fmt.Sprint(topic, p)
					if taken[key] != "" {
						t.Fatalf("%s is with %s and %s", key, taken[key], a.MemberID)
					}
					taken[key] = a.MemberID
					for other, was := range g.owned {
						if other != a.MemberID && slices.Contains(was[topic], p) {
							t.Fatalf("%s moves from %s to %s without being given up first", key,
								other, a.MemberID)
						}
					}
				}
			}
			for topic, was := range g.owned[a.MemberID] {
				for _, p := range was {
					gaveUp = gaveUp || !slices.Contains(now[topic], p)
				}
			}
			next[a.MemberID] = now
		}
		g.owned = next
		if !gaveUp {
			return round
		}
	}
}

// check holds the group against what the balancer promises; it returns who runs what.
func (g *groupSim) check(t *rapid.T) map[Task]string {
	runs := map[Task]string{}
	for member, topics := range g.owned {
		tasks := g.l.tasks(topics)
		n := 0
		for task := range tasks {
			if runs[task] != "" {
				t.Fatalf("%v is with %s and %s", task, runs[task], member)
			}
			runs[task] = member
			n += len(g.l.stage(task.Stage).inputs)
		}
		partitions := 0
		for _, ps := range topics {
			partitions += len(ps)
		}
		if n != partitions {
			t.Fatalf("%s holds a part of a task: %v", member, topics)
		}
	}
	total := map[string]int{}
	for task := range runs {
		total[runs[task]]++
	}
	for member := range g.owned {
		if n, fair := total[member], len(runs)/len(g.owned); n < fair || n > fair+1 {
			t.Fatalf("%s runs %d tasks in all: %v", member, n, total)
		}
	}
	for _, s := range g.l.stages {
		counts := map[string]int{}
		for p := range s.partitions {
			task := Task{s.Name, p}
			if runs[task] == "" {
				t.Fatalf("nobody runs %v", task)
			}
			counts[runs[task]]++
			if got := g.owners.Addrs[g.owners.Owners[s.Name][p]]; got != "addr-"+runs[task] {
				t.Fatalf("%v is with %s, the routing table says %s", task, runs[task], got)
			}
		}
		for member := range g.owned {
			if n, even := counts[member], int(s.partitions)/len(g.owned); n < even || n > even+1 {
				t.Fatalf("%s runs %d tasks of %s, others %v", member, n, s.Name, counts)
			}
		}
	}
	return runs
}

func TestBalancer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		partitions := rapid.Int32Range(1, 17).Draw(t, "partitions")
		g := &groupSim{l: testLayout(rapid.IntRange(1, 4).Draw(t, "stages"), partitions),
			owned: map[string]map[string][]int32{"m0": {}}, retained: map[string]map[Task]int64{}}
		next := 1
		g.rebalance(t)
		before := g.check(t)
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			old := len(g.owned)
			leaves := ""
			if old > 1 && rapid.Bool().Draw(t, "leave") {
				leaves = rapid.SampledFrom(slices.Sorted(maps.Keys(g.owned))).Draw(t, "who")
				delete(g.owned, leaves)
			} else {
				g.owned[fmt.Sprintf("m%d", next)] = map[string][]int32{}
				next++
			}
			g.rebalance(t)
			after := g.check(t)
			// Little moves beside what the leaver had, or the newcomer's share.
			moved := 0
			for task, who := range after {
				if before[task] != who && before[task] != leaves {
					moved++
				}
			}
			stages := len(g.l.stages)
			most := stages // a stage's odd task may have to change hands to keep the totals even
			if leaves == "" {
				most += len(after)/len(g.owned) + 1
			}
			if moved > most {
				t.Fatalf("%d of %d tasks moved, members %d -> %d", moved, len(after), old,
					len(g.owned))
			}
			if rounds := g.rebalance(t); rounds != 1 || !maps.Equal(g.check(t), after) {
				t.Fatal("a rebalance without a change moves something")
			}
			before = after
		}
	})
}

// TestCopies: who has the freshest copy gets a free task.
func TestCopies(t *testing.T) {
	shape := []stageShape{{"s", []string{"a"}, 4}}
	reads := map[string]bool{"a": true}
	task := func(p int32) Task { return Task{"s", p} }
	got := plan(shape, []candidate{
		{id: "x", reads: reads, retained: map[Task]int64{task(2): 10, task(3): 7, task(1): 1}},
		{id: "y", reads: reads, retained: map[Task]int64{task(2): 9, task(3): 8}},
		{id: "blind", reads: map[string]bool{}, retained: map[Task]int64{task(0): 99}},
	})
	want := map[Task]int{task(1): 0, task(2): 0, task(3): 1, task(0): 1}
	if !maps.Equal(got, want) {
		t.Errorf("plan %v, want %v", got, want)
	}
	if got := plan(shape, []candidate{{id: "blind",
		reads: map[string]bool{}}}); got[task(0)] != -1 {
		t.Errorf("a task is with a member that does not read its topics: %v", got)
	}
}

// TestStaleClaim: a member that missed a rebalance does not keep others from what it lost.
func TestStaleClaim(t *testing.T) {
	task := Task{"s", 0}
	members := []candidate{{id: "old", owned: map[Task]bool{task: true}},
		{id: "new", owned: map[Task]bool{task: true}}}
	dropStaleClaims(members, []int32{3, 4})
	if members[0].owned[task] || !members[1].owned[task] {
		t.Errorf("claims: %v", members)
	}
}
