// Package joins answers whether the cold chain was respected on an order's shipment, from orders,
// voyages and container metrics. Stages fold the records. The join walks once around them, order ->
// voyage -> container -> order:
//
//	orders      registers of orders, the terms of their custodies, the latest result of each
//	            custody; publishes the projections
//	voyages     registers of voyages, the legs that sail on them; tells containers what
//	            voyages say of legs
//	containers  readings, and a running fold of them for each custody; judges the custodies
//
// The package and those below it are pure: no goroutine, no clock, no I/O, no lock. The same
// records give the same bytes on any machine, in a worker over a broker and a disk as in Audit over
// a file.
//
// # Rooms
//
//	measure  metrics, readings, numbers as they are written
//	event    records of the source topics: dialects, ids, times, error codes
//	rule     rule books, limits, bounds
//	series   the readings of one sensor, in chunks
//	inbox    what came for containers and was not folded yet, and when to look
//	judge    windows, segments, folds, figures, verdicts: what an auditor reads
//
// # Invariants
//
//   - J1 Order-free. A stage's state after some records of each input does not depend on how the
//     inputs were interleaved, nor on where cycles ended. Registers keep the greatest stamp.
//     Readings are kept by event time, and what is the same instant's is settled by the log's
//     order. Terms and legs carry an epoch, and the greatest holds (messages.go). What was sent so
//     far may depend on it, what is sent last does not.
//   - J2 A cycle leaves no trace if it is aborted. The state holds bytes, so a stage changes what it
//     decoded for itself, and writes it back (latest, visitor); Reset forgets what was not written.
//     What else a stage keeps beside the state is how far it came with what waits (waiting, agenda),
//     from where it goes on, and the inbox, which undoes what the cycle changed in it.
//   - J3 What is material is sent in the cycle that made it. What only progressed is noted as
//     pending, and sent when progress is due. While the task catches up, what may be material is
//     noted as held, and sent at the release. A container is visited if a record or the stream time
//     can have changed more than sums of one of its custodies: when time can, the judgement says
//     (Due, Fixed, Lapse); whether a reading can, the fold says beforehand (Calm). Both may say so
//     too often, never too seldom.
//   - J4 While a stage is being restored nothing is sent, and what was touched waits for the first
//     cycle that sends. It is sent then whatever it says, since what the lost run sent is not known.
//   - J5 A custody's fold holds all stored readings that the custody wants, but the last one of
//     each sensor, which may still be corrected for nothing, and those that the stream time has not
//     passed (lagging), as of the latest visit of its container. What came since lies in the inbox,
//     or behind the container's value. A reading behind the last one costs one new fold a visit.
//   - J6 Sums are integers, of 128 bits where 64 could overflow, so that they do not depend on the
//     order of addition.
//   - J7 Values and messages begin with a version, are read strictly, and take memory in proportion
//     to their length (internal/wire, docs/formats). A damaged one is an error, never a guess.
//   - J8 Every message and every projection has a bound: the specification bounds what an event can
//     say, and result.fit and projection.json leave out detail that would not fit.
//   - J9 The end of a cycle costs what its records cost, and a bounded part of what waits
//     (endOfCycle). Nothing that is kept in memory grows with the number of orders or voyages.
//
// # Who owns what
//
// A stage belongs to one goroutine, and so do its state, its decoder and its cache of rules.
// Readers (OrderReader, StreamTime) take the committed part of a state (View) from any goroutine. A
// rule and a rule book are never
// changed once parsed, and may be shared.
//
// # Where to start
//
// stages.go lists the stages, state.go says what they may count on. Then follow a custody:
// orders.go and orderfold.go, voyages.go, containers.go and containerscycle.go. judge/fold.go and
// judge/judgement.go are the heart of it, projection.go the answer. audit.go puts the stages
// together.
package joins
