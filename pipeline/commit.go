package pipeline

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// endCycle calls EndCycle where it is due and commits what the cycle did.
func (t *thread) endCycle(now time.Time) error {
	interval := !now.Before(t.nextReport)
	if interval {
		t.nextReport = now.Add(t.e.o.ProgressInterval)
	}
	t.out.now = now
	if t.abortCause == nil {
		for _, task := range t.tasks {
			if err := t.endTask(task, now, interval); err != nil {
				return err
			}
		}
	}
	var involved []*task
	moved := false
	for _, task := range t.tasks {
		m := task.live.Load() && task.moved()
		if moved = moved || m; m || task.dirty {
			involved = append(involved, task)
		}
	}
	if t.out.err != nil {
		return fatal("%w", t.out.err)
	}
	ends := t.begun && (moved || t.out.sent > 0 || t.abortCause != nil)
	switch {
	case ends && t.sess == nil:
		return t.endAtLeastOnce(involved, now)
	case ends:
		return t.endTransaction(involved, now)
	case len(involved) > 0:
		// Nothing was read and nothing sent: there is no transaction to wait for.
		t.e.m.cycles.WithLabelValues("quiet").Inc()
		return t.commit(involved, now)
	}
	return nil
}

func (t *thread) endTask(task *task, now time.Time, interval bool) error {
	if !task.live.Load() {
		return nil
	}
	exhausted := task.atEnd() && (!task.exhausted || task.records > 0)
	if !t.e.untilEnd {
		exhausted = exhausted && now.Sub(task.lastData) >= t.e.o.IdleAfter
	}
	if task.records == 0 && !interval && !exhausted && !task.again.due {
		return nil
	}
	if err := t.begin(); err != nil { // it may send; without that it costs nothing
		return err
	}
	c := task.again.join(Cycle{Exhausted: exhausted, CaughtUp: t.e.caughtUp.Load(),
		Interval: interval}, task.atEnd())
	c.Behind = !c.Exhausted && task.catchingUp(t.e.o.CatchUpLag)
	released := task.held(c.Behind, now, t.e.o.Hold)
	c.Release = c.Release || released
	task.dirty, task.exhausting = true, c.Exhausted
	more, err := task.proc.EndCycle(c, &t.out)
	if err != nil {
		return fatal("task %v: end of cycle: %w", task.Task, err)
	}
	task.ended = repeat{due: more, facts: c}
	return nil
}

// endTransaction ends the transaction, and then commits or aborts the cycle in the stores (I1).
func (t *thread) endTransaction(involved []*task, now time.Time) error {
	t.seq++
	mark := fmt.Sprintf("%s-%d/%s/%d", t.e.o.Instance, t.id, t.nonce, t.seq)
	ctx := kgo.PreTxnCommitFnContext(t.e.hard, func(req *kmsg.TxnOffsetCommitRequest) error {
		return t.stamp(req, involved, mark)
	})
	// The client commits what was acknowledged even if some records failed, so the
	// failures must be known before the end.
	err := t.client.Flush(t.e.hard)
	if perr := t.takeProduceErr(); t.abortCause == nil {
		t.abortCause = perr
	}
	var committed bool
	if err == nil {
		committed, err = t.sess.End(ctx, kgo.TransactionEndTry(t.abortCause == nil))
	}
	abortCause := t.abortCause
	t.begun, t.abortCause = false, nil
	switch {
	case committed:
		t.aborts, t.sessionOnce = 0, true
		t.e.m.cycles.WithLabelValues("committed").Inc()
		return t.commit(involved, now)
	case t.e.hard.Err() != nil:
		return fmt.Errorf("commit: %w: %w", errUnsettled, t.e.hard.Err())
	case err == nil && abortCause == nil:
		return t.abort(errRebalanced)
	case err == nil || errors.Is(err, errStale):
		return t.abort(errors.Join(abortCause, err))
	}
	t.log.Warn("the end of the transaction failed; asking what became of it", "err", err)
	return t.settle(involved, mark, now, errors.Join(abortCause, err))
}

