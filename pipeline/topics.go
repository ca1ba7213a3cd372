package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
)

// resolveTopics creates what is missing, checks what is there, and returns the
// layout. Everything that is wrong is in the error, each with its fix.
func resolveTopics(ctx context.Context, adm *kadm.Client, t *Topology, o *Options) (
	*layout, error) {
	l := &layout{topology: t, topics: map[string]*topicInfo{}, reader: map[string]inputRef{}}
	specs := map[string]Topic{}
	add := func(topic Topic, kind topicKind) {
		l.topics[topic.Name] = &topicInfo{name: topic.Name, physical: t.physical(kind, topic),
			kind: kind, partitioner: topic.Partitioner}
		specs[topic.Name] = topic
	}
	for kind, topics := range [][]Topic{source: t.Sources, internal: t.Internal, sink: t.Sinks} {
		for _, topic := range topics {
			add(topic, topicKind(kind))
		}
	}
	add(Topic{Name: DeadLetterTopic, Physical: t.Name + "-" + DeadLetterTopic, Create: true}, sink)
	if err := l.describe(ctx, adm); err != nil {
		return nil, err
	}
	var errs []error
	for name, info := range l.topics {
		if info.kind == source && info.partitions == 0 && !specs[name].Create {
			errs = append(errs, fmt.Errorf("source topic %s does not exist: create it, with as "+
				"many partitions as its producers expect", info.physical))
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	want := l.counts(t, specs)
	for i, s := range t.Stages {
		st := stageInfo{Stage: s}
		part := Inherit
		for n, in := range s.Inputs {
			info := l.topics[in]
			st.inputs = append(st.inputs, info)
			l.reader[info.physical] = inputRef{i, n}
			if info.kind == source || info.partitioner != Inherit {
				part = info.partitioner.orDefault()
			}
		}
		for _, info := range st.inputs {
			info.partitioner = part.orDefault()
		}
		l.stages = append(l.stages, st)
	}
	for name, info := range l.topics {
		info.partitioner = info.partitioner.orDefault()
		if info.partitions == 0 && (specs[name].Create || info.kind != source) {
			if err := create(ctx, adm, info, specs[name], want[name], o); err != nil {
				errs = append(errs, err)
			}
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	if err := l.awaitVisible(ctx, adm); err != nil {
		return nil, err
	}
	l.readLimits(ctx, adm, o.Logger)
	for i := range l.stages {
		s := &l.stages[i]
		s.partitions = s.inputs[0].partitions
		for _, in := range s.inputs {
			if in.partitions != s.partitions {
				errs = append(errs, mismatch(s, in))
			}
		}
		s.lineage = lineageOf(t.Name, s)
	}
	return l, errors.Join(errs...)
}

func mismatch(s *stageInfo, in *topicInfo) error {
	first := s.inputs[0]
	fix := fmt.Sprintf("give %s and %s the same number of partitions (kafka-topics --alter "+
		"--partitions N for a topic that is still empty; else create it anew and produce its "+
		"records again)", first.physical, in.physical)
	if in.kind == internal {
		fix = fmt.Sprintf("stop all workers, delete the topic %s and the committed offsets of "+
			"the group, and let it be made anew", in.physical)
	}
	return fmt.Errorf("stage %s: topic %s has %d partitions but %s, which it meets, has %d: %s",
		s.Name, in.physical, in.partitions, first.physical, first.partitions, fix)
}

// counts says with how many partitions a topic is to be created.
func (l *layout) counts(t *Topology, specs map[string]Topic) map[string]int32 {
	want := map[string]int32{}
	first := int32(0)
	for _, s := range t.Sources {
		if n := max(l.topics[s.Name].partitions, s.Partitions); n > 0 {
			first = n
			break
		}
	}
	for name, spec := range specs {
		want[name] = spec.Partitions
	}
	for _, s := range t.Stages {
		n := int32(0)
		for _, in := range s.Inputs {
			if info := l.topics[in]; info.kind == source && info.partitions > 0 {
				n = info.partitions
				break
			}
		}
		for _, in := range s.Inputs {
			if n == 0 {
				n = max(specs[in].Partitions, l.topics[in].partitions)
			}
		}
		for _, in := range s.Inputs {
			if want[in] == 0 {
				want[in] = n
			}
		}
	}
	for name := range want {
		if want[name] == 0 {
			want[name] = max(first, 1)
		}
	}
	return want
}

func create(ctx context.Context, adm *kadm.Client, info *topicInfo, spec Topic, partitions int32,
	o *Options) error {
	// A replayed history carries old timestamps: time retention would delete it under the run.
	config := map[string]string{"retention.ms": "-1", "retention.bytes": "-1",
		"cleanup.policy": "delete"}
	if info.kind == sink && info.name != DeadLetterTopic {
		config["cleanup.policy"] = "compact"
	}
	values := make(map[string]*string, len(config))
	for k, v := range config {
		values[k] = &v
	}
	resp, err := adm.CreateTopic(ctx, partitions, o.ReplicationFactor, values, info.physical)
	if err == nil {
		err = resp.Err
	}
	if err != nil && !errors.Is(err, kerr.TopicAlreadyExists) { // another worker was first
		return fmt.Errorf("create topic %s with %d partitions: %w", info.physical, partitions, err)
	}
	return nil
}

// describe fills in partitions and ids of the topics that exist.
func (l *layout) describe(ctx context.Context, adm *kadm.Client) error {
	names := make([]string, 0, len(l.topics))
	for _, info := range l.topics {
		names = append(names, info.physical)
	}
	details, err := adm.ListTopics(ctx, names...)
	if err != nil {
		return fmt.Errorf("list topics: %w", err)
	}
	for _, info := range l.topics {
		d, ok := details[info.physical]
		switch {
		case !ok || errors.Is(d.Err, kerr.UnknownTopicOrPartition):
			info.partitions = 0
		case d.Err != nil:
			return fmt.Errorf("describe topic %s: %w", info.physical, d.Err)
		default:
			info.partitions, info.id = int32(len(d.Partitions)), d.ID.String()
		}
	}
	return nil
}

// awaitVisible waits until every topic is in the metadata with a leader: creation
// is not instant.
func (l *layout) awaitVisible(ctx context.Context, adm *kadm.Client) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		if err := l.describe(ctx, adm); err != nil && ctx.Err() != nil {
			return err
		}
		missing := ""
		for _, info := range l.topics {
			if info.partitions == 0 {
				missing = info.physical
			}
		}
		if missing == "" {
			return nil
		}
		if sleep(ctx, 50*time.Millisecond) != nil {
			return fmt.Errorf("topic %s was created but does not show in the cluster's metadata: "+
				"check the brokers", missing)
		}
	}
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
