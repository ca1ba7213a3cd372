package pipeline

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)

// The bank is the tiny topology of the tests: two stages that feed each other.
//
//	transfers (id: "from:to:amount") -> stage transfers -> moves (account: "id:amount")
//	moves -> stage accounts -> balances (account: "balance/moves"), acks (id)
//	acks -> stage transfers -> done (id: number of acks)
//
// Balances are progress: they go out at an interval or at the end of the input.
// Everything is a sum, so any record lost or taken twice shows.
func bank(name string) Topology {
	return Topology{
		Name:     name,
		Version:  1,
		Sources:  []Topic{{Name: "transfers", Physical: name + "-transfers", Partitioner: Murmur2}},
		Internal: []Topic{{Name: "moves", Partitions: 3}, {Name: "acks"}},
		Sinks:    []Topic{{Name: "balances", Physical: name + "-balances"}, {Name: "done", Physical: name + "-done"}},
		Stages: []Stage{
			{Name: "transfers", Inputs: []string{"transfers", "acks"}, New: func(tc TaskContext) (Processor, error) {
				return &transferStage{store: tc.Store.(*memStore), touched: map[string]bool{}}, nil
			}},
			{Name: "accounts", Inputs: []string{"moves"}, New: func(tc TaskContext) (Processor, error) {
				return &accountStage{store: tc.Store.(*memStore)}, nil
			}},
		},
	}
}

type transferStage struct {
	store   *memStore
	touched map[string]bool
}

func (s *transferStage) Process(input int, r *kgo.Record, out *Output) error {
	id := string(r.Key)
	if input == 1 {
		s.store.add("acks/"+id, 1)
		s.touched[id] = true
		return nil
	}
	from, to, amount, err := parseTransfer(string(r.Value))
	if err != nil {
		out.Refuse(r, "bad_transfer")
		return nil //nolint:nilerr // a bad record is refused, not an error
	}
	s.store.add("seen/"+id, 1)
	out.Emit("moves", []byte(from), fmt.Appendf(nil, "%s:%d", id, -amount))
	out.Emit("moves", []byte(to), fmt.Appendf(nil, "%s:%d", id, amount))
	return nil
}

func parseTransfer(v string) (from, to string, amount int64, err error) {
	parts := strings.Split(v, ":")
	if len(parts) != 3 {
		return "", "", 0, errors.New("not from:to:amount")
	}
	amount, err = strconv.ParseInt(parts[2], 10, 64)
	return parts[0], parts[1], amount, err
}

func (s *transferStage) EndCycle(_ Cycle, out *Output) error {
	for _, id := range slices.Sorted(maps.Keys(s.touched)) {
		out.Emit("done", []byte(id), strconv.AppendInt(nil, s.store.get("acks/"+id), 10))
	}
	clear(s.touched)
	return nil
}

func (s *transferStage) Reset() error { clear(s.touched); return nil }
func (s *transferStage) Close() error { return nil }

type accountStage struct {
	store  *memStore
	unsent map[string]bool
}

func (s *accountStage) Process(_ int, r *kgo.Record, out *Output) error {
	id, amount, _ := strings.Cut(string(r.Value), ":")
	n, err := strconv.ParseInt(amount, 10, 64)
	if err != nil {
		return err
	}
	account := string(r.Key)
	s.store.add("balance/"+account, n)
	s.store.add("moves/"+account, 1)
	s.unsent[account] = true
	out.Emit("acks", []byte(id), nil)
	return nil
}

func (s *accountStage) EndCycle(c Cycle, out *Output) error {
	if !c.Exhausted && !c.Interval {
		return nil
	}
	for _, a := range slices.Sorted(maps.Keys(s.unsent)) {
		out.Emit("balances", []byte(a), fmt.Appendf(nil, "%d/%d", s.store.get("balance/"+a), s.store.get("moves/"+a)))
	}
	clear(s.unsent)
	return nil
}

// Reset counts everything as unsent: a crash may have swallowed it (I3).
func (s *accountStage) Reset() error {
	s.unsent = map[string]bool{}
	for k := range s.store.data {
		if a, ok := strings.CutPrefix(k, "moves/"); ok {
			s.unsent[a] = true
		}
	}
	return nil
}

func (s *accountStage) Close() error { return nil }
