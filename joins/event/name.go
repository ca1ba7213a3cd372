package event

// name is the index of a name among those that the events of a topic have. The names of every topic
// come first, those of the topic follow.
type name uint8

// Name is one name of a field.
type Name struct {
	Text  string // as it stands in an event
	Field string // the field's first name
	Rank  int    // how many names of the field are looked for before
}

// maxNames is the greatest number of names that a topic has.
const maxNames = max(numOrderNames, numVoyageNames, numMetricNames)

// unknownName is what no topic has as a name.
const unknownName = maxNames

// nameSet is a set of names: bit n is name n.
type nameSet uint64

const _ = uint(64 - maxNames) // a nameSet has a bit for each name

func (n name) bit() nameSet { return 1 << (n & 63) }

func (s nameSet) has(n name) bool { return s&n.bit() != 0 }

// field is the names of one field, which follow each other in the order in which they are looked
// for.
type field struct{ first, last name }

// Names of every topic.
const (
	nameType    name = iota // at the top level alone
	namePayload             // at the top level alone
	nameTime
	nameTimestamp
	nameTimestampMillis
	nameMeasurementTime
	nameTs
	nameContainerID
	nameContainerIDCamel
	nameContainerIDSnake
	numCommonNames
)

// commonNames has a row for each name of every topic.
var commonNames = [numCommonNames]Name{
	{"type", "type", 0},
	{"payload", "payload", 0},
	{"time", "time", 0},
	{"timestamp", "time", 1},
	{"timestampMillis", "time", 2},
	{"measurement_time", "time", 3},
	{"ts", "time", 4},
	{"containerID", "containerID", 0},
	{"containerId", "containerID", 1},
	{"container_id", "containerID", 2},
}

// commonName finds the names of every topic.
func commonName(text []byte) name {
	switch string(text) {
	case "type":
		return nameType
	case "payload":
		return namePayload
	case "time":
		return nameTime
	case "timestamp":
		return nameTimestamp
	case "timestampMillis":
		return nameTimestampMillis
	case "measurement_time":
		return nameMeasurementTime
	case "ts":
		return nameTs
	case "containerID":
		return nameContainerID
	case "containerId":
		return nameContainerIDCamel
	case "container_id":
		return nameContainerIDSnake
	}
	return unknownName
}

// Fields of every topic.
var (
	fieldTime        = field{nameTime, nameTs}
	fieldContainerID = field{nameContainerID, nameContainerIDSnake}
)
