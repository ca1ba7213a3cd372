package pipeline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/twmb/franz-go/pkg/kmsg"
)

// TestFormats: what each format holds is read by this program, and it writes the latest
// byte for byte. A new format gets a folder beside the old ones, which never change.
func TestFormats(t *testing.T) {
	read := func(version int, name string) []byte {
		t.Helper()
		b, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("v%d", version), name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	top := &Topology{Name: "bank", Version: 3}
	for v := 1; v <= memberVersion; v++ {
		retained := map[Task]int64{{"transfers", 2}: 184467, {"accounts", 0}: 9}
		meta := kmsg.NewConsumerMemberMetadata()
		meta.UserData = read(v, "member.json")
		_, d, err := top.readMember("m", meta.AppendTo(nil))
		if err != nil || d.Format != v || d.Topology != 3 {
			t.Errorf("member of format %d: %+v, %v", v, d, err)
		}
		if v == memberVersion {
			got := encodeMember(top.edition(v), d.Addr, retained)
			if string(got) != string(meta.UserData) {
				t.Errorf("member is written as %s", got)
			}
		}
	}
	owners := map[string][]int{"accounts": {0, 1, -1}, "transfers": {1, 0, 1}}
	for v := 1; v <= assignmentVersion; v++ {
		d, err := top.readAssignment(read(v, "assignment.json"))
		want := assignmentData{edition{v, 3}, 12, []string{"10.0.0.7:8080", "10.0.0.8:8080"},
			owners}
		if err != nil || !reflect.DeepEqual(d, want) {
			t.Errorf("assignment of format %d: %+v, %v", v, d, err)
		}
	}
	for v := 1; v <= offsetVersion; v++ {
		text := string(read(v, "offset.txt"))
		want := offsetData{edition{v, 3}, 1200, "c9c0f51b2d5abc78-0/5f3a91c2/4711"}
		if got := decodeOffset(text); got != want {
			t.Errorf("offset of format %d: %+v", v, got)
		}
		if v == offsetVersion && want.encode() != text {
			t.Errorf("offset is written as %s", want.encode())
		}
	}
	for _, foreign := range []string{"", "x", "origin=7 mark=m", "v=1",
		"v=one topology=1 origin=1 mark=m"} {
		if d := decodeOffset(foreign); d != (offsetData{}) {
			t.Errorf("%q is read as %+v", foreign, d)
		}
	}
}

// TestNewerIsTold: whatever else is in it, data of a newer edition says so.
func TestNewerIsTold(t *testing.T) {
	top := &Topology{Name: "bank", Version: 3}
	for _, data := range []string{`{"v":2,"topology":3,"addr":{"host":"x"}}`,
		`{"v":1,"topology":4,"owners":7}`, `{"topology":4,"v":2}`} {
		var newer *NewerGroupError
		if _, err := top.readAssignment([]byte(data)); !errors.As(err, &newer) {
			t.Errorf("assignment %s: %v", data, err)
		}
		meta := kmsg.NewConsumerMemberMetadata()
		meta.UserData = []byte(data)
		if _, _, err := top.readMember("m", meta.AppendTo(nil)); !errors.As(err, &newer) {
			t.Errorf("member %s: %v", data, err)
		}
	}
	if d := decodeOffset("v=2 topology=5 from=1200 by=x"); d.edition != (edition{2, 5}) {
		t.Errorf("offset: %+v", d)
	}
	for _, broken := range []string{"", "{", `{"v":1}`, `{"topology":1}`,
		`{"v":"1","topology":1}`} {
		var newer *NewerGroupError
		if _, err := top.readAssignment([]byte(broken)); err == nil || errors.As(err, &newer) {
			t.Errorf("assignment %q: %v", broken, err)
		}
	}
	a, b := edition{Format: 2, Topology: 1}, edition{Format: 1, Topology: 2}
	if a.compare(b) >= 0 || b.compare(a) <= 0 || a.compare(a) != 0 {
		t.Error("two programs would both end, or none")
	}
}

// TestOlderMemberGetsNothing: a newer leader takes the tasks of an older member only once
// that has given them up, and the older one ends when it learns of it.
func TestOlderMemberGetsNothing(t *testing.T) {
	l := testLayout(2, 2)
	newer := *l
	newer.topology = &Topology{Name: "sim", Version: 2}
	var ended error
	member := func(id string, l *layout) *balancer {
		return &balancer{layout: l, addr: "addr-" + id,
			retained: func() map[Task]int64 { return nil }, synced: func(assignmentData) {},
			assigned: func(map[string][]int32) {}, failed: func(err error) { ended = err }}
	}
	join := func(id string, l *layout, owned map[string][]int32) kmsg.JoinGroupResponseMember {
		m := kmsg.NewJoinGroupResponseMember()
		m.MemberID, m.ProtocolMetadata = id, member(id, l).JoinGroupMetadata(l.inputs(), owned, 1)
		return m
	}
	members := []kmsg.JoinGroupResponseMember{join("new", &newer, nil),
		join("old", l, map[string][]int32{"t0-0": {1}})}
	mb, _, err := member("new", &newer).MemberBalancer(members)
	if err != nil {
		t.Fatal(err)
	}
	plan := mb.Balance(map[string]int32{}).IntoSyncAssignment()
	got, err := member("new", &newer).ParseSyncAssignment(plan[0].MemberAssignment)
	if err != nil || ended != nil || len(got["t0-0"]) != 1 || got["t0-0"][0] != 0 ||
		len(got["t1-0"]) != 2 {
		t.Errorf("the newer member gets %v, %v, %v", got, err, ended)
	}
	got, err = member("old", l).ParseSyncAssignment(plan[1].MemberAssignment)
	var told *NewerGroupError
	if err != nil || len(got) != 0 || !errors.As(ended, &told) {
		t.Errorf("the older member gets %v, %v, %v", got, err, ended)
	}
	ended = nil
	if _, _, err := member("old", l).MemberBalancer(members); !errors.As(err, &told) ||
		!errors.As(ended, &told) {
		t.Errorf("an older leader: %v, %v", err, ended)
	}
}
