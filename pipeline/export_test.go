package pipeline

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/twmb/franz-go/pkg/kgo"
)

// What the tests of whole engines, which run the example's topology and so are in a
// package of their own, need of the inside.

const (
	RoutineAborts = routineAborts
	DeadKeyBytes  = deadKeyBytes
	OwnerHeader   = ownerHeader
)

type DeadLetterRecord = deadLetter

func Header(r *kgo.Record, key string) string { return header(r, key) }

// Kill ends a running engine as a killed process would end: nothing is flushed, nobody
// leaves the group.
func (e *Engine) Kill() {
	if e.ready.Load() {
		e.kill()
	}
}

// Counted says how often the metric of that name was counted, all labels together unless
// one value is given.
func (e *Engine) Counted(name, label string) (n float64) {
	reg := prometheus.NewRegistry()
	if err := e.m.register(reg); err != nil {
		panic(err)
	}
	families, err := reg.Gather()
	if err != nil {
		panic(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			match := label == ""
			for _, l := range m.GetLabel() {
				match = match || l.GetValue() == label
			}
			if f.GetName() == name && match {
				n += m.GetCounter().GetValue()
			}
		}
	}
	return n
}

// ResolvedTopic is what the engine found of the topic of that name.
func (e *Engine) ResolvedTopic(name string) (partitions int32, id string) {
	info := e.layout.topics[name]
	return info.partitions, info.id
}

// RefreshMetadata makes the first thread's client look at the topics anew.
func (e *Engine) RefreshMetadata() { e.threads[0].client.ForceMetadataRefresh() }

// Has says that the process owns the task.
func (e *Engine) Has(task Task) bool { return e.local(task) != nil }

// RouteTo is the address of the worker that runs the task, as this one was told.
func (e *Engine) RouteTo(task Task) string { return e.route.addr(task) }

// ThreadOf is the number of this instance's thread with that client id.
func (e *Engine) ThreadOf(name string) (int, bool) { return e.threadOf(name) }

// Sleep waits for d or until ctx ends.
func Sleep(ctx context.Context, d time.Duration) error { return sleep(ctx, d) }
