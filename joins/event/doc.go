// Package event reads the records of the three source topics into events, or says by a code why a
// record cannot be used. It is strict about JSON and tolerant of names and forms.
//
// # Invariants
//
//   - E1 An accepted event follows from the record, the topic and the two settings of the Decoder.
//     What a Decoder remembers of earlier records changes how fast it reads, never what.
//   - E2 The code of a record is the first one, in the order of Codes, that applies. The stages
//     look for TooMany, since they know what was named before.
//   - E3 An Order and a Voyage own what they hold. A Metric aliases the record and the Decoder, and
//     is read without an allocation.
//   - E4 What is kept of an event has bounds (bounds.go).
//   - E5 A reading that a layout reads is the one that Decoder.readMetric reads without it.
//
// # Where things are
//
// order.go, voyage.go and metric.go hold one topic each: the event, and how it is read. topic.go
// has a row for each topic, ordertype.go and voyagetype.go one for each type of event,
// ordername.go, voyagename.go, metricname.go and name.go one for each name of a field. object.go
// passes once over the JSON of a record and keeps the values under the names that the topic has.
// dialect.go lists the forms in which an event may be wrapped.
//
// # Layouts
//
// A producer writes the same names in the same order into each of its readings, so that nearly all
// of a record is known before it is read. A Decoder learns the layout of a record that was accepted
// (layouts.go): the literal text between the values, and for each value whether it is a string, a
// number or a bool, and the value of which field, or of none. A record of the same layout is read
// without looking at names (layout.go): the text is compared, sixteen bytes at a time, and the
// values are parsed in their places. The idea is that of Mison (Li et al., PVLDB 2017).
//
// This is as strict as reading without a layout. The text is that of a valid record, so all names
// are there, none is repeated, and which of several names gives a field was decided when the layout
// was learned. What varies is proven each time: that a value is a string, number or bool of JSON,
// that it has the form and range of its field, and that the record ends with the text. Arrays and
// objects are text around their values, null is text; a value of another kind than the learned one
// does not fit.
//
// Whatever does not fit goes to Decoder.readMetric, which alone refuses records. So do fields that
// are strings with escapes, and most that are numbers with exponents. A Decoder keeps maxLayouts
// layouts of at most maxLayoutSteps steps. Where most records fit none of them it pauses, so that a
// stream without layouts costs little more than reading it does.
//
// # To add
//
//   - a name of a field: a constant, a row and a case beside each other in a file of names
//   - a type of event: a constant and a row in the file of types
//   - a field of a reading: also an op of a layout, and its case in setOp and layout.read
//   - a dialect: a file with its match and its read, and a row in dialects
package event
