package worker

import (
	"sync/atomic"
	"time"

	"coldchain/internal/config"
	"coldchain/joins"
	"coldchain/pipeline"
	"coldchain/state"
)

// The stages, by the names that their tasks and stores have.
const (
	ordersStage     = "orders"
	voyagesStage    = "voyages"
	containersStage = "containers"
)

// The internal topics, by what is keyed how. In Kafka the group's name stands before them.
const (
	legsByVoyage    = "legs-by-voyage"
	legsByContainer = "legs-by-container"
	legResults      = "leg-results"
)

// topology is the walk of a leg: order -> voyage -> container -> order. readings counts the committed records of container-metrics.
func topology(c *config.Config, book *joins.RuleBook, readings *atomic.Int64) pipeline.Topology {
	source := func(name string, p config.Partitioner) pipeline.Topic {
		partitioner, _ := pipeline.ParsePartitioner(string(p)) // config knows the same names
		return pipeline.Topic{Name: name, Partitioner: partitioner}
	}
	topics := outputs{joins.LegsByVoyage: legsByVoyage, joins.LegsByContainer: legsByContainer, joins.LegResults: legResults,
		joins.Compliance: c.Topics.Compliance}
	return pipeline.Topology{
		Name: c.Group,
		Sources: []pipeline.Topic{source(c.Topics.Orders, c.Partitioner.Orders), source(c.Topics.Voyages, c.Partitioner.Voyages),
			source(c.Topics.Metrics, c.Partitioner.Metrics)},
		Internal: []pipeline.Topic{{Name: legsByVoyage}, {Name: legsByContainer}, {Name: legResults}},
		Sinks:    []pipeline.Topic{{Name: c.Topics.Compliance, Create: true}},
		Stages: []pipeline.Stage{
			stage(ordersStage, c.Topics.Orders, legResults, topics, nil, func(s *state.Store) (fold, error) {
				return joins.NewOrders(joins.Decoder{Zone: c.Zone.Orders}, book, s)
			}),
			stage(voyagesStage, c.Topics.Voyages, legsByVoyage, topics, nil, func(s *state.Store) (fold, error) {
				return joins.NewVoyages(joins.Decoder{Zone: c.Zone.Voyages}, s)
			}),
			stage(containersStage, c.Topics.Metrics, legsByContainer, topics, readings, func(s *state.Store) (fold, error) {
				return joins.NewContainers(joins.Decoder{Zone: c.Zone.Metrics}, c.Retention.Milliseconds(), s)
			}),
		},
	}
}

// codec reads the values of a stage's store.
func codec(stage string) state.Codec {
	switch stage {
	case ordersStage:
		return decoder(joins.DecodeOrders)
	case voyagesStage:
		return decoder(joins.DecodeVoyages)
	default:
		return decoder(joins.DecodeContainers)
	}
}

func rfc3339(ms int64) string {
	return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.999Z07:00")
}
