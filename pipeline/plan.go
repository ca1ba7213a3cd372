package pipeline

import (
	"cmp"
	"slices"
)

// stageShape is what the assignor needs of a stage.
type stageShape struct {
	name       string
	inputs     []string // topics, physical
	partitions int32
}

// candidate is a group member as the assignor sees it.
type candidate struct {
	id       string
	reads    map[string]bool // topics it subscribes to
	owned    map[Task]bool   // tasks of which it holds any partition now
	retained map[Task]int64  // freshness of the stores retained on its machine
}

// canRun says that the member reads all inputs of the stage.
func (c *candidate) canRun(s stageShape) bool {
	return !slices.ContainsFunc(s.inputs, func(in string) bool { return !c.reads[in] })
}

// plan assigns every task of every stage to a member (index into members), -1 where
// nobody can run it. Among members that read everything the counts differ by one
// at most, per stage and in total. Within that a task stays where it runs, else goes to the
// member with the freshest store of it, else to the one with the fewest tasks. The plan is
// a function of the arguments alone: members must be sorted.
func plan(stages []stageShape, members []candidate) map[Task]int {
	result := map[Task]int{}
	total := make([]int, len(members)) // tasks over all stages
	for _, s := range stages {
		planStage(s, members, total, result)
	}
	for even(stages, members, total, result) {
	}
	return result
}

// even moves one task from a member with two more than another, in a stage in which
// that keeps the counts even: a worker that joins when each stage is spread thin
// already would get nothing else. Each move shrinks the differences, so it ends.
func even(stages []stageShape, members []candidate, total []int, result map[Task]int) bool {
	for from := range members {
		for to := range members {
			if total[from] < total[to]+2 {
				continue
			}
			for _, s := range stages {
				if !members[to].canRun(s) {
					continue
				}
				var theirs []Task
				n := 0
				for p := range s.partitions {
					switch task := (Task{s.name, p}); result[task] {
					case from:
						theirs = append(theirs, task)
					case to:
						n++
					}
				}
				if len(theirs) <= n {
					continue
				}
				// One that has to move anyway, else one of which the other has a store.
				slices.SortStableFunc(theirs, func(a, b Task) int {
					return cmp.Or(
						boolCompare(members[from].owned[a], members[from].owned[b]),
						cmp.Compare(members[to].retained[b], members[to].retained[a]))
				})
				result[theirs[0]] = to
				total[from]--
				total[to]++
				return true
			}
		}
	}
	return false
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

func planStage(s stageShape, members []candidate, total []int, result map[Task]int) {
	var able []int
	for m := range members {
		if members[m].canRun(s) {
			able = append(able, m)
		}
	}
	free := make([]Task, 0, s.partitions)
	for p := range s.partitions {
		free = append(free, Task{s.name, p})
		result[Task{s.name, p}] = -1
	}
	if len(able) == 0 {
		return
	}
	floor, extras := len(free)/len(able), len(free)%len(able)
	count := make([]int, len(members))
	room := func(m int) bool { return count[m] < floor || count[m] == floor && extras > 0 }
	take := func(task Task, m int) {
		if count[m] >= floor {
			extras--
		}
		count[m]++
		total[m]++
		result[task] = m
	}

	// A task stays where it runs. The members that run the most get the extra places, so
	// that the fewest tasks move.
	holding := func(m int) (n int) {
		for _, task := range free {
			if members[m].owned[task] {
				n++
			}
		}
		return n
	}
	held := make([]int, len(members))
	for _, m := range able {
		held[m] = holding(m)
	}
	keepers := slices.Clone(able)
	slices.SortStableFunc(keepers, func(a, b int) int {
		return cmp.Or(cmp.Compare(held[b], held[a]), cmp.Compare(total[a], total[b]))
	})
	for _, m := range keepers {
		for _, task := range free {
			if result[task] < 0 && members[m].owned[task] && room(m) {
				take(task, m)
			}
		}
	}
	// Then the freshest store, then the least load.
	for _, warm := range []bool{true, false} {
		for _, task := range free {
			if result[task] >= 0 {
				continue
			}
			best, fresh := -1, int64(-1)
			for _, m := range able {
				f, ok := members[m].retained[task]
				if !ok {
					f = -1
				}
				if !room(m) || warm && !ok {
					continue
				}
				fresher, equal := warm && f > fresh, !warm || f == fresh
				if best < 0 || fresher || equal && total[m] < total[best] {
					best, fresh = m, f
				}
			}
			if best >= 0 {
				take(task, best)
			}
		}
	}
}

// withhold takes out of a plan the tasks that another member than the planned one still
// holds. That member gives them up and joins again, and then they are free.
func withhold(assigned map[Task]int, members []candidate) {
	for m := range members {
		for task := range members[m].owned {
			if owner, ok := assigned[task]; ok && owner != m {
				assigned[task] = -1
			}
		}
	}
}
