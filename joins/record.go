package joins

// Record is one input record as the log of its source topic holds it.
type Record struct {
	Partition int32  // of the source topic, also after re-keying
	Offset    int64  // of the source topic, also after re-keying
	Timestamp int64  // in the source topic, ms since the epoch
	Key       []byte // nil = null
	Value     []byte // nil = null
}

// Code says why a record cannot be used; the empty code says that it was
// accepted. The codes are part of the error log's format: none is ever renamed.
type Code string

// The codes in the order in which they are looked for: the first that applies
// is a record's code.
const (
	NullValue    Code = "null_value"     // the record has no value
	BadJSON      Code = "bad_json"       // the value is not one strict JSON object, or repeats a name
	UnknownType  Code = "unknown_type"   // no type, or none of the topic's types
	MissingID    Code = "missing_id"     // an id that the type needs is absent
	BadID        Code = "bad_id"         // an id is no text, or no valid id
	BadTime      Code = "bad_time"       // the event time or another time of the event is malformed
	TimeInFuture Code = "time_in_future" // a reading is more than 24 h later than its record's timestamp
	BadValue     Code = "bad_value"      // a field of the type has a wrong form or range
	NoValues     Code = "no_values"      // a reading without temperature, humidity, co2 and o2
	KeyMismatch  Code = "key_mismatch"   // the record's key is not the event's id
)
