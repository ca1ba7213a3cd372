// Package position has the one type that the stream engine and its stores share, so that
// neither needs to know the other.
package position

import "fmt"

// Position is an input partition of a task, by the topic's name in Kafka. A store keeps
// the next offset to be read of each; the engine reads on from there.
type Position struct {
	Topic     string
	Partition int32
}

func (p Position) String() string { return fmt.Sprintf("%s[%d]", p.Topic, p.Partition) }
