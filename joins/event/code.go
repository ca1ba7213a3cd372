package event

// Code says why a record cannot be used. The empty code says that the record was accepted. The
// codes are part of the error topic's format: none is ever renamed.
type Code string

// The codes in the order in which they are looked for: the first that applies is a record's code.
const (
	NullValue    Code = "null_value"     // the record has no value
	TooLarge     Code = "too_large"      // the value has more than MaxValue bytes
	BadJSON      Code = "bad_json"       // the value is not one strict JSON object, or repeats a name
	UnknownType  Code = "unknown_type"   // no type, or none of the topic's types
	MissingID    Code = "missing_id"     // an id that the type needs is absent
	BadID        Code = "bad_id"         // an id is no text, or no valid id
	BadTime      Code = "bad_time"       // the event time or another time of the event is malformed
	TimeInFuture Code = "time_in_future" // a reading is over 24 h later than its record's timestamp
	BadValue     Code = "bad_value"      // a field of the type has a wrong form, range or length
	NoValues     Code = "no_values"      // a reading has nothing that a limit can look at
	KeyMismatch  Code = "key_mismatch"   // the record's key is not the event's id
	TooMany      Code = "too_many"       // the key has too many containers, legs or sensors already
)

// Codes are all codes in their order.
func Codes() []Code {
	return []Code{
		NullValue, TooLarge, BadJSON, UnknownType, MissingID, BadID, BadTime, TimeInFuture, BadValue,
		NoValues, KeyMismatch, TooMany,
	}
}
