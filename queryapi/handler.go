package queryapi

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"time"
)

// Options is what a handler needs.
type Options struct {
	Source  Source       // required
	Metrics http.Handler // of /metrics; nil: there is no such page
	Client  *http.Client // for the other workers; default one with a timeout of 5 s
	Logger  *slog.Logger // default: none
}

// api serves every page; it has no state of its own.
type api struct {
	source Source
	client *http.Client
	log    *slog.Logger
}

// New makes the handler of all pages.
func New(o Options) http.Handler {
	a := &api{source: o.Source, client: o.Client, log: o.Logger}
	if a.client == nil {
		a.client = &http.Client{Timeout: 5 * time.Second}
	}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/orders/{id}", a.order)
	mux.HandleFunc("GET /api/orders", a.orders)
	mux.HandleFunc("GET /api/tasks", a.tasks)
	mux.HandleFunc("GET /healthz", a.healthy)
	mux.HandleFunc("GET /readyz", a.ready)
	if o.Metrics != nil {
		mux.Handle("GET /metrics", o.Metrics)
	}
	mux.HandleFunc("GET /{$}", page)
	mux.HandleFunc("GET /web/{file}", asset)
	mux.HandleFunc("/", a.nowhere)
	return mux
}

// write answers with JSON.
func (a *api) write(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		a.log.Error("encode a reply", "error", err)
		problem{
			Status: http.StatusInternalServerError, Detail: "The reply could not be encoded.",
			Hint: "See the worker's log.",
		}.write(w)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if _, err := w.Write(append(b, '\n')); err != nil {
		a.log.Debug("write a reply", "error", err)
	}
}

func (a *api) tasks(w http.ResponseWriter, _ *http.Request) {
	tasks := a.source.Tasks()
	if tasks == nil {
		tasks = []TaskStatus{}
	}
	peers := a.source.Peers()
	if peers == nil {
		peers = []string{}
	}
	a.write(w, http.StatusOK, struct {
		Tasks []TaskStatus `json:"tasks"`
		Peers []string     `json:"peers"`
	}{tasks, peers})
}

// healthy says that the process serves requests, whatever state its tasks are in: a restart would
// not speed a restore up.
func (a *api) healthy(w http.ResponseWriter, _ *http.Request) {
	a.write(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether all tasks of this worker answer. A worker without tasks is ready: it forwards.
func (a *api) ready(w http.ResponseWriter, r *http.Request) {
	var restoring []string
	for _, t := range a.source.Tasks() {
		if t.State != Running {
			restoring = append(restoring, t.Task)
		}
	}
	if !a.source.Joined() {
		problem{
			Status: http.StatusServiceUnavailable, RetryAfter: time.Second, Instance: r.URL.Path,
			Detail: "The worker has not joined its group yet.",
			Hint:   "Wait; if it stays so, the brokers may be out of reach: see the worker's log.",
		}.write(w)
		return
	}
	if len(restoring) == 0 {
		a.write(w, http.StatusOK, map[string]string{"status": "ready"})
		return
	}
	p := problem{
		Status: http.StatusServiceUnavailable, RetryAfter: time.Second, Instance: r.URL.Path,
		Detail: "Some tasks are being restored.", Tasks: restoring,
		Hint: "Wait; if they stay so, see the worker's log.",
	}
	p.write(w)
}

// nowhere answers for every path that is none of the API's, and for methods that it does not have.
func (a *api) nowhere(w http.ResponseWriter, r *http.Request) {
	p := problem{
		Status: http.StatusNotFound, Instance: r.URL.Path,
		Detail: "There is nothing at this address.",
		Hint: "The API has /api/orders, /api/orders/{id}, /api/tasks, /healthz, /readyz and " +
			"/metrics; the page is at /.",
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		p.Status, p.Detail = http.StatusMethodNotAllowed, "The API is for reading only."
		w.Header().Set("Allow", "GET, HEAD")
	}
	p.write(w)
}
