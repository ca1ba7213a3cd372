// Package words turns the answer for one order into sentences that somebody responsible for quality understands without knowing the program: what
// the verdict is, why, and on what evidence. The command line, the web page and the summary of the demo all take their words from here.
//
// It is pure: a projection goes in, text comes out; no clock, no I/O but the writer it is given. It decides nothing about the cold chain: every
// figure in a sentence is one that the projection holds, or the difference of two.
package words

import (
	"encoding/json"
	"fmt"
	"time"
)

// Projection is the answer for one order as the topic of answers holds it, as far as it can be put in words. What is not known is nil or empty.
type Projection struct {
	OrderID              string          `json:"orderID"`
	Known                bool            `json:"known"`
	CustomerID           string          `json:"customerID"`
	ProductID            string          `json:"productID"`
	Quantity             json.Number     `json:"quantity"`
	PickupAddress        json.RawMessage `json:"pickupAddress"`
	DestinationAddress   json.RawMessage `json:"destinationAddress"`
	PickupDate           string          `json:"pickupDate"`
	ExpectedDeliveryDate string          `json:"expectedDeliveryDate"`
	Status               string          `json:"status"`
	Verdict              string          `json:"verdict"`
	Phase                string          `json:"phase"`
	Reasons              []string        `json:"reasons"`
	Claims               []Claim         `json:"claims"`
	Legs                 []Leg           `json:"legs"`
}

// Claim is what somebody else said about the cargo.
type Claim struct {
	Type        string    `json:"type"`
	Time        time.Time `json:"time"`
	ContainerID string    `json:"containerID"`
	Reason      string    `json:"reason"`
}

// Leg is one container on one voyage of the order. Judged legs have a Temperature only if a reading of it speaks for any time.
type Leg struct {
	ContainerID    string       `json:"containerID"`
	Number         int64        `json:"leg"`
	VoyageID       string       `json:"voyageID"`
	VesselID       string       `json:"vesselID"`
	From           string       `json:"from"`
	To             string       `json:"to"`
	Window         *Window      `json:"window"`
	Through        *time.Time   `json:"through"`
	Phase          string       `json:"phase"`
	Verdict        string       `json:"verdict"`
	Reasons        []string     `json:"reasons"`
	Rule           *Rule        `json:"rule"`
	Archived       bool         `json:"archived"`
	Coverage       *float64     `json:"coverage"` // nil: the leg was not judged
	JudgedMs       int64        `json:"judgedMs"`
	Gaps           []Stretch    `json:"gaps"`
	GapCount       int64        `json:"gapCount"`
	Excursions     []Excursion  `json:"excursions"`
	ExcursionCount int64        `json:"excursionCount"`
	Limits         []Total      `json:"limits"`
	Temperature    *Temperature `json:"temperature"`
	Readings       *Readings    `json:"readings"`
}

// Window is the time for which a leg is judged.
type Window struct {
	Start      time.Time  `json:"start"`
	StartBasis string     `json:"startBasis"`
	End        *time.Time `json:"end"`
	EndBasis   string     `json:"endBasis"`
}

// Stretch is a gap.
type Stretch struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Ms    int64     `json:"ms"`
}

// Excursion is one stretch of readings beyond a limit.
type Excursion struct {
	Limit string `json:"limit"`
	Stretch
	Worst         json.Number `json:"worst"`
	DegreeMinutes json.Number `json:"degreeMinutes"`
	Open          bool        `json:"open"`
}

// Total is what all excursions of a limit come to.
type Total struct {
	ID         string `json:"id"`
	Ms         int64  `json:"ms"`
	LongestMs  int64  `json:"longestMs"`
	Excursions int64  `json:"excursions"`
}

// Temperature is the range and the mean kinetic temperature, in degrees.
type Temperature struct {
	Min json.Number `json:"min"`
	Max json.Number `json:"max"`
	MKT json.Number `json:"mkt"`
}

// Readings counts those of the rule's sensor in the judged time.
type Readings struct {
	Count      int64      `json:"count"`
	Faulty     int64      `json:"faulty"`
	Duplicates int64      `json:"duplicates"`
	Conflicts  int64      `json:"conflicts"`
	First      *time.Time `json:"first"`
	Last       *time.Time `json:"last"`
}

// Rule is the rule that judged a leg.
type Rule struct {
	ID          string       `json:"id"`
	Version     *json.Number `json:"version"`
	Sensor      string       `json:"sensor"`
	MinCoverage float64      `json:"minCoverage"`
	MaxBlind    string       `json:"maxBlind"`
	Settle      string       `json:"settle"`
	MKTMax      *json.Number `json:"mktMax"`
	Limits      []Limit      `json:"limits"`
}

// Limit is one limit of a rule; exactly one of the bounds is set.
type Limit struct {
	ID            string       `json:"id"`
	Metric        string       `json:"metric"`
	Above         *json.Number `json:"above"`
	Below         *json.Number `json:"below"`
	AtOrAbove     *json.Number `json:"atOrAbove"`
	AtOrBelow     *json.Number `json:"atOrBelow"`
	AboveSetPoint *json.Number `json:"aboveSetPoint"`
	BelowSetPoint *json.Number `json:"belowSetPoint"`
	Single        string       `json:"single"`
	Cumulative    string       `json:"cumulative"`
}

// Parse reads a projection.
func Parse(raw []byte) (*Projection, error) {
	var p Projection
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if p.OrderID == "" {
		return nil, fmt.Errorf("read the answer: it names no order")
	}
	return &p, nil
}
