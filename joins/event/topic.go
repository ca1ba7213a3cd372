package event

// Topic is a source topic.
type Topic uint8

// The source topics.
const (
	Orders Topic = iota
	Voyages
	ContainerMetrics
	numTopics
)

// topics has a row for each source topic.
var topics = [numTopics]struct {
	text  string                 // its name where none is configured
	names []Name                 // what its events have beside the names of every topic
	find  func(text []byte) name // finds a name of its events
	types func() []string
}{
	Orders:           {"orders", orderNames[:], orderName, orderTypeTexts},
	Voyages:          {"voyages", voyageNames[:], voyageName, voyageTypeTexts},
	ContainerMetrics: {"container-metrics", metricNames[:], metricName, metricTypeTexts},
}

// Topics are the source topics.
func Topics() []Topic { return []Topic{Orders, Voyages, ContainerMetrics} }

// String is the topic's name where none is configured.
func (t Topic) String() string {
	if t < numTopics {
		return topics[t].text
	}
	return "topic?"
}

// Names are the names of the fields that the events of a topic have.
func Names(t Topic) []Name {
	return append(commonNames[:len(commonNames):len(commonNames)], topics[t].names...)
}

// Types are the types of a topic's events as they stand in events, other spellings included.
func Types(t Topic) []string { return topics[t].types() }
