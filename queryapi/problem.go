package queryapi

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// problem is an error reply after RFC 9457, with a hint on what to do.
type problem struct {
	Type       string        `json:"type"`
	Title      string        `json:"title"`
	Status     int           `json:"status"`
	Detail     string        `json:"detail"`
	Hint       string        `json:"hint"`
	Instance   string        `json:"instance,omitempty"`
	Tasks      []string      `json:"tasks,omitempty"`
	RetryAfter time.Duration `json:"-"`
}

func (p problem) write(w http.ResponseWriter) {
	p.Type, p.Title = "about:blank", http.StatusText(p.Status)
	b, err := json.Marshal(p)
	if err != nil { // not possible: texts and numbers
		http.Error(w, p.Detail, p.Status)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.FormatInt(int64((p.RetryAfter+time.Second-1)/time.Second), 10))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(b, '\n')) // the caller is gone if this fails
}
