package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/twmb/franz-go/pkg/kmsg"
)

// memberData is the user data of a member's metadata, as JSON: what it can be
// reached at and which copies lie on its machine.
type memberData struct {
	Version int        `json:"v"`
	Addr    string     `json:"addr,omitempty"`
	Copies  []taskCopy `json:"copies,omitempty"`
}

type taskCopy struct {
	Stage     string `json:"stage"`
	Partition int32  `json:"partition"`
	Fresh     int64  `json:"fresh"` // sum of the offsets it rests on
}

// assignmentData is the user data of every member's assignment, as JSON: who runs
// what, for routing.
type assignmentData struct {
	Version    int              `json:"v"`
	Generation int32            `json:"generation"`
	Addrs      []string         `json:"addrs"`
	Owners     map[string][]int `json:"owners"` // stage -> per partition an index into addrs, -1: nobody for now
}

const userDataVersion = 1

func encodeMember(addr string, copies map[Task]int64) []byte {
	d := memberData{Version: userDataVersion, Addr: addr}
	for task, fresh := range copies {
		d.Copies = append(d.Copies, taskCopy{task.Stage, task.Partition, fresh})
	}
	// Kafka compares metadata byte by byte to see whether a member changed.
	slices.SortFunc(d.Copies, func(a, b taskCopy) int { return compareTasks(Task{a.Stage, a.Partition}, Task{b.Stage, b.Partition}) })
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

// decodeMember reads one member's metadata. Newer user data is read as far as it is
// understood: a rolling upgrade must be able to balance.
func (l *layout) decodeMember(m kmsg.JoinGroupResponseMember) (c candidate, addr string, generation int32, err error) {
	var meta kmsg.ConsumerMemberMetadata
	if err := meta.ReadFrom(m.ProtocolMetadata); err != nil {
		return c, "", 0, fmt.Errorf("read metadata of group member %s: %w", m.MemberID, err)
	}
	c = candidate{id: m.MemberID, reads: map[string]bool{}, owned: map[Task]bool{}, copies: map[Task]int64{}}
	for _, topic := range meta.Topics {
		c.reads[topic] = true
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
	var d memberData
	if len(meta.UserData) > 0 {
		if err := json.Unmarshal(meta.UserData, &d); err != nil {
			return c, "", 0, fmt.Errorf("read user data of group member %s: %w", m.MemberID, err)
		}
	}
	for _, cp := range d.Copies {
		c.copies[Task{cp.Stage, cp.Partition}] = cp.Fresh
	}
	return c, d.Addr, meta.Generation, nil
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
