package worker

import (
	"net/http"
	"net/http/pprof"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"coldchain/queryapi"
)

// handler is the query API with the profiles of the Go runtime beside it, for whoever must find out
// at night what a worker is doing.
func (w *Worker) handler(metrics prometheus.Gatherer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", queryapi.New(queryapi.Options{
		Source: w.source, Metrics: promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}),
		Logger: w.log,
	}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}
