package ledger

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/pipeline"
)

// transfers is the stage that makes moves of transfers and counts their acks.
type transfers struct {
	store   Numbers
	touched map[string]bool // transfers that were acknowledged in this cycle
}

func newTransfers(tc pipeline.TaskContext) (pipeline.Processor, error) {
	return &transfers{store: tc.Store.(Numbers), touched: map[string]bool{}}, nil
}

// Process implements pipeline.Processor.
func (s *transfers) Process(input int, r *kgo.Record, out *pipeline.Output) error {
	id := string(r.Key)
	if input == 1 { // an ack
		s.store.Add("acks/"+id, 1)
		s.touched[id] = true
		return nil
	}
	t, err := ParseTransfer(string(r.Value))
	if err != nil {
		out.DeadLetter(r, "bad_transfer")
		return nil //nolint:nilerr // a bad record is refused, not an error
	}
	s.store.Add("seen/"+id, 1)
	out.Emit("moves", []byte(t.From), fmt.Appendf(nil, "%s:%d", id, -t.Amount))
	out.Emit("moves", []byte(t.To), fmt.Appendf(nil, "%s:%d", id, t.Amount))
	return nil
}

// Transfer is the value of a record of the topic transfers.
type Transfer struct {
	From, To string
	Amount   int64
}

// ParseTransfer reads "from:to:amount".
func ParseTransfer(text string) (Transfer, error) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return Transfer{}, errors.New("not from:to:amount")
	}
	amount, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return Transfer{}, fmt.Errorf("amount: %w", err)
	}
	return Transfer{parts[0], parts[1], amount}, nil
}

// EndCycle implements pipeline.Processor: what was acknowledged is published.
func (s *transfers) EndCycle(_ pipeline.Cycle, out *pipeline.Output) (bool, error) {
	for _, id := range slices.Sorted(maps.Keys(s.touched)) {
		out.Emit("done", []byte(id), strconv.AppendInt(nil, s.store.Get("acks/"+id), 10))
	}
	clear(s.touched)
	return false, nil
}

// Reset implements pipeline.Processor.
func (s *transfers) Reset() error { clear(s.touched); return nil }

// Close implements pipeline.Processor.
func (s *transfers) Close() error { return nil }
