package queryapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"coldchain/internal/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// worker is a source with orders of its own, in memory.
type worker struct {
	orders map[string]string // id to verdict
	errs   map[string]error
	tasks  []TaskStatus
	peers  []string
	broken error
	alone  bool // has not joined
}

func (s *worker) Order(_ context.Context, id string) (Answer, error) {
	if err := s.errs[id]; err != nil {
		return Answer{}, err
	}
	v, ok := s.orders[id]
	if !ok {
		return Answer{}, ErrNotFound
	}
	return Answer{
		Projection: projection(id, v), Offsets: map[string]int64{"orders-0": 5}, Lag: 2,
	}, nil
}

func projection(id, verdict string) json.RawMessage {
	b, err := json.Marshal(map[string]any{
		"schema": words.Schema, "orderID": id, "verdict": verdict, "phase": "in_transit",
		"status": "open", "containers": []map[string]any{
			{"containerID": "C-1", "through": "2026-03-05T04:00:00Z"},
			{"containerID": "C-2", "through": "2026-03-05T03:00:00.5Z"},
		},
	})
	if err != nil {
		panic(err)
	}
	return b
}

func (s *worker) Orders(_ context.Context, f Filter) ([]Summary, error) {
	var out []Summary
	for id, v := range s.orders {
		if f.Verdict == "" || f.Verdict == v {
			o, err := Summarise(projection(id, v))
			if err != nil {
				return nil, err
			}
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Summary) int { return strings.Compare(a.OrderID, b.OrderID) })
	if f.Limit > 0 {
		out = out[:min(len(out), f.Limit)]
	}
	return out, s.broken
}

func (s *worker) Counts(context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for _, v := range s.orders {
		out[v]++
	}
	return out, nil
}

func (s *worker) Tasks() []TaskStatus { return s.tasks }
func (s *worker) Peers() []string     { return s.peers }
func (s *worker) Joined() bool        { return !s.alone }

// serve starts the worker's API and returns its address.
func serve(t *testing.T, s *worker) string {
	t.Helper()
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{}}
	metrics := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "a_metric 1\n")
	})
	server := httptest.NewServer(New(Options{Source: s, Client: client, Metrics: metrics}))
	t.Cleanup(func() {
		server.Close()
		client.CloseIdleConnections()
	})
	return server.Listener.Addr().String()
}

// get asks and reads the whole reply.
func get(t *testing.T, addr, path string) (*http.Response, string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get("http://" + addr + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, string(b)
}

// wantProblem checks that the reply is a problem document of that status with a hint.
func wantProblem(t *testing.T, r *http.Response, body string, status int) {
	t.Helper()
	var p problem
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	if r.StatusCode != status || p.Status != status || p.Hint == "" || p.Detail == "" ||
		r.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("want a problem of status %d, got %d: %s", status, r.StatusCode, body)
	}
}

func TestOrder(t *testing.T) {
	addr := serve(t, &worker{orders: map[string]string{"O-1": "violated", "a/b ü": "pending"}})
	r, body := get(t, addr, "/api/orders/O-1")
	var e explained
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		t.Fatal(err)
	}
	if r.StatusCode != 200 || e.Offsets["orders-0"] != 5 || e.Lag != 2 ||
		e.Explanation.Headline != "The cold chain was violated." {
		t.Errorf("%d: %s", r.StatusCode, body)
	}
	if want := "2026-03-05T03:00:00.500Z"; e.Through != want {
		t.Errorf("fresh through %s, want the earliest of the containers', %s", e.Through, want)
	}
	r, body = get(t, addr, "/api/orders/a%2Fb%20%C3%BC")
	if r.StatusCode != 200 || !strings.Contains(body, `"a/b ü"`) {
		t.Errorf("an id with a slash: %d: %s", r.StatusCode, body)
	}
}

