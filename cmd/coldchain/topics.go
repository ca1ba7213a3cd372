package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// topicNames are the flags for the names of the input topics.
type topicNames struct {
	OrdersTopic  string `help:"Topic of order events (default ${default})." default:"orders" placeholder:"NAME"`
	VoyagesTopic string `help:"Topic of voyage events (default ${default})." default:"voyages" placeholder:"NAME"`
	MetricsTopic string `help:"Topic of readings (default ${default})." default:"container-metrics" placeholder:"NAME"`
}

func (t topicNames) all() []string {
	return []string{t.OrdersTopic, t.VoyagesTopic, t.MetricsTopic}
}

// splitBrokers is the list of brokers of a flag.
func splitBrokers(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// adminTimeout is how long the cluster may take to answer about topics.
const adminTimeout = 30 * time.Second

// forever keeps what is written, with the times that it is written with: a history is older than a
// topic's usual retention, and a record may be dated ahead of the broker's clock.
var forever = map[string]*string{
	"retention.ms":                   kadm.StringPtr("-1"),
	"message.timestamp.type":         kadm.StringPtr("CreateTime"),
	"message.timestamp.after.max.ms": kadm.StringPtr(strconv.FormatInt(1<<63-1, 10)),
}

// ensureTopics creates each topic that is missing, with as many partitions as it is to have. A
// topic that exists must have at least the partitions of need; it may name less topics.
func ensureTopics(ctx context.Context, client *kgo.Client, create, need map[string]int32) error {
	ctx, cancel := context.WithTimeout(ctx, adminTimeout)
	defer cancel()
	admin := kadm.NewClient(client)
	names := slices.Sorted(maps.Keys(create))
	have, err := admin.ListTopics(ctx, names...)
	if err != nil {
		return fmt.Errorf("list the topics of %s: %w; is a broker running there? "+
			"(coldchain broker starts one for trials)", seeds(client), err)
	}
	for _, name := range names {
		topic, ok := have[name]
		if ok && topic.Err == nil {
			if n := int32(len(topic.Partitions)); n < need[name] {
				return fmt.Errorf("topic %s has %d partitions, the file names %d; "+
					"delete the topic, or add partitions to it", name, n, need[name])
			}
			continue
		}
		if ok && !errors.Is(topic.Err, kerr.UnknownTopicOrPartition) {
			return fmt.Errorf("look topic %s up: %w", name, topic.Err)
		}
		if err := createTopic(ctx, admin, name, create[name]); err != nil {
			return err
		}
	}
	return nil
}

// createTopic creates one topic that keeps everything. A broker older than Kafka 3.6, or the
// embedded one, does not know all settings: then without it, since such a broker takes records
// dated ahead anyway.
func createTopic(ctx context.Context, admin *kadm.Client, name string, partitions int32) error {
	_, err := admin.CreateTopic(ctx, partitions, -1, forever, name)
	if errors.Is(err, kerr.InvalidConfig) {
		fewer := maps.Clone(forever)
		delete(fewer, "message.timestamp.after.max.ms")
		_, err = admin.CreateTopic(ctx, partitions, -1, fewer, name)
	}
	if err != nil && !errors.Is(err, kerr.TopicAlreadyExists) {
		return fmt.Errorf("create topic %s with %d partitions: %w", name, partitions, err)
	}
	return nil
}

func seeds(client *kgo.Client) string {
	addrs, ok := client.OptValue(kgo.SeedBrokers).([]string)
	if !ok {
		return "the cluster"
	}
	return strings.Join(addrs, ",")
}
