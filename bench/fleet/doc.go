// Package fleet simulates reefer containers, the orders they carry and the voyages they make, so
// that the program can be tried, shown and timed without a shipping line at hand.
//
// There are two generators:
//
//   - Fleet is a small living world with the faults real fleets have (see Fault). It is endless,
//     and yields records in the order in which a broker would see them.
//   - Fill is a large plain history for the replay benchmark: N readings of M containers, each of
//     the same size.
//
// Invariants, held by the tests:
//
//   - The same options give the same records, byte for byte. No clock of the machine and no global
//     random source enters a record.
//   - Record.At never goes back; Record.Time, the event time, goes back only where readings are
//     uploaded late.
//   - Record.Time is never after Record.At: nothing comes from the future.
//   - Each value is a JSON object, its key is the id that its topic is keyed by.
//
// Nothing in here starts a goroutine but Play, which runs in the caller's. A Fleet has one owner; a
// Fill may be read by many goroutines.
package fleet
