package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

type getCommand struct {
	Order getOrderCommand `cmd:"" help:"Was the cold chain of this order respected?"`
}

type getOrderCommand struct {
	ID      string        `arg:"" help:"Id of the order."`
	JSON    bool          `name:"json" help:"Print the whole answer as JSON."`
	Addr    string        `help:"Any worker (default ${default})." default:"http://127.0.0.1:8080" placeholder:"URL"`
	Timeout time.Duration `help:"How long to wait for the answer." default:"10s"`
}

// Run asks the worker and prints its answer.
func (c getOrderCommand) Run(ctx context.Context, s streams) error {
	body, err := c.ask(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		_, err := s.out.Write(body)
		return err
	}
	var answer struct {
		Projection json.RawMessage `json:"projection"`
		Through    string          `json:"through"`
		Lag        int64           `json:"lag"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return fmt.Errorf("read the worker's answer: %w; is %s a coldchain worker?", err, c.Addr)
	}
	if err := showAnswer(s.out, s.layout(), answer.Projection); err != nil {
		return fmt.Errorf("%w; is %s a coldchain worker?", err, c.Addr)
	}
	fmt.Fprintln(s.out)
	if answer.Through != "" {
		fmt.Fprintf(s.out, "Every part of this answer is as of %s or later.\n", answer.Through)
	}
	switch answer.Lag {
	case 0:
	case 1:
		fmt.Fprintln(s.out, "1 record that is waiting is not in this answer yet.")
	default:
		fmt.Fprintf(s.out, "%d records that are waiting are not in this answer yet.\n", answer.Lag)
	}
	return nil
}

// ask is the body of the worker's reply, if that is an answer.
func (c getOrderCommand) ask(ctx context.Context) ([]byte, error) {
	addr := c.Addr
	if !strings.Contains(addr, "://") {
		addr = "http://" + addr
	}
	base, err := url.Parse(addr)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("--addr %q is not an address, such as http://127.0.0.1:8080", c.Addr)
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	address := strings.TrimSuffix(base.String(), "/") + "/api/orders/" + url.PathEscape(c.ID)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", c.Addr, err)
	}
	reply, err := http.DefaultClient.Do(req)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("no answer from %s within %v; it may be busy: try --timeout with "+
			"more", c.Addr, c.Timeout)
	case err != nil:
		return nil, fmt.Errorf("no worker answers at %s: %w; start one with coldchain run or "+
			"coldchain demo, or name another with --addr", c.Addr, err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(io.LimitReader(reply.Body, 64<<20))
	if err != nil {
		return nil, fmt.Errorf("read the answer of %s: %w", c.Addr, err)
	}
	if reply.StatusCode != http.StatusOK {
		return nil, c.problem(reply, body)
	}
	return body, nil
}

// problem puts a reply that is no answer in words.
func (c getOrderCommand) problem(reply *http.Response, body []byte) error {
	var p struct {
		Detail string `json:"detail"`
		Hint   string `json:"hint"`
	}
	if err := json.Unmarshal(body, &p); err != nil || p.Detail == "" {
		return fmt.Errorf("order %s: %s says %s; is it a coldchain worker?", c.ID, c.Addr,
			reply.Status)
	}
	text := fmt.Sprintf("order %s: %s %s", c.ID, p.Detail, p.Hint)
	if after := reply.Header.Get("Retry-After"); after != "" {
		text += " (Retry-After: " + after + " s)"
	}
	return errors.New(text)
}
