package joins

import (
	"time"

	"coldchain/joins/event"
	"coldchain/joins/rule"
)

// Stage is one step of the join. A task runs it over one partition of its inputs, which are
// partitioned alike.
type Stage struct {
	Name    string
	Version int     // of its state and messages; raised by what an older program can't read
	Inputs  []Input // in the order of Fold's numbers; each is read by one stage
	Outputs []Topic // what it sends
	New     func(*Settings, State) (Processor, error)
}

// Input is what a stage reads: an event.Topic, which is a source, or a Topic.
type Input interface{ String() string }

// The stages that readers ask: the one that answers for orders, and the one that knows the stream
// time.
const (
	AnswerStage  = "orders"
	MeasureStage = "containers"
)

// Stages are the stages, in the order in which a fact walks through them. Whatever concerns every
// stage ranges over this list: the worker's topology, the audit, the checks of the configuration,
// the tests.
var Stages = []Stage{
	{
		Name: AnswerStage, Version: 1,
		Inputs:  []Input{event.Orders, CustodyResults},
		Outputs: []Topic{LegsByVoyage, LegsByContainer, Compliance},
		New:     func(s *Settings, st State) (Processor, error) { return newOrders(s, st) },
	},
	{
		Name: "voyages", Version: 1,
		Inputs:  []Input{event.Voyages, LegsByVoyage},
		Outputs: []Topic{LegsByContainer},
		New:     func(s *Settings, st State) (Processor, error) { return newVoyages(s, st) },
	},
	{
		Name: MeasureStage, Version: 1,
		Inputs:  []Input{event.ContainerMetrics, LegsByContainer},
		Outputs: []Topic{CustodyResults},
		New:     func(s *Settings, st State) (Processor, error) { return newContainers(s, st) },
	},
}

// Version is the version of all stages together. It goes up with the version of any of them, and
// with each stage more.
func Version() (v int) {
	for i := range Stages {
		v += Stages[i].Version
	}
	return v
}

// Processor is a stage over the state of one task. It belongs to one goroutine.
type Processor interface {
	// Fold takes a record of an input of the stage. It returns why the record was refused, or an
	// error of the state. A refused record leaves no trace.
	Fold(input int, r *event.Record, emit Emit) (event.Code, error)
	// EndCycle sends what the cycle's records changed. more says that there is still something to
	// send that was due in this cycle: each cycle sends a bounded part of it, and the next one goes
	// on from there, whatever its Cycle says.
	EndCycle(c Cycle, emit Emit) (more bool, err error)
	// Reset forgets what is kept beside the state, after a cycle was aborted.
	Reset() error
}

// Settings are what the answer depends on beside the records, and how long readings are kept.
type Settings struct {
	Book *rule.Book
	Zone [numSources]*time.Location // of times that are written without an offset; nil = UTC

	// Lead is how far the stream time may run ahead of a record's timestamp, ms.
	Lead int64
	// Retention is how long readings are kept after the window of the last custody that needs them,
	// ms of event time; 0 keeps them for ever.
	Retention int64
	// RetentionMax is how long readings are kept for a custody that is not final, ms of event time.
	RetentionMax int64
}

// DefaultLead is the lead of the specification, 5 min.
const DefaultLead = 5 * 60 * 1000

func (s *Settings) decoder(from event.Topic) event.Decoder {
	return event.Decoder{Zone: s.Zone[from]}
}
