package words

import (
	"encoding/json"
	"fmt"
)

// Rule is the rule that judged a custody.
type Rule struct {
	ID          string       `json:"id"`
	Version     *json.Number `json:"version"`
	Sensor      string       `json:"sensor"`
	MinCoverage float64      `json:"minCoverage"`
	MaxBlind    string       `json:"maxBlind"`
	StuckAfter  string       `json:"stuckAfter"`
	PullDown    *PullDown    `json:"pullDown"`
	Settle      string       `json:"settle"`
	MKTMax      *json.Number `json:"mktMax"`
	Limits      []Limit      `json:"limits"`
}

// PullDown is how fast goods that were loaded warm must be cold.
type PullDown struct {
	Within string      `json:"within"`
	To     json.Number `json:"to"`
}

// Limit is one limit of a rule; exactly one of the bounds is set.
type Limit struct {
	ID                  string       `json:"id"`
	Metric              string       `json:"metric"`
	Sensor              string       `json:"sensor"`
	Above               *json.Number `json:"above"`
	Below               *json.Number `json:"below"`
	AtOrAbove           *json.Number `json:"atOrAbove"`
	AtOrBelow           *json.Number `json:"atOrBelow"`
	AboveSetPoint       *json.Number `json:"aboveSetPoint"`
	BelowSetPoint       *json.Number `json:"belowSetPoint"`
	Single              string       `json:"single"`
	Cumulative          string       `json:"cumulative"`
	Inclusive           bool         `json:"inclusive"`
	ExemptDuringDefrost bool         `json:"exemptDuringDefrost"`
	DefrostGrace        string       `json:"defrostGrace"`
	DefrostMax          string       `json:"defrostMax"`
}

// limit is the limit of that id; nil if the rule is not shown or has none.
func (r *Rule) limit(id string) *Limit {
	if r == nil {
		return nil
	}
	for i := range r.Limits {
		if r.Limits[i].ID == id {
			return &r.Limits[i]
		}
	}
	return nil
}

// title is the rule in a line; empty if there is none.
func (r *Rule) title() string {
	if r == nil {
		return ""
	}
	s := r.ID
	if r.Version != nil {
		s += fmt.Sprintf(", version %s of the rule book", *r.Version)
	}
	if r.Sensor != "main" {
		s += ", judged by sensor " + r.Sensor
	}
	return s
}

// series is what a limit looks at: the readings of one sensor that have a value of the metric.
type series struct{ metric, sensor string }

// temperatureSeries is the one of which coverage, gaps and the mean kinetic temperature are.
func (r *Rule) temperatureSeries() series { return series{"temperature", r.Sensor} }

// needed are the series without which the rule can't judge, each once.
func (r *Rule) needed() []series {
	var all []series
	seen := map[series]bool{}
	add := func(s series) {
		if !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	for i := range r.Limits {
		add(series{r.Limits[i].Metric, r.Limits[i].Sensor})
	}
	if r.MinCoverage > 0 || r.MaxBlind != "" || r.MKTMax != nil || r.StuckAfter != "" ||
		r.PullDown != nil {
		add(r.temperatureSeries())
	}
	return all
}
