// Package pipeline is a small stream engine on Kafka: stages of tasks that read
// co-partitioned topics, keep state in a local store and write topics, exactly
// once. It knows nothing of what the records mean and nothing of how a store
// keeps its bytes: processors and stores are passed in.
//
// # Words
//
// A [Topology] has stages; a [Stage] has input topics with the same number of
// partitions; a [Task] is (stage, partition): all its input partitions, one
// [Store], one [Processor], one writer. An [Engine] runs N threads; a thread is
// one group member with one transactional producer and one serial loop:
//
//	poll -> Process ... -> EndCycle -> flush -> commit offsets and outputs
//
// which is a cycle, and one Kafka transaction. A cycle is bounded in records, bytes and time: the
// rest of what was polled, and what a processor left of what was due, is for the next one. An
// internal topic of name n is called "<topology>-n" in Kafka; records that a processor refuses are
// described in the dead-letter topic "<topology>-errors".
//
// # Invariants
//
// Code that relies on one of them cites its number.
//
//   - I1: a store is never ahead of the committed offsets. What a cycle touched is
//     committed to the store after the transaction, never before; an aborted cycle
//     leaves memory and store as they were before it.
//   - I2: a store holds the next offset of every input partition of its task,
//     changed together with the data. It may be older than the commit, never torn.
//   - I3: outputs of records below the committed offset are never sent again.
//     Restore replays from the store's offset S to the committed offset C with
//     outputs off.
//   - I4: a processor's fold is order-free across inputs, so the replayed state
//     equals the lost one although the topics interleave differently.
//   - I5: during restore each input stops at its C until all of them are there;
//     only then does the task go live.
//   - I6: a stale writer does no harm. Every transaction, also one without any
//     input, commits offsets of all tasks that took part in it, under the member id
//     and generation under which the thread last learnt what it owns.
//   - I7: an ambiguous commit (the reply is lost) is settled by reading the committed
//     offsets back: each commit carries a mark in the offsets' metadata. The cycle is then
//     committed or aborted in the stores.
//
// # Who owns what
//
// A thread's loop owns its tasks, their stores and processors. During restore a
// goroutine of the task owns them and hands them back through the thread's
// events; the loop owns that goroutine and waits for it. Group callbacks only
// pause partitions and queue events. The engine owns the threads, the admin
// client and the routing table, which is guarded by its own mutex.
//
// Positions count control records too (the client keeps them), so "committed ==
// last stable offset" means exactly that everything was read.
package pipeline