func TestOrderProblems(t *testing.T) {
	addr := serve(t, &worker{errs: map[string]error{
		"O-2": ErrNotReady(2500 * time.Millisecond), "O-3": errors.New("disk on fire"),
	}})
	r, body := get(t, addr, "/api/orders/O-1")
	wantProblem(t, r, body, 404)
	r, body = get(t, addr, "/api/orders/O-2")
	wantProblem(t, r, body, 503)
	if got := r.Header.Get("Retry-After"); got != "3" {
		t.Errorf("Retry-After %q, want 2.5 s rounded up", got)
	}
	r, body = get(t, addr, "/api/orders/O-3")
	wantProblem(t, r, body, 500)
	r, body = get(t, addr, "/api/nothing")
	wantProblem(t, r, body, 404)
}

func TestReadOnly(t *testing.T) {
	h := New(Options{Source: &worker{}})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/orders", nil))
	wantProblem(t, w.Result(), w.Body.String(), 405)
}

func TestForwardsToTheOwner(t *testing.T) {
	owner := serve(t, &worker{
		orders: map[string]string{"a/b": "respected"},
		errs:   map[string]error{"O-2": ErrNotReady(7 * time.Second)},
	})
	addr := serve(t, &worker{errs: map[string]error{
		"a/b": ErrElsewhere(owner), "O-2": ErrElsewhere(owner), "O-3": ErrElsewhere(owner),
		"O-4": ErrElsewhere("127.0.0.1:1"),
	}})
	r, body := get(t, addr, "/api/orders/a%2Fb")
	if r.StatusCode != 200 || !strings.Contains(body, `"respected"`) ||
		!strings.Contains(body, `"through":"2026-03-05T03:00:00.500Z"`) {
		t.Errorf("%d: %s", r.StatusCode, body)
	}
	r, body = get(t, addr, "/api/orders/O-2")
	wantProblem(t, r, body, 503)
	if got := r.Header.Get("Retry-After"); got != "7" {
		t.Errorf("the owner's Retry-After came as %q", got)
	}
	r, body = get(t, addr, "/api/orders/O-3")
	wantProblem(t, r, body, 404)
	r, body = get(t, addr, "/api/orders/O-4")
	wantProblem(t, r, body, 502)
}

func TestForwardsOnce(t *testing.T) {
	a, b := &worker{}, &worker{}
	addrA, addrB := serve(t, a), serve(t, b)
	a.errs = map[string]error{"O-1": ErrElsewhere(addrB)}
	b.errs = map[string]error{"O-1": ErrElsewhere(addrA)}
	r, body := get(t, addrA, "/api/orders/O-1")
	wantProblem(t, r, body, 503)
	if r.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After while workers disagree")
	}
}

func TestHealth(t *testing.T) {
	s := &worker{tasks: []TaskStatus{
		{Task: "orders-0", State: Running}, {Task: "orders-1", State: Restoring, Lag: 9},
	}}
	addr := serve(t, s)
	if r, _ := get(t, addr, "/healthz"); r.StatusCode != 200 {
		t.Errorf("healthz %d while restoring", r.StatusCode)
	}
	r, body := get(t, addr, "/readyz")
	wantProblem(t, r, body, 503)
	if !strings.Contains(body, "orders-1") || strings.Contains(body, "orders-0") ||
		r.Header.Get("Retry-After") == "" {
		t.Errorf("%s", body)
	}
	_, body = get(t, addr, "/api/tasks")
	if !strings.Contains(body, `"task":"orders-1"`) || !strings.Contains(body, `"peers":[]`) {
		t.Errorf("%s", body)
	}
	if r, _ := get(t, serve(t, &worker{}), "/readyz"); r.StatusCode != 200 {
		t.Errorf("a worker without tasks: readyz %d", r.StatusCode)
	}
	r, _ = get(t, serve(t, &worker{alone: true}), "/readyz")
	if r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("a worker that has not joined: readyz %d", r.StatusCode)
	}
	if _, body := get(t, addr, "/metrics"); body != "a_metric 1\n" {
		t.Errorf("metrics: %s", body)
	}
}

func TestSummariseRefuses(t *testing.T) {
	if _, err := Summarise([]byte("[]")); err == nil {
		t.Error("an array was taken for a projection")
	}
}
