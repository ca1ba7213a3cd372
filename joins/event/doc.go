// Package event reads the records of the three source topics into events, or says by a code why a
// record cannot be used. It is strict about JSON and tolerant of names and forms.
//
// # Invariants
//
//   - E1 What an accepted event says depends on the record, the topic and the Decoder's two settings
//     alone. Nothing of one record is left for the next.
//   - E2 The code of a record is the first in the order of Codes that applies. TooMany is the stages':
//     they know what was named before.
//   - E3 Orders and voyages own what they hold. A Metric aliases the record and the Decoder. It is
//     read without an allocation.
//   - E4 What is kept of an event is bounded (bounds.go).
//
// # Where things are
//
// order.go, voyage.go and metric.go hold one topic each: the event, and how it is read. ordertype.go
// and voyagetype.go have a row for each type of event, ordername.go, voyagename.go and metricname.go
// one for each name of a field. object.go passes over a record's JSON once and keeps the values of
// the names that the topic has; dialect.go lists the other forms that a payload may have.
//
// # To add
//
//   - a name of a field: a constant, a row and a case beside each other in the topic's file of names;
//   - a type of event: a constant and a row in the topic's file of types;
//   - a dialect: a file with its match and its read, and a row in dialects.
//
// docs/formats/events.md is tested against the tables.
package event
