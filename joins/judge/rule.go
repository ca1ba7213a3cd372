package judge

import (
	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// Rule is a rule with what folding looks up for each reading: which series there are, and who reads
// them. It is never changed.
type Rule struct {
	*rule.Rule
	sensors []sensorPlan // of the rule first
	series  []seriesPlan // the temperature series first

	seriesOfLimit []int
}

// sensorPlan is a sensor that judges, with the series of its readings.
type sensorPlan struct {
	name   string
	series []int
	limits []int // those that are exempt during defrost
}

// seriesPlan is one metric of one sensor, with the limits that look at it.
type seriesPlan struct {
	sensor int
	metric measure.Metric
	limits []int
	needed bool // coverage and blindness of this series count (SPECIFICATION 5.7)
}

// Compile prepares a rule. A rule without limits counts as none: Compile returns nil.
func Compile(r *rule.Rule) *Rule {
	if r == nil || len(r.Limits) == 0 {
		return nil
	}
	c := &Rule{Rule: r}
	c.seriesOf(r.Sensor, measure.Temperature)
	c.series[0].needed = r.NeedsTemperature()
	for i := range r.Limits {
		l := &r.Limits[i]
		n := c.seriesOf(l.Sensor, l.Metric)
		c.seriesOfLimit = append(c.seriesOfLimit, n)
		s := &c.series[n]
		s.needed = true
		s.limits = append(s.limits, i)
		if l.ExemptDuringDefrost {
			sensor := &c.sensors[s.sensor]
			sensor.limits = append(sensor.limits, i)
		}
	}
	return c
}

// seriesOf is the number of the series of a sensor's metric, made if it is new.
func (r *Rule) seriesOf(sensor string, m measure.Metric) int {
	i := r.SensorIndex(sensor)
	if i < 0 {
		i = len(r.sensors)
		r.sensors = append(r.sensors, sensorPlan{name: sensor})
	}
	for _, k := range r.sensors[i].series {
		if r.series[k].metric == m {
			return k
		}
	}
	r.sensors[i].series = append(r.sensors[i].series, len(r.series))
	r.series = append(r.series, seriesPlan{sensor: i, metric: m})
	return len(r.series) - 1
}

// Sensors are the sensors whose readings judge, that of the rule first.
func (r *Rule) Sensors() int { return len(r.sensors) }

// Sensor is the name of sensor i.
func (r *Rule) Sensor(i int) string { return r.sensors[i].name }

// SensorIndex is the number of a sensor, -1 if its readings don't judge.
func (r *Rule) SensorIndex(name string) int {
	for i := range r.sensors {
		if r.sensors[i].name == name {
			return i
		}
	}
	return -1
}

// settle is how long after the window's end an answer becomes final, in ms.
func (r *Rule) settle() int64 {
	if r == nil {
		return rule.DefaultSettle
	}
	return r.Settle
}

// Case is what a custody is judged by.
type Case struct {
	Course
	Rule *Rule // nil = none
}

// Wants is the stretch of event times whose readings count, [from, to). It is empty where none do.
// This is the one place that says which readings a custody wants (SPECIFICATION 5.1).
func (c *Case) Wants() (from, to int64) {
	if c.Rule == nil || !c.Window.Valid() {
		return 0, 0
	}
	return c.Window.Start - c.Rule.MaxGap, c.Window.End
}

// FinalAt is the stream time from which on the answer is final; NoTime where it never is.
func (c *Case) FinalAt() int64 {
	if !c.Window.Known() || c.Window.End == OpenEnd {
		return NoTime
	}
	if !c.Window.Valid() {
		return c.Window.End
	}
	return c.Window.End + c.Rule.settle()
}

// Foldable says that the case has a fold: there is a rule, and a window that can be judged.
func (c *Case) Foldable() bool { return c.Rule != nil && c.Window.Valid() }
