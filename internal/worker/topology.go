package worker

import (
	"sync/atomic"
	"time"

	"coldchain/internal/config"
	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/joins/rule"
	"coldchain/pipeline"
)

// settings are what the stages depend on, by the configuration.
func settings(c *config.Config, book *rule.Book) *joins.Settings {
	s := &joins.Settings{
		Book: book, Lead: c.Lead.Milliseconds(),
		Retention: c.Retention.Milliseconds(), RetentionMax: c.RetentionMax.Milliseconds(),
	}
	s.Zone[event.Orders], s.Zone[event.Voyages], s.Zone[event.ContainerMetrics] =
		c.Zone.Orders, c.Zone.Voyages, c.Zone.Metrics
	return s
}

// sources are the topics that the stages read from outside.
func sources(c *config.Config) map[event.Topic]pipeline.Topic {
	from := map[event.Topic]pipeline.Topic{}
	add := func(topic event.Topic, name string, p pipeline.Partitioner) {
		from[topic] = pipeline.Topic{Name: topic.String(), Physical: name, Partitioner: p}
	}
	add(event.Orders, c.Topics.Orders, c.Partitioner.Orders)
	add(event.Voyages, c.Topics.Voyages, c.Partitioner.Voyages)
	add(event.ContainerMetrics, c.Topics.Metrics, c.Partitioner.Metrics)
	return from
}

// topology is the list of stages with the topics as they are configured. In Kafka the group's name
// stands before those that have no setting. readings counts the committed records of
// container-metrics.
func topology(c *config.Config, book *rule.Book, readings *atomic.Int64) pipeline.Topology {
	t := pipeline.Topology{Name: c.Group, Version: joins.Version()}
	from, s := sources(c), settings(c, book)
	for topic := range joins.NumTopics {
		name := topic.String()
		named := pipeline.Topic{Name: name, Physical: c.Group + "-" + name, Create: true}
		if topic == joins.Compliance {
			named.Physical = c.Topics.Compliance
		}
		if topic.Internal() {
			t.Internal = append(t.Internal, named)
		} else {
			t.Sinks = append(t.Sinks, named)
		}
	}
	for i := range joins.Stages {
		x := &joins.Stages[i]
		var inputs []string
		for _, in := range x.Inputs {
			if source, ok := in.(event.Topic); ok {
				t.Sources = append(t.Sources, from[source])
			}
			inputs = append(inputs, in.String())
		}
		t.Stages = append(t.Stages, stage(x, inputs, s, readings))
	}
	return t
}

func rfc3339(ms int64) string {
	return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.999Z07:00")
}
