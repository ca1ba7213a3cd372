package words

import (
	"encoding/json"
	"fmt"
	"time"
)

// Schema is the version of the projection that this package reads.
const Schema = 2

// Projection is the answer for one order as the topic of answers holds it, as far as it can be put
// in words. What is not known is nil or empty.
type Projection struct {
	Schema               int             `json:"schema"`
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
	ClaimCount           int64           `json:"claimCount"`
	Decisions            []Decision      `json:"decisions"`
	DecisionCount        int64           `json:"decisionCount"`
	Truncated            bool            `json:"truncated"` // lists were left out for their size
	Containers           []Custody       `json:"containers"`
}

// Claim is what somebody else said about the cargo.
type Claim struct {
	Type        string    `json:"type"`
	Time        time.Time `json:"time"`
	ContainerID string    `json:"containerID"`
	Reason      string    `json:"reason"`
}

// Decision is what a person decided on the shipment.
type Decision struct {
	Time      time.Time `json:"time"`
	Decision  string    `json:"decision"`
	By        string    `json:"by"`
	Reason    string    `json:"reason"`
	Reference string    `json:"reference"`
	Current   *bool     `json:"current"` // it was made on this very answer; nil: it names no answer
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
	if p.Schema != Schema {
		return nil, fmt.Errorf("read the answer for order %s: it has schema %d, this program "+
			"reads %d; use the program of the worker's version", p.OrderID, p.Schema, Schema)
	}
	return &p, nil
}

// Through is the event time up to which every part of the answer is judged: the earliest of the
// custodies'. It is nil if no custody says one.
func (p *Projection) Through() *time.Time {
	var earliest *time.Time
	for i := range p.Containers {
		t := p.Containers[i].Through
		if t != nil && (earliest == nil || t.Before(*earliest)) {
			earliest = t
		}
	}
	return earliest
}
