// Package event reads the records of the three source topics into events, or says by a code why a
// record cannot be used. It is strict about JSON and tolerant of names and forms.
//
// # Invariants
//
//   - E1 An accepted event follows from the record, the topic and the two settings of the Decoder.
//     Nothing of one record is left for the next.
//   - E2 The code of a record is the first one, in the order of Codes, that applies. The stages
//     look for TooMany, since they know what was named before.
//   - E3 An Order and a Voyage own what they hold. A Metric aliases the record and the Decoder, and
//     is read without an allocation.
//   - E4 What is kept of an event has bounds (bounds.go).
//
// # Where things are
//
// order.go, voyage.go and metric.go hold one topic each: the event, and how it is read. topic.go
// has a row for each topic, ordertype.go and voyagetype.go one for each type of event,
// ordername.go, voyagename.go, metricname.go and name.go one for each name of a field. object.go
// passes once over the JSON of a record and keeps the values under the names that the topic has.
// dialect.go lists the forms in which an event may be wrapped.
//
// # To add
//
//   - a name of a field: a constant, a row and a case beside each other in a file of names
//   - a type of event: a constant and a row in the file of types
//   - a dialect: a file with its match and its read, and a row in dialects
package event
