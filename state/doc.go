// Package state keeps what a task of a stream program knows: one Pebble database per task, and
// above it, in memory, what has not been written yet. It knows neither Kafka nor what the values
// mean: a [Codec] turns values into bytes and back, and a [Position] is a name and a number.
//
// # Three layers
//
//	cycle   what the cycle in progress has changed; only the writer sees it        Put, Delete
//	  | Commit                                                | Rollback: forgotten
//	dirty   committed, not yet in a table of Pebble; readers see it from here on   FlushDue
//	  | Flush
//	disk    Pebble, with a block cache and a file cache shared by all stores of the process
//
// A key is looked for from the top down. Decoded objects that disk holds too are kept in memory as
// clean entries, as many as the budget allows, so that a busy key is decoded once and not once per
// cycle.
//
// # Invariants
//
// I1 and I2 are those of the whole program (docs/DESIGN.md); this package is where they are kept.
//
//   - I1: a store is never ahead of the committed offsets. Flush writes the dirty layer and
//     nothing of the cycle layer; Rollback leaves memory and disk as they were before the cycle.
//   - I2: offsets and data change in one atomic batch, however large. There is no write-ahead
//     log: the log that the offsets point into is one. Pebble keeps a batch in one memtable and
//     writes memtables whole and in order, each with one edit of its manifest. So after a crash
//     at any moment a store is as of some earlier Flush, never torn.
//   - S1: a value handed to Put belongs to the cycle until Commit. After that nobody changes it.
//     So readers hold committed values without a copy, and the writer clones before a change
//     (Get says when it must).
//   - S2: every change of what readers look at (the map, the ordered index, committed values,
//     offsets) happens under Store.mu. The cycle layer and all bookkeeping belong to the writer
//     alone and have no lock.
//   - S3: Flush applies its batch before it marks the entries clean. In between, memory and disk
//     hold the same. So a reader that takes the dirty entries and a Pebble iterator under one
//     read lock has one committed state, before the flush or after it.
//   - S4: after the first failed write the store is unusable. Flush, Checkpoint and Close return
//     that error, and FlushDue returns true so that the writer calls Flush. The owner closes the
//     store and opens it again.
//
// # Who owns what
//
// A [Pool] owns the state directory (a lock file says so), the caches and the budgets. It outlives
// its stores. A [Store] has one writer, the goroutine that opened it or one it was handed to; View,
// ViewScan, Offsets and Size may be called from any goroutine. Pebble's own goroutines end with
// Close or Abandon.
//
// The layout on disk is docs/formats/store.md.
package state
