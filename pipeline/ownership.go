package pipeline

import (
	"context"
	"maps"
	"time"
)

// openTask begins to restore a task, in a goroutine so that the thread's other
// tasks go on. Its partitions stay paused until it is live.
func (t *thread) openTask(id Task) {
	task := newTask(id, t.e.layout.stage(id.Stage))
	task.began = time.Now()
	t.tasks[id] = task
	paused := map[string][]int32{}
	for _, in := range task.inputs {
		ins := t.inputs[in.Topic]
		for int(in.Partition) >= len(ins) {
			ins = append(ins, nil)
		}
		ins[in.Partition] = in
		t.inputs[in.Topic] = ins
		t.owner[in] = task
		paused[in.Topic] = []int32{in.Partition}
	}
	// Once more: a restore that ended just before a rebalance may have resumed them.
	t.client.PauseFetchPartitions(paused)
	t.show()
	ctx, cancel := context.WithCancel(t.e.hard)
	task.cancel = cancel
	go func() {
		defer close(task.done)
		err := t.e.restore(ctx, task, t.log.With("task", id.String()))
		t.post(event{kind: restored, task: task, err: err})
	}()
}

// goLive lets a restored task take part in cycles.
func (t *thread) goLive(task *task) {
	task.lastData = time.Now()
	for _, in := range task.inputs {
		in.publish()
	}
	t.align(task)
	task.live.Store(true)
	task.readable.Store(&task.store)
	took := time.Since(task.began)
	t.e.m.restores.Observe(took.Seconds())
	t.log.Info("task is live", "task", task.Task.String(), "took", took)
	resume := map[string][]int32{}
	for _, in := range task.inputs {
		resume[in.Topic] = []int32{in.Partition}
	}
	t.client.ResumeFetchPartitions(resume)
}

// closeTask gives a task up, between cycles or after a failed one. It waits for a restore
// under way. What is committed in the store is flushed unless the store is abandoned.
func (t *thread) closeTask(task *task, abandon bool) error {
	task.cancel()
	<-task.done
	if task.dirty && !abandon {
		task.store.Rollback() // I1
	}
	t.dropKept(task)
	delete(t.tasks, task.Task)
	for _, in := range task.inputs {
		t.inputs[in.Topic][in.Partition] = nil
		delete(t.owner, in)
	}
	t.show()
	if task.live.Load() {
		t.e.retain(task.Task, task.freshness(), abandon)
	}
	began := time.Now()
	if err := task.close(abandon); err != nil {
		return err
	}
	t.log.Info("task is given up",
		"task", task.Task.String(), "written", !abandon, "took", time.Since(began))
	return nil
}

// show publishes which tasks the thread owns.
func (t *thread) show() {
	tasks := maps.Clone(t.tasks)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.shown = tasks
}

func (t *thread) showing() map[Task]*task {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.shown
}
