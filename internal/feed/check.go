package feed

import (
	"fmt"

	"coldchain/joins/event"
)

// Kind is which of the three input topics a record is for.
type Kind uint8

// The three input topics.
const (
	Orders Kind = iota
	Voyages
	Metrics
)

// Verified is what a check found in an event that can be used.
type Verified struct {
	ID   string // of the order, voyage or container
	Time int64  // event time, ms since the epoch; that of the moment where the event has none
}

// Check says whether an event can be used, and what its id and time are. A key of nil is looked up
// in the event. The error is the reason in words.
type Check func(topic string, key, value []byte) (Verified, error)

// reasons puts the error codes in words.
var reasons = map[event.Code]string{
	event.NullValue:    "there is no value",
	event.TooLarge:     "the value is larger than 1,000,000 bytes",
	event.BadJSON:      "not one valid JSON object, or a field is there twice",
	event.UnknownType:  "its type is none of this topic's",
	event.MissingID:    "an id that its type needs is missing",
	event.BadID:        "an id is not a text of 1 to 128 printable bytes",
	event.BadTime:      "a time is malformed or does not exist",
	event.TimeInFuture: "the reading is from the future",
	event.BadValue:     "a field has a wrong form",
	event.NoValues:     "no temperature, setPoint, humidity, co2, o2, power or door is there",
	event.KeyMismatch:  "the key is not the event's id",
	event.TooMany:      "its order or container has named too many containers, legs or sensors",
}

// lastInstant is the end of the year 9999: as a record's timestamp it lets every reading's time
// pass, and tells an event without a time of its own.
const lastInstant = 253_402_300_799_999

// NewCheck makes a check with the decoder that the program itself reads the topics with, so that a
// row that passes is a row that counts. kinds are the topics that are known; now is the time for
// events without one, ms since the epoch. The check is for one goroutine.
func NewCheck(kinds map[string]Kind, now func() int64) Check {
	var orders, voyages, metrics event.Decoder
	return func(topic string, key, value []byte) (Verified, error) {
		kind, ok := kinds[topic]
		if !ok {
			return Verified{}, fmt.Errorf("topic %q is none of those that are read", topic)
		}
		r := event.Record{Timestamp: lastInstant, Key: key, Value: value}
		var v Verified
		var code event.Code
		switch kind {
		case Orders:
			orders.Rekeyed = key == nil
			var e event.Order
			code = orders.Order(&r, &e)
			v = Verified{e.OrderID, e.Time}
		case Voyages:
			voyages.Rekeyed = key == nil
			var e event.Voyage
			code = voyages.Voyage(&r, &e)
			v = Verified{e.VoyageID, e.Time}
		case Metrics:
			metrics.Rekeyed = key == nil
			var e event.Metric
			code = metrics.Metric(&r, &e)
			v = Verified{string(e.ContainerID), e.Reading.Time}
		}
		if code != "" {
			return Verified{}, fmt.Errorf("%s (%s)", reasons[code], code)
		}
		if v.Time == lastInstant {
			v.Time = now()
		}
		return v, nil
	}
}

// checked gives a row the key, where it has none, and the timestamp that its event has.
func checked(row Row, check Check) (Row, error) {
	v, err := check(row.Topic, row.Key, row.Value)
	if err != nil {
		return Row{}, refuse(row.Line, "%v", err)
	}
	if row.Key == nil {
		row.Key = []byte(v.ID)
	}
	if len(row.Key) == 0 {
		row.Key = nil // it was null, and the topic is re-keyed
	}
	row.Timestamp = v.Time
	return row, nil
}
