package queryapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Source is the worker as the API sees it. Its methods may be called from many goroutines at once,
// and return committed state only.
type Source interface {
	// Order is the answer for one order. The error is ErrNotFound, or made by ErrNotReady or
	// ErrElsewhere, where that is why.
	Order(ctx context.Context, id string) (Answer, error)
	// Orders are orders that this worker owns, by id.
	Orders(ctx context.Context, f Filter) ([]Summary, error)
	// Counts is how many orders of each verdict this worker owns.
	Counts(ctx context.Context) (map[string]int64, error)
	// Tasks are the tasks that this worker has.
	Tasks() []TaskStatus
	// Joined says that the worker has been told which tasks it has.
	Joined() bool
	// Peers are the addresses (host:port) of the other workers of the group.
	Peers() []string
}

// Answer is the answer for one order, with the records that it rests on.
type Answer struct {
	Projection json.RawMessage `json:"projection"`
	// Offsets has the next offset of each input partition ("topic-partition") that it rests on.
	Offsets map[string]int64 `json:"offsets"`
	// Lag counts the records of those partitions that are not in the answer yet.
	Lag int64 `json:"lag"`
}

// Filter says which orders to list. The zero value is all of them.
type Filter struct {
	Verdict string // "" = every verdict
	Limit   int    // at most so many; 0 = no limit
}

// Summary is one order in a list.
type Summary struct {
	OrderID    string   `json:"orderID"`
	Verdict    string   `json:"verdict"`
	Phase      string   `json:"phase"`
	Status     string   `json:"status,omitempty"`
	ProductID  string   `json:"productID,omitempty"`
	CustomerID string   `json:"customerID,omitempty"`
	Reasons    []string `json:"reasons"`
	Containers int      `json:"containers"`
}

// Summarise is the summary of a projection.
func Summarise(projection []byte) (Summary, error) {
	var p struct {
		Summary
		Containers []struct{} `json:"containers"`
	}
	if err := json.Unmarshal(projection, &p); err != nil {
		return Summary{}, fmt.Errorf("summarise a projection: %w", err)
	}
	p.Summary.Containers = len(p.Containers)
	if p.Reasons == nil {
		p.Summary.Reasons = []string{}
	}
	return p.Summary, nil
}

// States of a task.
const (
	Restoring = "restoring" // catching up with what is committed; does not answer yet
	Running   = "running"
)

// TaskStatus is what one task of a worker is doing.
type TaskStatus struct {
	Task      string           `json:"task"` // for example containers-3
	Stage     string           `json:"stage"`
	Partition int32            `json:"partition"`
	State     string           `json:"state"`
	Through   string           `json:"through,omitempty"` // stream time, RFC 3339
	Offsets   map[string]int64 `json:"offsets"`           // as in Answer
	Lag       int64            `json:"lag"`               // records
	Bytes     int64            `json:"bytes"`             // of its store on disk
}

// ErrNotFound says that no accepted event has named the order.
var ErrNotFound = errors.New("no such order")

// NotReadyError says that the order's task is not able to answer now.
type NotReadyError struct{ RetryAfter time.Duration }

func (e *NotReadyError) Error() string {
	return fmt.Sprintf("the order's task is being restored or moved; try again in %v", e.RetryAfter)
}

// ErrNotReady is a NotReadyError.
func ErrNotReady(retryAfter time.Duration) error { return &NotReadyError{retryAfter} }

// ElsewhereError says which worker owns the order.
type ElsewhereError struct{ Addr string }

func (e *ElsewhereError) Error() string { return "the order belongs to the worker at " + e.Addr }

// ErrElsewhere is an ElsewhereError; addr is host:port.
func ErrElsewhere(addr string) error { return &ElsewhereError{addr} }
