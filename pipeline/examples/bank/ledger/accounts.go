package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/pipeline"
)

// accounts is the stage that adds up the moves of accounts.
type accounts struct {
	store  Numbers
	unsent map[string]bool // accounts whose balance changed since it was published
}

func newAccounts(tc pipeline.TaskContext) (pipeline.Processor, error) {
	return &accounts{store: tc.Store.(Numbers)}, nil
}

// Process implements pipeline.Processor.
func (s *accounts) Process(_ int, r *kgo.Record, out *pipeline.Output) error {
	id, amount, _ := strings.Cut(string(r.Value), ":")
	n, err := strconv.ParseInt(amount, 10, 64)
	if err != nil {
		return err // a move is the bank's own: a bad one is a fault of the program
	}
	account := string(r.Key)
	s.store.Add("balance/"+account, n)
	s.store.Add("moves/"+account, 1)
	s.unsent[account] = true
	out.Emit("acks", []byte(id), nil)
	return nil
}

// EndCycle implements pipeline.Processor: balances are published now and then.
func (s *accounts) EndCycle(c pipeline.Cycle, out *pipeline.Output) (bool, error) {
	if !c.Exhausted && !c.Interval {
		return false, nil
	}
	for _, a := range slices.Sorted(maps.Keys(s.unsent)) {
		value := fmt.Appendf(nil, "%d/%d", s.store.Get("balance/"+a), s.store.Get("moves/"+a))
		out.Emit("balances", []byte(a), value)
	}
	clear(s.unsent)
	return false, nil
}

// Reset implements pipeline.Processor. It counts every balance as not published, since a
// crash may have swallowed it (I3).
func (s *accounts) Reset() error {
	s.unsent = map[string]bool{}
	for _, key := range s.store.Keys("moves/") {
		s.unsent[strings.TrimPrefix(key, "moves/")] = true
	}
	return nil
}

// Close implements pipeline.Processor.
func (s *accounts) Close() error { return nil }
