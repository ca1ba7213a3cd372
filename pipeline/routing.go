package pipeline

import (
	"slices"
	"sync"
)

// routes is who runs what, as the last assignment of any thread told.
type routes struct {
	mu   sync.RWMutex
	data assignmentData
}

func (r *routes) learn(d assignmentData) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if d.Generation >= r.data.Generation {
		r.data = d
	}
}

func (r *routes) addr(task Task) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	owners := r.data.Owners[task.Stage]
	if int(task.Partition) >= len(owners) {
		return ""
	}
	if i := owners[task.Partition]; i >= 0 && i < len(r.data.Addrs) {
		return r.data.Addrs[i]
	}
	return ""
}

// TaskOf returns the task that a key belongs to in a stage; false before the engine
// knows its topics, or for an unknown stage.
func (e *Engine) TaskOf(stage string, key []byte) (Task, bool) {
	if !e.ready.Load() {
		return Task{}, false
	}
	s := e.layout.stage(stage)
	if s == nil {
		return Task{}, false
	}
	return Task{stage, s.partition(key)}, true
}

// Owner returns the advertised address of the worker that runs the task of a key,
// "" while nobody does, and whether it is this one and live.
func (e *Engine) Owner(stage string, key []byte) (addr string, local bool) {
	task, ok := e.TaskOf(stage, key)
	if !ok {
		return "", false
	}
	if t := e.local(task); t != nil && t.live.Load() {
		return e.o.Advertise, true
	}
	return e.route.addr(task), false
}

// Store returns the store of a live task of this process, for its reader side. It
// may be closed at any moment after.
func (e *Engine) Store(task Task) (Store, TaskStatus, bool) {
	t := e.local(task)
	if t == nil {
		return nil, TaskStatus{}, false
	}
	if s := t.readable.Load(); s != nil {
		return *s, t.status(), true
	}
	return nil, t.status(), false
}

// Tasks lists the tasks that this process owns, by stage and partition.
func (e *Engine) Tasks() []TaskStatus {
	if !e.ready.Load() {
		return nil
	}
	var all []TaskStatus
	for _, t := range e.threads {
		for _, task := range t.showing() {
			all = append(all, task.status())
		}
	}
	slices.SortFunc(all, func(a, b TaskStatus) int { return compareTasks(a.Task, b.Task) })
	return all
}

func (e *Engine) local(id Task) *task {
	if !e.ready.Load() {
		return nil
	}
	var found *task
	for _, t := range e.threads {
		// While a task moves between threads both may show it.
		if task := t.showing()[id]; task != nil && (found == nil || task.live.Load()) {
			found = task
		}
	}
	return found
}
