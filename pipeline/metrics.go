package pipeline

import (
	"errors"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics of an engine. Nothing is labelled by key; counters of a cycle are added
// once per cycle.
type metrics struct {
	records  *prometheus.CounterVec // stage
	cycles   *prometheus.CounterVec // result
	refused  *prometheus.CounterVec // topic, code
	restores prometheus.Histogram
	rejoins  prometheus.Counter
	lag      *lagCollector
}

func newMetrics(tasks func() []TaskStatus) *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	gauge := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, []string{"stage", "partition"}, nil)
	}
	return &metrics{
		records: counter("pipeline_records_total",
			"Records processed in committed cycles.", "stage"),
		cycles: counter("pipeline_cycles_total",
			"Cycles by result: committed, aborted, settled (the reply to the commit was lost), "+
				"quiet (nothing to send).", "result"),
		refused: counter("pipeline_refused_total",
			"Records described in the dead-letter topic, those of aborted cycles included.",
			"topic", "code"),
		restores: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "pipeline_restore_seconds",
			Help:    "Time from the assignment of a task until it is live.",
			Buckets: prometheus.ExponentialBuckets(0.01, 4, 9),
		}),
		rejoins: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "pipeline_rejoins_total",
			Help: "Sessions that were made anew after a failure.",
		}),
		lag: &lagCollector{
			tasks: tasks,
			desc: gauge("pipeline_task_lag_records",
				"Offsets between the task's committed positions and the known ends of its inputs."),
			live: gauge("pipeline_task_live", "1 when the task is live, 0 while it is restored."),
		},
	}
}

func (m *metrics) collectors() []prometheus.Collector {
	return []prometheus.Collector{m.records, m.cycles, m.refused, m.restores, m.rejoins, m.lag}
}

func (m *metrics) register(r prometheus.Registerer) error {
	if r == nil {
		return nil
	}
	var errs []error
	for _, c := range m.collectors() {
		if err := r.Register(c); err != nil {
			errs = append(errs, fmt.Errorf("register metrics: %w", err))
		}
	}
	return errors.Join(errs...)
}

func (m *metrics) unregister(r prometheus.Registerer) {
	if r == nil {
		return
	}
	for _, c := range m.collectors() {
		r.Unregister(c)
	}
}

// lagCollector reads the tasks when it is scraped: they come and go.
type lagCollector struct {
	tasks      func() []TaskStatus
	desc, live *prometheus.Desc
}

func (c *lagCollector) Describe(ch chan<- *prometheus.Desc) { ch <- c.desc; ch <- c.live }

func (c *lagCollector) Collect(ch chan<- prometheus.Metric) {
	for _, t := range c.tasks() {
		partition, live := fmt.Sprint(t.Task.Partition), 0.0
		if t.State == Live {
			live = 1
		}
		send := func(desc *prometheus.Desc, value float64) {
			ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value,
				t.Task.Stage, partition)
		}
		send(c.desc, float64(t.Lag))
		send(c.live, live)
	}
}
