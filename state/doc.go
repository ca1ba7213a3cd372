// Package state keeps what a task of a stream program knows: one Pebble database per task, and
// above it, in memory, what has not been written yet. Keys and values are bytes, whose meaning is
// the stage's business; it knows no Kafka either: a [Position] is a name and a number.
//
// # Three layers
//
//	cycle   what the cycle in progress has changed; only the writer sees it        Put, Delete
//	  | Commit                                                | Rollback: forgotten
//	dirty   committed, not yet in a table of Pebble; readers see it from here on   FlushDue
//	  | Flush
//	disk    Pebble, with a block cache and a file cache shared by all stores of the process
//
// A key is looked for from the top down. The block cache is the only cache of what disk has.
//
// The upper two are one [memory]: keys and values lie in an arena of large blocks, a cell without
// pointers has the places of a key, of its committed value and of the cycle's, a table of integers
// finds the cell by the key's hash, and lists of integers keep the cells in key order. So Go's
// collector sees a few large blocks and no key. What is counted is what is allocated. Blocks go
// from store to store as they are flushed.
//
// A [Buffer] lets a stage append to values without reading them. Its operands are above disk too,
// but only the stage sees them there; Flush writes them as operands of Pebble's merge.
//
// # Invariants
//
// I1 and I2 are those of the whole program (docs/DESIGN.md); this package is where they are kept.
//
//   - I1: a store is never ahead of the committed offsets. Flush writes the dirty layer and
//     nothing of the cycle layer; Rollback leaves memory and disk as they were before the cycle.
//   - I2: offsets and data change at once, however much it is. There is no write-ahead log: the
//     log that the offsets point into is one. Flush writes tables beside the database, which
//     Pebble takes in with one edit of its manifest. So after a crash at any moment a store is as
//     of the last Flush that returned or the one in progress, never torn.
//   - S1: memory is overwritten in place. The writer gets bytes that lie in the arena or in a block
//     of Pebble, valid until its next call. Readers get copies, made under the lock. A cycle's
//     value never lies where the committed one does: its room is that of the value before.
//   - S2: every change of what readers look at (the table, the cells' keys and committed values,
//     the order, the lists of blocks, offsets) happens under Store.mu. The cycle layer and all
//     bookkeeping belong to the writer alone and have no lock. Every dirty cell is in order: its
//     first commit puts it there.
//   - S3: Pebble has the tables of a Flush before Flush forgets the dirty layer. In between, memory
//     and disk hold the same. So a reader that copies the dirty cells and makes a Pebble iterator
//     under one read lock has one committed state, before the flush or after it.
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
