// Package joins is what the records mean: from orders, voyages and container metrics to the answer whether the cold chain was respected on an
// order's shipment. Three stages fold the records; the join walks once around them, order -> voyage -> container -> order:
//
//	Orders      registers of orders, the legs that follow from them, the latest result of each leg; publishes the projections
//	Voyages     registers of voyages, the legs that sail on them; gives each leg its window
//	Containers  readings, running folds of them for each leg; judges the legs
//
// The package is pure: no goroutine, no clock, no I/O, no lock. The same records give the same bytes on any machine, in a worker over a
// broker and a disk as in Audit over a file.
//
// # Invariants
//
//   - J1 Order-free. A stage's state after some records of each input does not depend on how the inputs were interleaved, nor on where cycles
//     ended. Registers keep the greatest stamp; readings are kept by event time, and what is the same instant's is settled by the log's
//     order; legs carry an epoch, and the greatest holds (message.go). Only what was sent so far may depend on it, never what is sent last.
//   - J2 A cycle leaves no trace if it is aborted. A committed value is never changed: a stage changes a copy that it Put in this cycle
//     (State). Slices that only grow may be shared with the copy, since each is appended to behind the end that the other sees.
//     What a stage keeps beside the state is rebuilt by Reset.
//   - J3 What is material is sent in the cycle that made it; what only progressed is noted in the state as pending, and sent when progress is
//     due. A leg is judged if a record or the stream time can have changed more than sums: it says itself when time can (wake), what a
//     reading can is asked of the fold (disturbs). Both may be asked too often, never too seldom.
//   - J4 While a stage is being restored nothing is sent, and what might have been is pending afterwards.
//   - J5 A fold of a leg holds all readings of its rule's sensor that are stored but the last, which may still be corrected for nothing.
//     A reading behind the last one costs one new fold at the end of the cycle.
//   - J6 Sums are integers, of 128 bits where 64 could overflow, so that they do not depend on the order of addition.
//   - J7 Values and messages begin with a version, are read strictly, and take memory in proportion to their length (wire.go,
//     docs/formats). A damaged one is an error, never a guess.
//
// # Who owns what
//
// A stage belongs to one goroutine, and so do its state, its Decoder and its cache of rules. Readers (OrderReader, StreamTime) take the
// committed part of a state (View) from any goroutine; the Decode functions may be called by any goroutine too. A Rule and a RuleBook are
// never changed once parsed, and may be shared.
//
// # Where to start
//
// state.go says what a stage may count on. Then follow a leg: orders.go and orderfold.go, voyages.go, containers.go; fold.go and judge.go are the
// heart of it, legjson.go and projection.go the answer. audit.go puts the three together. How records are read begins at
// decoder.go, rules at rulebook.go.
package joins
