package pipeline

import (
	"strings"
	"testing"
	"time"
)

func noProcessor(TaskContext) (Processor, error) { return nil, nil }

func TestTopologyValidate(t *testing.T) {
	if b := Ticker("b"); b.Validate() != nil {
		t.Errorf("the ticker: %v", b.Validate())
	}
	bad := Topology{
		Name: "",
		Sources: []Topic{{Name: "a", Partitioner: CRC32}, {Name: "b"}, {Name: "b"}, {Name: ""},
			{Name: "unread"}, {Name: "n", Partitions: -1, Partitioner: 9}},
		Internal: []Topic{{Name: "errors"}, {Name: "i", Physical: "out"}},
		Sinks:    []Topic{{Name: "out"}},
		Stages: []Stage{
			{Name: "s", Inputs: []string{"a", "b", "out"}, New: noProcessor},
			{Name: "s", Inputs: []string{"a", "n", "i", "errors"}},
			{Name: "u", New: noProcessor},
		},
	}
	err := bad.Validate()
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		"topology: name is empty", "topic b: named twice", "a topic has no name",
		"topic unread: no stage reads it",
		"topic n: -1 partitions", "topic n: unknown partitioner(9)",
		"topic errors: the name is taken",
		"topics i and out are both out in Kafka", "input out is neither a source nor an internal " +
			"topic",
		`stage "s": the name is empty or used twice`, "stage s: no processor",
		"input a is already read by stage s", "stage u: no inputs",
		"a is partitioned by crc32 and b by murmur2",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not listed: %s", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestOptionsValidate(t *testing.T) {
	good := Options{Brokers: []string{"b:1"}, OpenStore: NewDisk().Open}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	bad := Options{Threads: -1, MaxCycleRecords: -1, CycleLinger: 2 * time.Minute, IdleAfter: -1,
		HeartbeatInterval: time.Hour, FetchMaxBytes: 1}
	err := bad.Validate()
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"no brokers", "no OpenStore", "threads is -1",
		"maxCycleRecords is -1", "cycleLinger 2m0s", "idleAfter is -1ns",
		"heartbeatInterval 1h0m0s", "fetchMaxBytes 1"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not listed: %s", want)
		}
	}
	if _, err := New(Topology{}, bad); err == nil || !strings.Contains(err.Error(), "no brokers") ||
		!strings.Contains(err.Error(), "no stages") {
		t.Errorf("New: %v", err)
	}
}

// TestLineage changes with what a store was made from.
func TestLineage(t *testing.T) {
	stage := func(id string, n int32) *stageInfo {
		return &stageInfo{Stage: Stage{Name: "s"}, partitions: n,
			inputs: []*topicInfo{{physical: "a", id: id, partitioner: Murmur2}}}
	}
	seen := map[string]bool{lineageOf("t", stage("1", 3)): true,
		lineageOf("t", stage("2", 3)): true, lineageOf("t", stage("1", 4)): true,
		lineageOf("u", stage("1", 3)): true}
	if len(seen) != 4 {
		t.Errorf("lineages collide: %v", seen)
	}
	if again := lineageOf("t", stage("1", 3)); !seen[again] {
		t.Error("lineage is not stable")
	}
}
