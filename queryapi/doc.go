// Package queryapi answers over HTTP whether the cold chain of an order was respected: one order,
// many orders, what the worker is doing, and a page for people.
//
// It knows projections as JSON and nothing of how they came about. A Source, which the worker
// implements, gives it committed answers only.
//
//   - An answer says how fresh it is: through, the event time up to which every part of it is
//     judged; the offsets it rests on; the lag.
//   - A request for an order that another worker owns is forwarded to it, once: a header keeps two
//     workers that disagree from sending it back and forth.
//   - A list is asked of all workers at once; one that does not answer is named in the list, which
//     then says that it is incomplete.
//   - Every error is a problem document (RFC 9457) with a hint on what to do. While an order's task
//     is being restored the answer is 503 with Retry-After.
//
// The handler owns no goroutine beyond the life of a request.
package queryapi
