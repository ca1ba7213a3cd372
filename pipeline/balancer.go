package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// balancer is the kgo.GroupBalancer of one thread: cooperative, sticky, every task
// whole on one member, even per stage. It speaks the "consumer" protocol's
// encodings, so that Kafka's own tools can describe the group.
type balancer struct {
	layout   *layout
	addr     string
	retained func() map[Task]int64
	synced   func(assignmentData)
	// assigned is called with every assignment, before kgo's callbacks are.
	assigned func(map[string][]int32)
	failed   func(error) // called with what makes balancing impossible for good
}

var _ kgo.GroupBalancer = (*balancer)(nil)

func (b *balancer) ProtocolName() string { return "whole-tasks-1" }
func (b *balancer) IsCooperative() bool  { return true }

func (b *balancer) JoinGroupMetadata(topics []string, owned map[string][]int32,
	generation int32) []byte {
	meta := kmsg.NewConsumerMemberMetadata()
	meta.Version = 3
	meta.Topics = topics
	meta.Generation = generation
	meta.UserData = encodeMember(b.layout.topology.edition(memberVersion), b.addr, b.retained())
	for _, topic := range topics {
		if len(owned[topic]) > 0 {
			o := kmsg.NewConsumerMemberMetadataOwnedPartition()
			o.Topic, o.Partitions = topic, owned[topic]
			meta.OwnedPartitions = append(meta.OwnedPartitions, o)
		}
	}
	return meta.AppendTo(nil)
}

func (b *balancer) ParseSyncAssignment(assignment []byte) (map[string][]int32, error) {
	var a kmsg.ConsumerMemberAssignment
	if err := a.ReadFrom(assignment); err != nil {
		return nil, fmt.Errorf("read assignment: %w", err)
	}
	if len(a.UserData) > 0 {
		d, err := b.layout.topology.readAssignment(a.UserData)
		switch {
		case b.endIfNewer(err):
			// The assignment is an empty one. It is taken, so what was ours is given up.
		case err != nil:
			return nil, err
		default:
			b.synced(d)
		}
	}
	partitions := make(map[string][]int32, len(a.Topics))
	for _, t := range a.Topics {
		partitions[t.Topic] = t.Partitions
	}
	b.assigned(partitions)
	return partitions, nil
}

// endIfNewer ends the engine where the group turns out to be a newer program's.
func (b *balancer) endIfNewer(err error) bool {
	var newer *NewerGroupError
	if !errors.As(err, &newer) {
		return false
	}
	b.failed(newer)
	return true
}

func (b *balancer) MemberBalancer(members []kmsg.JoinGroupResponseMember) (
	kgo.GroupMemberBalancer, map[string]struct{}, error) {
	mb := &memberBalancer{b: b}
	generations := make([]int32, len(members))
	for i, m := range members {
		c, addr, generation, err := b.layout.decodeMember(m)
		if err != nil {
			b.endIfNewer(err)
			return nil, nil, err
		}
		mb.members = append(mb.members, c)
		mb.addrs = append(mb.addrs, addr)
		generations[i] = generation
	}
	dropStaleClaims(mb.members, generations)
	topics := map[string]struct{}{}
	for _, name := range b.layout.inputs() {
		topics[name] = struct{}{}
	}
	return mb, topics, nil
}

// memberBalancer is one balancing by the group's leader.
type memberBalancer struct {
	b          *balancer
	members    []candidate
	addrs      []string
	generation int32
}

var (
	_ kgo.GroupMemberBalancerOrError = (*memberBalancer)(nil)
	_ kgo.GroupMemberBalancerInfo    = (*memberBalancer)(nil)
)

func (m *memberBalancer) SetBalanceInfo(info kgo.BalanceInfo) { m.generation = info.Generation }

func (m *memberBalancer) Balance(topics map[string]int32) kgo.IntoSyncAssignment {
	into, _ := m.BalanceOrError(topics) // kgo prefers BalanceOrError; a nil plan is an error to it
	return into
}

func (m *memberBalancer) BalanceOrError(topics map[string]int32) (kgo.IntoSyncAssignment, error) {
	shapes := m.b.layout.shapes()
	for _, s := range shapes {
		for _, in := range s.inputs {
			if n, ok := topics[in]; ok && n > 0 && n != s.partitions {
				err := fmt.Errorf("topic %s had %d partitions when the engine started and has %d "+
					"now: keys moved, so the state of stage %s no longer fits them; start a new "+
					"group (another topology name) that reads everything from the beginning",
					in, s.partitions, n, s.name)
				m.b.failed(err)
				return nil, err
			}
		}
	}
	assigned := plan(shapes, m.members)
	withhold(assigned, m.members)
	return m.encode(shapes, assigned), nil
}

func (l *layout) shapes() []stageShape {
	shapes := make([]stageShape, len(l.stages))
	for i, s := range l.stages {
		shapes[i] = stageShape{name: s.Name, partitions: s.partitions}
		for _, in := range s.inputs {
			shapes[i].inputs = append(shapes[i].inputs, in.physical)
		}
	}
	return shapes
}

type syncAssignments []kmsg.SyncGroupRequestGroupAssignment

func (s syncAssignments) IntoSyncAssignment() []kmsg.SyncGroupRequestGroupAssignment { return s }

func (m *memberBalancer) encode(shapes []stageShape, assigned map[Task]int) syncAssignments {
	data := assignmentData{edition: m.b.layout.topology.edition(assignmentVersion),
		Generation: m.generation, Addrs: m.addrs, Owners: map[string][]int{}}
	partitions := make([]map[string][]int32, len(m.members))
	for i := range partitions {
		partitions[i] = map[string][]int32{}
	}
	for _, s := range shapes {
		owners := make([]int, s.partitions)
		for p := range s.partitions {
			owner := assigned[Task{s.name, p}]
			owners[p] = owner
			if owner < 0 {
				continue
			}
			for _, in := range s.inputs {
				partitions[owner][in] = append(partitions[owner][in], p)
			}
		}
		data.Owners[s.name] = owners
	}
	user, err := json.Marshal(data)
	if err != nil {
		panic(err) // strings and integers only
	}
	out := make(syncAssignments, len(m.members))
	for i, member := range m.members {
		var a kmsg.ConsumerMemberAssignment
		for _, s := range shapes {
			for _, in := range s.inputs {
				if ps := partitions[i][in]; len(ps) > 0 {
					t := kmsg.NewConsumerMemberAssignmentTopic()
					t.Topic, t.Partitions = in, ps
					a.Topics = append(a.Topics, t)
				}
			}
		}
		slices.SortFunc(a.Topics, func(x, y kmsg.ConsumerMemberAssignmentTopic) int {
			return compareTasks(Task{Stage: x.Topic}, Task{Stage: y.Topic})
		})
		a.UserData = user
		out[i] = kmsg.NewSyncGroupRequestGroupAssignment()
		out[i].MemberID, out[i].MemberAssignment = member.id, a.AppendTo(nil)
	}
	return out
}
