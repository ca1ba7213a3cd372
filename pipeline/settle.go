package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// offsetData is the metadata of a committed offset.
type offsetData struct {
	edition
	origin int64  // where the group began to read the partition
	mark   string // of the cycle that committed it (I7)
}

const offsetForm = "v=%d topology=%d origin=%d mark=%s"

func (d offsetData) encode() string {
	return fmt.Sprintf(offsetForm, d.Format, d.Topology, d.origin, d.mark)
}

// decodeOffset reads an offset's metadata; that of others means origin 0. Of a newer
// edition it returns the edition only.
func decodeOffset(metadata string) (d offsetData) {
	n, err := fmt.Sscanf(metadata, offsetForm, &d.Format, &d.Topology, &d.origin, &d.mark)
	if err != nil && n < 2 {
		return offsetData{}
	}
	return d
}

// settle finds out whether a transaction was committed (I7). The session cannot go
// on in either case: the client no longer knows where it stands.
func (t *thread) settle(involved []*task, mark string, now time.Time, cause error) error {
	if len(involved) == 0 { // it was to be aborted, and nothing depends on it
		return fmt.Errorf("%w: %w", errRejoin, cause)
	}
	ctx, cancel := context.WithTimeout(t.e.hard, t.e.o.TransactionTimeout+15*time.Second)
	defer cancel()
	// End what the broker may hold open; else its timeout does.
	abort, cancelAbort := context.WithTimeout(ctx, 10*time.Second)
	_ = t.client.EndTransaction(abort, kgo.TryAbort) // reading back decides
	cancelAbort()
	offsets, err := t.e.committed(ctx, involved[0].stage.positions(involved[0].Partition))
	if err != nil {
		return fmt.Errorf("%w: %w: %w", errUnsettled, err, cause)
	}
	found := false
	for _, o := range offsets {
		found = found || decodeOffset(o.Metadata).mark == mark
	}
	t.e.m.cycles.WithLabelValues("settled").Inc()
	t.log.Info("the outcome of the transaction is settled", "committed", found, "mark", mark)
	if found {
		if err := t.commit(involved, now); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: %w", errRejoin, cause)
}

// committed reads the group's committed offsets of the positions, waiting for
// transactions that hold them open. Positions without a commit are left out.
func (e *Engine) committed(ctx context.Context, positions []Position) (
	map[Position]kadm.Offset, error) {
	for {
		offsets, err := e.adm.FetchOffsets(kadm.RequireStable(ctx), e.t.Name)
		result := make(map[Position]kadm.Offset, len(positions))
		for _, pos := range positions {
			if o, ok := offsets.Lookup(pos.Topic, pos.Partition); ok {
				if o.Err != nil {
					err = errors.Join(err, o.Err)
				} else if o.At >= 0 {
					result[pos] = o.Offset
				}
			}
		}
		if err == nil {
			return result, nil
		}
		if groupIsNew(err) {
			return result, nil
		}
		if sleep(ctx, 50*time.Millisecond) != nil {
			return nil, fmt.Errorf("read the committed offsets of group %s: %w", e.t.Name, err)
		}
	}
}
