package pipeline

import (
	"fmt"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// A thread takes from the client all that was fetched, and its cycle may end before all of it is
// processed. The rest is kept for the next cycle. The client knows nothing of that: it takes for
// read, and after the end of a transaction for committed, whatever it gave. So
//
//   - each input has two positions: polled is the client's, position is that of the task, which
//     alone is committed; the records kept lie between them;
//   - when the client goes back, after an abort or a rebalance, the rest is dropped, and the
//     client is put where the tasks are.

// batch is what is kept of one partition of a fetch.
type batch struct {
	in      *input
	records []*kgo.Record
}

// keep puts the records of a partition behind those that wait.
func (t *thread) keep(topic string, p *kgo.FetchPartition) error {
	if err := t.begin(); err != nil {
		return err
	}
	in := t.input(topic, p.Partition)
	if in == nil || !t.owner[in].live.Load() {
		// Polled just before it was taken away or paused. The client counts it as
		// read, so the cycle must not commit.
		t.abortCause = fmt.Errorf("records of %s[%d] came: %w", topic, p.Partition, errNotLive)
		return nil
	}
	if first := p.Records[0].Offset; first < in.polled {
		return fmt.Errorf("task %v: %v went back from offset %d to %d",
			t.owner[in].Task, in.Position, in.polled, first)
	}
	in.polled = p.Records[len(p.Records)-1].Offset + 1
	t.e.noteEnd(in, p.LastStableOffset)
	t.pollErrors = 0
	t.kept = append(t.kept, batch{in, p.Records})
	return nil
}

// fold hands at most so many of the records kept to the processors, and returns how many they were,
// control records included. The one hot loop: no clock, lock or map per record.
func (t *thread) fold(most int, now time.Time) (n int, err error) {
	for n < most && len(t.kept) > 0 && t.abortCause == nil {
		b := &t.kept[0]
		records := b.records[:min(len(b.records), most-n)]
		if err := t.foldRecords(b.in, records, now); err != nil {
			return n, err
		}
		n += len(records)
		if b.records = b.records[len(records):]; len(b.records) == 0 {
			t.kept = slices.Delete(t.kept, 0, 1)
		}
	}
	return n, nil
}

func (t *thread) foldRecords(in *input, records []*kgo.Record, now time.Time) error {
	if err := t.begin(); err != nil {
		return err
	}
	task := t.owner[in]
	data, next := 0, records[len(records)-1].Offset+1
	for _, r := range records {
		if r.Attrs.IsControl() {
			r.Recycle()
			continue
		}
		data++
		if err := task.proc.Process(in.index, r, &t.out); err != nil {
			task.dirty = true
			return fatal("task %v: record %d of %v: %w", task.Task, r.Offset, in.Position, err)
		}
		r.Recycle()
	}
	in.position = next
	if data > 0 {
		task.records += data
		task.dirty = true
		task.lastData = now
		t.e.noteFirst(now)
	}
	return nil
}

// dropKept forgets the records that are kept of a task, or of all if task is nil.
func (t *thread) dropKept(task *task) {
	t.kept = slices.DeleteFunc(t.kept, func(b batch) bool {
		return task == nil || t.owner[b.in] == task
	})
}

// align puts the client where the tasks are. It does nothing for partitions that are the client's
// no more, and nothing where the client is there already.
func (t *thread) align(tasks ...*task) {
	client := t.client
	read, all := client.UncommittedOffsets(), client.CommittedOffsets()
	set := map[string]map[int32]kgo.EpochOffset{}
	for _, task := range tasks {
		for _, in := range task.inputs {
			in.polled = in.position
			at, known := read[in.Topic][in.Partition]
			if !known {
				at, known = all[in.Topic][in.Partition]
			}
			if !known || at.Offset == in.position {
				continue
			}
			if set[in.Topic] == nil {
				set[in.Topic] = map[int32]kgo.EpochOffset{}
			}
			set[in.Topic][in.Partition] = kgo.EpochOffset{Epoch: -1, Offset: in.position}
		}
	}
	client.SetOffsets(set)
}
