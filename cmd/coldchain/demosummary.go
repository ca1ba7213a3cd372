package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// demoSummary counts the orders by verdict, as the worker at addr answers, and shows one violated
// order in words.
func demoSummary(ctx context.Context, s streams, addr string) error {
	ctx, cancel := context.WithTimeout(ctx, adminTimeout)
	defer cancel()
	if err := caughtUp(ctx, addr); err != nil {
		return err
	}
	var list struct {
		Counts map[string]int64 `json:"counts"`
		Orders []struct {
			OrderID string `json:"orderID"`
		} `json:"orders"`
	}
	if err := ask(ctx, addr, "/api/orders?verdict=violated&limit=1", &list); err != nil {
		return err
	}
	var total int64
	for _, n := range list.Counts {
		total += n
	}
	fmt.Fprintf(s.out, "%d orders:", total)
	for _, verdict := range []string{
		"respected", "violated", "undetermined", "pending", "not_applicable",
	} {
		fmt.Fprintf(s.out, " %s %d", verdict, list.Counts[verdict])
	}
	fmt.Fprintln(s.out)
	if len(list.Orders) == 0 {
		fmt.Fprintln(s.out, "No order is violated yet.")
		return nil
	}
	id := list.Orders[0].OrderID
	fmt.Fprintf(s.out, "\nOne that is violated (coldchain get order %s --addr http://%s asks the "+
		"same of a running worker):\n\n", id, addr)
	var answer struct {
		Projection json.RawMessage `json:"projection"`
	}
	if err := ask(ctx, addr, "/api/orders/"+url.PathEscape(id), &answer); err != nil {
		return err
	}
	return showAnswer(s.out, s.layout(), answer.Projection)
}

// caughtUp waits until no task of the worker lags.
func caughtUp(ctx context.Context, addr string) error {
	for {
		var reply struct {
			Tasks []struct {
				Lag   int64  `json:"lag"`
				State string `json:"state"`
			} `json:"tasks"`
		}
		if err := ask(ctx, addr, "/api/tasks", &reply); err != nil {
			return err
		}
		waiting := len(reply.Tasks) == 0
		for _, t := range reply.Tasks {
			waiting = waiting || t.Lag > 0 || t.State != "running"
		}
		if !waiting {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the worker to catch up: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// ask reads a reply of the query API.
func ask(ctx context.Context, addr, path string, reply any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+path, nil)
	if err != nil {
		return err
	}
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("ask the worker: %w", err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return fmt.Errorf("ask the worker for %s: %w", path, err)
	}
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("ask the worker for %s: %s: %s", path, r.Status, body)
	}
	return json.Unmarshal(body, reply)
}
