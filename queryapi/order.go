package queryapi

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"coldchain/internal/words"
)

// forwardedHeader marks a request that a worker has forwarded, so that it is not forwarded again.
const forwardedHeader = "Coldchain-Forwarded"

// maxReply is the most that is taken over from another worker, in bytes.
const maxReply = 64 << 20

// explained is an answer with its freshness and its words.
type explained struct {
	Answer
	// Through is the event time up to which every part of the answer is judged: the earliest of the
	// containers'. It is left out if no container says one.
	Through     string            `json:"through,omitempty"`
	Explanation words.Explanation `json:"explanation"`
}

func (a *api) order(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	answer, err := a.source.Order(r.Context(), id)
	var elsewhere *ElsewhereError
	if errors.As(err, &elsewhere) {
		a.forward(w, r, elsewhere.Addr)
		return
	}
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	p, err := words.Parse(answer.Projection)
	if err != nil {
		a.refuse(w, r, fmt.Errorf("order %q: %w", id, err))
		return
	}
	if answer.Offsets == nil {
		answer.Offsets = map[string]int64{}
	}
	a.write(w, http.StatusOK, explained{answer, through(p), words.Explain(p)})
}

// through is the freshness of an answer, written as the projection writes times.
func through(p *words.Projection) string {
	t := p.Through()
	switch {
	case t == nil:
		return ""
	case t.Nanosecond() != 0:
		return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
	}
	return t.UTC().Format(time.RFC3339)
}

// refuse answers with the problem that an error of the source is.
func (a *api) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := problem{Instance: r.URL.Path, Detail: err.Error()}
	var notReady *NotReadyError
	switch {
	case errors.Is(err, ErrNotFound):
		p.Status, p.Detail = http.StatusNotFound, "No event has named this order."
		p.Hint = "Check the id, upper and lower case included. An event that was refused is in " +
			"the error log topic."
	case errors.As(err, &notReady):
		p.Status = http.StatusServiceUnavailable
		p.RetryAfter = max(notReady.RetryAfter, time.Second)
		p.Detail = "The order's task is being restored or moved."
		p.Hint = "Try again after the time in Retry-After."
	case r.Context().Err() != nil:
		return // nobody waits for it any more
	default:
		a.log.Error("answer a request", "path", r.URL.Path, "error", err)
		p.Status, p.Hint = http.StatusInternalServerError, "See the worker's log."
	}
	p.write(w)
}

// forward asks the worker that owns the order and passes its reply on.
func (a *api) forward(w http.ResponseWriter, r *http.Request, addr string) {
	p := problem{
		Instance: r.URL.Path, Status: http.StatusServiceUnavailable, RetryAfter: time.Second,
	}
	if from := r.Header.Get(forwardedHeader); from != "" {
		p.Detail = "The order's task is moving: two workers each take the other for its owner."
		p.Hint = "Try again in a moment. If this stays, see /api/tasks of both workers."
		p.write(w)
		return
	}
	u := url.URL{
		Scheme: "http", Host: addr, Path: r.URL.Path, RawPath: r.URL.EscapedPath(),
		RawQuery: r.URL.RawQuery,
	}
	reply, err := a.ask(r, u.String())
	if err != nil {
		a.log.Warn("forward a request", "to", addr, "error", err)
		p.Status = http.StatusBadGateway
		p.Detail = fmt.Sprintf("The worker at %s, which owns the order, does not answer.", addr)
		p.Hint = "If it has died, another worker takes over within the session timeout: try " +
			"again. Else check that workers reach each other at this address."
		p.write(w)
		return
	}
	defer reply.Body.Close()
	for _, name := range []string{"Content-Type", "Retry-After", "Cache-Control"} {
		if v := reply.Header.Get(name); v != "" {
			w.Header().Set(name, v)
		}
	}
	w.WriteHeader(reply.StatusCode)
	if _, err := io.Copy(w, io.LimitReader(reply.Body, maxReply)); err != nil {
		a.log.Warn("pass a reply on", "from", addr, "error", err)
	}
}

// ask sends a GET to another worker, marked as forwarded.
func (a *api) ask(r *http.Request, address string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", address, err)
	}
	req.Header.Set(forwardedHeader, r.Host)
	reply, err := a.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", address, err)
	}
	return reply, nil
}
