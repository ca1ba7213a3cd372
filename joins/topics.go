package joins

import (
	"slices"

	"coldchain/joins/event"
)

// numSources is how many source topics there are.
const numSources = event.ContainerMetrics + 1

// Topic is an output of a stage.
type Topic uint8

// The outputs of the stages.
const (
	LegsByVoyage Topic = iota
	LegsByContainer
	CustodyResults
	Compliance
	NumTopics
)

// topics has a row for each output: its name where none is configured, and what it is keyed by.
var topics = [NumTopics]struct{ name, key string }{
	LegsByVoyage:    {"legs-by-voyage", "voyageID"},
	LegsByContainer: {"legs-by-container", "containerID"},
	CustodyResults:  {"custody-results", "orderID"},
	Compliance:      {"compliance", "orderID"},
}

// String is the topic's name.
func (t Topic) String() string { return topics[t].name }

// Key is what its records are keyed by.
func (t Topic) Key() string { return topics[t].key }

// Internal says that a stage reads the topic.
func (t Topic) Internal() bool {
	for i := range Stages {
		if slices.Contains(Stages[i].Inputs, Input(t)) {
			return true
		}
	}
	return false
}
