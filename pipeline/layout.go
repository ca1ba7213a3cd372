package pipeline

import (
	"fmt"
	"strings"
)

// layout is a topology resolved against a cluster; it does not change while an
// engine runs.
type layout struct {
	topology *Topology
	topics   map[string]*topicInfo // by logical name
	stages   []stageInfo
	reader   map[string]inputRef // by physical name
}

type topicInfo struct {
	name, physical string
	kind           topicKind
	partitions     int32
	partitioner    Partitioner
	id             string
	maxBytes       int32 // max.message.bytes; 0: not known
}

type stageInfo struct {
	Stage
	inputs     []*topicInfo
	partitions int32
	lineage    string
}

type inputRef struct{ stage, input int }

// lineageOf names what a store of the stage was made from: any change of it makes
// an older store worthless.
func lineageOf(topology string, s *stageInfo) string {
	var b strings.Builder
	fmt.Fprintf(&b, "v1 %s/%s partitions=%d", topology, s.Name, s.partitions)
	for _, in := range s.inputs {
		fmt.Fprintf(&b, " %s@%s/%v", in.physical, in.id, in.partitioner)
	}
	return b.String()
}

func (l *layout) stage(name string) *stageInfo {
	for i := range l.stages {
		if l.stages[i].Name == name {
			return &l.stages[i]
		}
	}
	return nil
}

// inputs are the physical names of all topics that the group reads.
func (l *layout) inputs() []string {
	var names []string
	for _, s := range l.stages {
		for _, in := range s.inputs {
			names = append(names, in.physical)
		}
	}
	return names
}

// partition is the partition of a key in a stage.
func (s *stageInfo) partition(key []byte) int32 {
	return s.inputs[0].partitioner.Partition(key, s.partitions)
}

// positions are the inputs of one task.
func (s *stageInfo) positions(partition int32) []Position {
	ps := make([]Position, len(s.inputs))
	for i, in := range s.inputs {
		ps[i] = Position{Topic: in.physical, Partition: partition}
	}
	return ps
}

// tasks lists the tasks of the partitions given, whole ones only.
func (l *layout) tasks(assigned map[string][]int32) map[Task]bool {
	seen := map[Task]int{}
	for topic, partitions := range assigned {
		ref, ok := l.reader[topic]
		if !ok {
			continue
		}
		for _, p := range partitions {
			seen[Task{l.stages[ref.stage].Name, p}]++
		}
	}
	tasks := make(map[Task]bool, len(seen))
	for task, n := range seen {
		if n == len(l.stage(task.Stage).inputs) {
			tasks[task] = true
		}
	}
	return tasks
}
