package pipeline

import (
	"errors"
	"fmt"
	"slices"
)

// DeadLetterTopic is the logical name of the topic that describes refused records; in
// Kafka it is "<topology>-errors".
const DeadLetterTopic = "errors"

// Topic is a topic of a topology. Processors and stages call it by Name.
type Topic struct {
	Name string
	// Physical is the name in Kafka; "" means Name for sources and sinks, and
	// "<topology>-Name" for internal topics.
	Physical string
	// Partitions is the count to create with. 0: as the topics that it meets in a
	// stage, else as the first source.
	Partitions int32
	// Partitioner chooses the partition of a key that the engine writes, and says
	// how the producers of a source do. Inherit on a source means Murmur2.
	Partitioner Partitioner
	// Create says that a missing source or sink is created; internal topics always are.
	// What is created is kept for ever, and compacted if it is a sink.
	Create bool
}

// Stage is one step of a topology.
type Stage struct {
	Name string
	// Inputs are names of sources or internal topics. Their index is the input
	// number that Process is called with.
	Inputs []string
	// New makes the processor of a task. It is called once for each time that the
	// task is assigned, with the task's store open, followed by Reset.
	New func(TaskContext) (Processor, error)
}

// Topology is what an engine runs. Its Name is the consumer group.
type Topology struct {
	Name string
	// Version goes up by one with each change of topics, stages or messages that a
	// program of the version before cannot work beside; it begins with 1. A program
	// refuses a group of a newer version.
	Version  int
	Sources  []Topic
	Internal []Topic
	Sinks    []Topic
	Stages   []Stage
}

// Validate lists everything that is wrong with the topology itself.
func (t *Topology) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if t.Name == "" {
		bad("topology: name is empty")
	}
	if t.Version < 1 {
		bad("topology %s: version is %d, it begins with 1", t.Name, t.Version)
	}
	if len(t.Stages) == 0 {
		bad("topology %s: no stages", t.Name)
	}
	names, readable := map[string]bool{}, map[string]bool{}
	physical := map[string]string{t.Name + "-" + DeadLetterTopic: DeadLetterTopic}
	for i, topics := range [][]Topic{source: t.Sources, internal: t.Internal, sink: t.Sinks} {
		kind := topicKind(i)
		for _, topic := range topics {
			switch {
			case topic.Name == "":
				bad("topology %s: a topic has no name", t.Name)
				continue
			case topic.Name == DeadLetterTopic && kind != source:
				bad("topic %s: the name is taken by the dead-letter topic", topic.Name)
			case names[topic.Name]:
				bad("topic %s: named twice", topic.Name)
			}
			if int(topic.Partitioner) >= len(partitionerNames) {
				bad("topic %s: unknown %v", topic.Name, topic.Partitioner)
			}
			if topic.Partitions < 0 {
				bad("topic %s: %d partitions", topic.Name, topic.Partitions)
			}
			p := t.physical(kind, topic)
			if other, ok := physical[p]; ok {
				bad("topics %s and %s are both %s in Kafka", other, topic.Name, p)
			}
			names[topic.Name], physical[p] = true, topic.Name
			readable[topic.Name] = kind != sink
		}
	}
	readers, stages := map[string]string{}, map[string]bool{}
	for _, s := range t.Stages {
		if s.Name == "" || stages[s.Name] {
			bad("stage %q: the name is empty or used twice", s.Name)
		}
		stages[s.Name] = true
		if len(s.Inputs) == 0 {
			bad("stage %s: no inputs", s.Name)
		}
		if s.New == nil {
			bad("stage %s: no processor", s.Name)
		}
		for _, in := range s.Inputs {
			if !readable[in] {
				bad("stage %s: input %s is neither a source nor an internal topic", s.Name, in)
			}
			if other, ok := readers[in]; ok {
				bad("stage %s: input %s is already read by stage %s; a topic has one reader",
					s.Name, in, other)
			}
			readers[in] = s.Name
		}
	}
	for _, topic := range slices.Concat(t.Sources, t.Internal) {
		if _, ok := readers[topic.Name]; !ok && topic.Name != "" {
			bad("topic %s: no stage reads it", topic.Name)
		}
	}
	for _, s := range t.Stages {
		errs = append(errs, t.samePartitioner(s))
	}
	return errors.Join(errs...)
}

func (t *Topology) samePartitioner(s Stage) error {
	var first *Topic
	for _, in := range s.Inputs {
		topic, kind := t.find(in)
		if topic == nil || kind == internal && topic.Partitioner == Inherit {
			continue
		}
		if first == nil {
			first = topic
		} else if a, b := first.Partitioner.orDefault(), topic.Partitioner.orDefault(); a != b {
			return fmt.Errorf("stage %s: %s is partitioned by %v and %s by %v, so equal keys do "+
				"not meet; give both the partitioner of their producers, or bring one of them in "+
				"through a topic that is keyed anew",
				s.Name, first.Name, a, topic.Name, b)
		}
	}
	return nil
}

func (p Partitioner) orDefault() Partitioner {
	if p == Inherit {
		return Murmur2
	}
	return p
}

type topicKind uint8

const (
	source topicKind = iota
	internal
	sink
)

func (t *Topology) physical(kind topicKind, topic Topic) string {
	switch {
	case topic.Physical != "":
		return topic.Physical
	case kind == internal:
		return t.Name + "-" + topic.Name
	default:
		return topic.Name
	}
}

func (t *Topology) find(name string) (*Topic, topicKind) {
	for kind, topics := range [][]Topic{source: t.Sources, internal: t.Internal, sink: t.Sinks} {
		for i := range topics {
			if topics[i].Name == name {
				return &topics[i], topicKind(kind)
			}
		}
	}
	return nil, 0
}