// commit takes the changes of a committed cycle into the stores.
func (t *thread) commit(involved []*task, now time.Time) error {
	for _, task := range involved {
		if task.records > 0 {
			t.e.m.records.WithLabelValues(task.Stage).Add(float64(task.records))
			t.e.noteCommit(task.records)
		}
		task.commit()
	}
	for _, task := range involved {
		if task.store.FlushDue(now) {
			if err := task.store.Flush(); err != nil {
				return fatal("task %v: flush: %w", task.Task, err)
			}
		}
	}
	return nil
}

// routineAborts is how many cycles in a row a rebalance may cost.
const routineAborts = 10

// isRoutine says that a cycle was aborted for a rebalance, which costs each member one.
func isRoutine(why error) bool {
	return errors.Is(why, errRebalanced) || errors.Is(why, errStale) || errors.Is(why, errNotLive)
}

// abort undoes an aborted cycle; the client reads the same records again. A cycle that
// would fail again ends the engine: each attempt leaves aborted records in the topics.
func (t *thread) abort(why error) error {
	t.e.m.cycles.WithLabelValues("aborted").Inc()
	var f *fatalError
	if err := classify(why); errors.As(err, &f) {
		return err
	}
	level := slog.LevelWarn
	if t.aborts < routineAborts && isRoutine(why) {
		level = slog.LevelInfo
	}
	t.log.Log(t.e.hard, level, "cycle aborted", "why", why, "in_a_row", t.aborts+1)
	live := t.liveTasks()
	for _, task := range live {
		if err := task.rollback(); err != nil {
			return err
		}
	}
	t.dropKept(nil)
	t.align(live...)
	t.aborts++
	if t.aborts > 50 {
		return fmt.Errorf("%d cycles aborted in a row, the last: %w: %w", t.aborts, why, errRejoin)
	}
	if t.aborts > 1 && !t.pending() {
		pause := min(time.Duration(t.aborts)*10*time.Millisecond, 500*time.Millisecond)
		return sleepQuietly(t.e.hard, pause)
	}
	return nil
}

// stamp makes the transaction's offset commit ours: all inputs of all tasks that
// took part, so that a transaction without input is fenced too (I6), under the
// generation that we own them under, with a mark by which the outcome can be found (I7).
func (t *thread) stamp(req *kmsg.TxnOffsetCommitRequest, involved []*task, mark string) error {
	if req.MemberID != t.member || req.Generation != t.generation {
		return errStale
	}
	type known struct {
		offset int64
		epoch  int32
	}
	read := map[Position]known{} // what the client believes was read
	ids := map[string][16]byte{}
	for _, topic := range req.Topics {
		ids[topic.Topic] = topic.TopicID
		for _, p := range topic.Partitions {
			pos := Position{Topic: topic.Topic, Partition: p.Partition}
			read[pos] = known{p.Offset, p.LeaderEpoch}
		}
	}
	topics := map[string][]kmsg.TxnOffsetCommitRequestTopicPartition{}
	for _, task := range involved {
		for _, in := range task.inputs {
			p := kmsg.NewTxnOffsetCommitRequestTopicPartition()
			p.Partition, p.Offset, p.LeaderEpoch = in.Partition, in.position, -1
			if k, ok := read[in.Position]; ok {
				if k.offset != in.polled {
					return notThere(in.Position, k.offset, in.polled)
				}
				if in.polled == in.position {
					p.LeaderEpoch = k.epoch
				}
				delete(read, in.Position)
			}
			meta := offsetData{t.e.t.edition(offsetVersion), in.origin, mark}.encode()
			p.Metadata = &meta
			topics[in.Topic] = append(topics[in.Topic], p)
		}
	}
	for pos, k := range read { // kept as a whole, or of a partition that is ours no more
		in := t.input(pos.Topic, pos.Partition)
		if in == nil {
			return fmt.Errorf("%w: the client has read %v, no task has", errStale, pos)
		}
		if k.offset != in.polled {
			return notThere(pos, k.offset, in.polled)
		}
	}
	req.Topics = req.Topics[:0]
	for topic, partitions := range topics {
		rt := kmsg.NewTxnOffsetCommitRequestTopic()
		rt.Topic, rt.TopicID, rt.Partitions = topic, ids[topic], partitions
		req.Topics = append(req.Topics, rt)
	}
	return nil
}

func notThere(pos Position, client, polled int64) error {
	return fmt.Errorf("%w: the client is at %d of %v, the task has polled up to %d",
		errStale, client, pos, polled)
}
