package pipeline

import (
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// endAtLeastOnce ends the cycle without a transaction (Options.AtLeastOnce). The order is that of
// endTransaction: outputs, offsets, stores. An aborted cycle undoes nothing in the topics.
func (t *thread) endAtLeastOnce(involved []*task, now time.Time) error {
	err := t.client.Flush(t.e.hard)
	if perr := t.takeProduceErr(); t.abortCause == nil {
		t.abortCause = perr
	}
	abortCause := t.abortCause
	t.begun, t.abortCause = false, nil
	if err == nil && abortCause == nil {
		err = t.commitOffsets(involved)
	}
	switch {
	case t.e.hard.Err() != nil:
		return fmt.Errorf("commit: %w: %w", errUnsettled, t.e.hard.Err())
	case abortCause != nil || errors.Is(err, errStale):
		return t.abort(errors.Join(abortCause, err))
	case err != nil: // the stores are restored up to what was committed
		return fmt.Errorf("commit: %w: %w", errUnsettled, err)
	}
	t.aborts, t.sessionOnce = 0, true
	t.e.m.cycles.WithLabelValues("committed").Inc()
	return t.commit(involved, now)
}

// commitOffsets commits the offsets of all inputs of the tasks, under the generation that the
// thread owns them under (I6).
func (t *thread) commitOffsets(involved []*task) (err error) {
	offsets := map[string]map[int32]kgo.EpochOffset{}
	origins := map[Position]int64{}
	for _, task := range involved {
		for _, in := range task.inputs {
			if offsets[in.Topic] == nil {
				offsets[in.Topic] = map[int32]kgo.EpochOffset{}
			}
			offsets[in.Topic][in.Partition] = kgo.EpochOffset{Epoch: -1, Offset: in.position}
			origins[in.Position] = in.origin
		}
	}
	ctx := kgo.PreCommitFnContext(t.e.hard, func(req *kmsg.OffsetCommitRequest) error {
		if req.MemberID != t.member || req.Generation != t.generation {
			return errStale
		}
		for _, topic := range req.Topics {
			for i := range topic.Partitions {
				p := &topic.Partitions[i]
				origin := origins[Position{Topic: topic.Topic, Partition: p.Partition}]
				meta := offsetData{t.e.t.edition(offsetVersion), origin, ""}.encode()
				p.Metadata = &meta
			}
		}
		return nil
	})
	t.client.CommitOffsetsSync(ctx, offsets, func(_ *kgo.Client, _ *kmsg.OffsetCommitRequest,
		resp *kmsg.OffsetCommitResponse, failed error) {
		if err = failed; err != nil {
			return
		}
		for _, topic := range resp.Topics {
			for _, p := range topic.Partitions {
				err = errors.Join(err, kerr.ErrorForCode(p.ErrorCode))
			}
		}
	})
	return err
}
