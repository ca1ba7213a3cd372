// Package ledger is a small topology for the engine of pipeline: a bank. Two stages feed
// each other:
//
//	transfers (id: "from:to:amount") -> stage transfers -> moves (account: "id:amount")
//	moves -> stage accounts -> balances (account: "balance/moves"), acks (id)
//	acks -> stage transfers -> done (id: number of acks)
//
// A transfer becomes a move of each of its two accounts, which may be in other partitions,
// so on other workers. Each move is acknowledged, so a transfer is done with two acks.
// Everything is a sum: a record that is lost or taken twice shows.
//
// A balance is progress: it is published at the engine's interval and when the input has
// run dry, not with each move.
package ledger

import "coldchain/pipeline"

// Numbers is what the stages need of a task's store: numbers by key, 0 where there is none.
type Numbers interface {
	pipeline.Store
	// Get returns a number, with the cycle's own changes.
	Get(key string) int64
	// Add adds n to a number, in this cycle.
	Add(key string, n int64)
	// Keys are the committed keys that begin with prefix, in any order.
	Keys(prefix string) []string
}

// Topology is the bank under the name of a group. The sources and sinks are called after
// the group too, so that several banks have room in one cluster.
func Topology(group string) pipeline.Topology {
	return pipeline.Topology{
		Name:    group,
		Version: 1,
		Sources: []pipeline.Topic{{Name: "transfers", Physical: group + "-transfers"}},
		Internal: []pipeline.Topic{
			{Name: "moves", Partitions: 3},
			{Name: "acks"}, // as many partitions as transfers, which it meets
		},
		Sinks: []pipeline.Topic{
			{Name: "balances", Physical: group + "-balances"},
			{Name: "done", Physical: group + "-done"},
		},
		Stages: []pipeline.Stage{
			{Name: "transfers", Inputs: []string{"transfers", "acks"}, New: newTransfers},
			{Name: "accounts", Inputs: []string{"moves"}, New: newAccounts},
		},
	}
}
