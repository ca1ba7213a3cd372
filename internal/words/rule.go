package words

import (
	"fmt"
	"slices"

	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// ruleTitle is the rule in a line; empty if there is none.
func ruleTitle(r *rule.Rule) string {
	if r == nil {
		return ""
	}
	s := r.ID
	if r.Version != nil {
		s += fmt.Sprintf(", version %d of the rule book", *r.Version)
	}
	if r.Sensor != measure.DefaultSensor {
		s += ", judged by sensor " + r.Sensor
	}
	return s
}

// series is what a limit looks at: the readings of one sensor that have a value of the metric.
type series struct {
	metric measure.Metric
	sensor string
}

// temperatureOf is the series of which coverage, gaps and the mean kinetic temperature are.
func temperatureOf(r *rule.Rule) series { return series{measure.Temperature, r.Sensor} }

// needed are the series without which the rule can't judge, each once.
func needed(r *rule.Rule) []series {
	var all []series
	add := func(s series) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for i := range r.Limits {
		add(series{r.Limits[i].Metric, r.Limits[i].Sensor})
	}
	if r.NeedsTemperature() {
		add(temperatureOf(r))
	}
	return all
}

// noun is a series within a sentence; the rule's own sensor goes without saying.
func (s series) noun(r *rule.Rule) string { return metrics[s.metric].noun + s.ofSensor(r) }

func (s series) ofSensor(r *rule.Rule) string {
	if s.sensor == r.Sensor {
		return ""
	}
	return " of sensor " + s.sensor
}
