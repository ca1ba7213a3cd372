package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/twmb/franz-go/pkg/kmsg"
)

// memberData is the user data of a member's metadata, as JSON: what it can be
// reached at and which stores lie on its machine.
type memberData struct {
	edition
	Addr     string          `json:"addr,omitempty"`
	Retained []retainedStore `json:"retained,omitempty"`
}

type retainedStore struct {
	Stage     string `json:"stage"`
	Partition int32  `json:"partition"`
	Fresh     int64  `json:"fresh"` // sum of the offsets it rests on
}

// assignmentData is the user data of every member's assignment, as JSON: who runs
// what, for routing.
type assignmentData struct {
	edition
	Generation int32            `json:"generation"`
	Addrs      []string         `json:"addrs"`
	Owners     map[string][]int `json:"owners"` // stage -> for each partition an index into addrs
}

func encodeMember(ed edition, addr string, retained map[Task]int64) []byte {
	d := memberData{edition: ed, Addr: addr}
	for task, fresh := range retained {
		d.Retained = append(d.Retained, retainedStore{task.Stage, task.Partition, fresh})
	}
	// Kafka compares metadata byte by byte to see whether a member changed.
	slices.SortFunc(d.Retained, func(a, b retainedStore) int {
		return compareTasks(Task{a.Stage, a.Partition}, Task{b.Stage, b.Partition})
	})
	b, err := json.Marshal(d)
	if err != nil {
		panic(err) // strings and integers only
	}
	return b
}

func compareTasks(a, b Task) int {
	if a.Stage != b.Stage {
		if a.Stage < b.Stage {
			return -1
		}
		return 1
	}
	return int(a.Partition) - int(b.Partition)
}

// readMember reads a member's metadata. Newer user data is refused; of an older member
// only the edition is read, since it is about to end.
func (t *Topology) readMember(id string, metadata []byte) (
	meta kmsg.ConsumerMemberMetadata, d memberData, err error) {
	if err := meta.ReadFrom(metadata); err != nil {
		return meta, d, fmt.Errorf("read metadata of group member %s: %w", id, err)
	}
	knows := t.edition(memberVersion)
	d.edition, err = readEdition(meta.UserData)
	switch {
	case err != nil:
	case d.compare(knows) > 0:
		return meta, d, &NewerGroupError{
			Group: t.Name, Found: "its member " + id, Has: d.edition, Knows: knows}
	case d.edition == knows:
		err = json.Unmarshal(meta.UserData, &d)
	}
	if err != nil {
		return meta, d, fmt.Errorf("read user data of group member %s: %w", id, err)
	}
	return meta, d, nil
}

// decodeMember makes of a member's metadata what the assignor needs. An older member
// gets no task, and keeps others from those that it has until it has given them up.
func (l *layout) decodeMember(m kmsg.JoinGroupResponseMember) (
	c candidate, addr string, generation int32, err error) {
	meta, d, err := l.topology.readMember(m.MemberID, m.ProtocolMetadata)
	if err != nil {
		return c, "", 0, err
	}
	c = candidate{id: m.MemberID, reads: map[string]bool{}, owned: map[Task]bool{},
		retained: map[Task]int64{}}
	if d.edition == l.topology.edition(memberVersion) {
		for _, topic := range meta.Topics {
			c.reads[topic] = true
		}
	}
	for _, topic := range meta.OwnedPartitions {
		ref, ok := l.reader[topic.Topic]
		if !ok {
			continue
		}
		for _, p := range topic.Partitions {
			c.owned[Task{l.stages[ref.stage].Name, p}] = true
		}
	}
	for _, s := range d.Retained {
		c.retained[Task{s.Stage, s.Partition}] = s.Fresh
	}
	return c, d.Addr, meta.Generation, nil
}

// readAssignment reads the user data of an assignment. That of an older leader is never
// met: the older one ends, and who is left leads.
func (t *Topology) readAssignment(data []byte) (d assignmentData, err error) {
	knows := t.edition(assignmentVersion)
	d.edition, err = readEdition(data)
	switch {
	case err != nil:
	case d.compare(knows) > 0:
		return d, &NewerGroupError{
			Group: t.Name, Found: "its assignment", Has: d.edition, Knows: knows}
	default:
		err = json.Unmarshal(data, &d)
	}
	if err != nil {
		return d, fmt.Errorf("read user data of assignment: %w", err)
	}
	return d, nil
}

// dropStaleClaims keeps for each task the claims of the newest generation only: a
// member that missed a rebalance still names what it lost in it.
func dropStaleClaims(members []candidate, generations []int32) {
	newest := map[Task]int32{}
	for i, m := range members {
		for task := range m.owned {
			if g, ok := newest[task]; !ok || generations[i] > g {
				newest[task] = generations[i]
			}
		}
	}
	for i, m := range members {
		for task := range m.owned {
			if generations[i] < newest[task] {
				delete(m.owned, task)
			}
		}
	}
}
