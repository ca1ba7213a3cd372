package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// The formats of what the engine writes into the group. Each only goes up.
const (
	memberVersion     = 1 // memberData
	assignmentVersion = 1 // assignmentData
	offsetVersion     = 1 // offsetData
)

// edition is what a program understands of a group: the application's topology, and the
// format of the data in which it finds that. The members of a group are of one edition:
// a newer one makes the older ones end (see docs/formats/group.md). In every format the
// fields v and topology mean the same, so that each program can read the edition of any.
type edition struct {
	Format   int `json:"v"`
	Topology int `json:"topology"`
}

// compare puts editions in an order, by topology first: of two programs exactly one ends.
func (a edition) compare(b edition) int {
	return cmp.Or(cmp.Compare(a.Topology, b.Topology), cmp.Compare(a.Format, b.Format))
}

// edition of data of a format that this program writes.
func (t *Topology) edition(format int) edition {
	return edition{Format: format, Topology: t.Version}
}

// readEdition reads the edition of user data.
func readEdition(data []byte) (ed edition, err error) {
	if err := json.Unmarshal(data, &ed); err != nil {
		return ed, err
	}
	if ed.Format < 1 || ed.Topology < 1 {
		return ed, fmt.Errorf("no version: v is %d, topology %d", ed.Format, ed.Topology)
	}
	return ed, nil
}

// NewerGroupError says that a newer program runs the group, or ran it. Its records,
// topics and stores may mean what this one does not know, so it does not run beside it.
type NewerGroupError struct {
	Group      string
	Found      string // what is of the newer edition
	Has, Knows edition
}

func (e *NewerGroupError) Error() string {
	return fmt.Sprintf("group %s belongs to a newer program: "+
		"%s has topology version %d (format %d), this program knows up to %d (format %d): "+
		"run the newer program, or this one in another group",
		e.Group, e.Found, e.Has.Topology, e.Has.Format, e.Knows.Topology, e.Knows.Format)
}

// checkGroup refuses a group of a newer edition, by its committed offsets and by its
// members, before anything is created in it. Brokers tell of members only while the
// group is stable; else the rebalance tells.
func (e *Engine) checkGroup(ctx context.Context) error {
	offsets, err := e.adm.FetchOffsets(ctx, e.t.Name)
	if err != nil && !groupIsNew(err) {
		return fmt.Errorf("read the committed offsets of group %s: %w", e.t.Name, err)
	}
	knows := e.t.edition(offsetVersion)
	for _, partitions := range offsets {
		for _, o := range partitions {
			if d := decodeOffset(o.Metadata); d.compare(knows) > 0 {
				found := fmt.Sprintf("the committed offset of %s[%d]", o.Topic, o.Partition)
				return &NewerGroupError{Group: e.t.Name, Found: found, Has: d.edition, Knows: knows}
			}
		}
	}
	describe := kmsg.NewPtrDescribeGroupsRequest()
	describe.Groups = []string{e.t.Name}
	described, err := describe.RequestWith(ctx, e.cl)
	if err != nil {
		return fmt.Errorf("describe group %s: %w", e.t.Name, err)
	}
	for _, g := range described.Groups {
		if err := kerr.ErrorForCode(g.ErrorCode); err != nil && !groupIsNew(err) {
			return fmt.Errorf("describe group %s: %w", e.t.Name, err)
		}
		for _, m := range g.Members {
			var newer *NewerGroupError
			if _, _, err := e.t.readMember(m.MemberID, m.ProtocolMetadata); errors.As(err, &newer) {
				return newer
			}
		}
	}
	return nil
}
