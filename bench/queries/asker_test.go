package queries

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"coldchain/bench/fleet"
)

// TestAsk: a worker that stalls is late for all queries that were due meanwhile, also when the
// round ends before it answers; errors are counted and not timed.
func TestAsk(t *testing.T) {
	var n atomic.Int64
	stalled, goOn := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch i := n.Add(1); {
		case strings.HasPrefix(r.URL.Path, "/healthz"):
		case i == 20:
			http.Error(w, "", http.StatusServiceUnavailable)
		case i == 60:
			close(stalled)
			<-goOn
		case i > 60:
			<-goOn
		}
	}))
	defer server.Close()
	const rate = 500
	a := newAsker(rate)
	stop, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.ask(t.Context(), stop, strings.TrimPrefix(server.URL, "http://"),
			fleet.NewFill(fleet.FillOptions{Containers: 5}))
	}()
	<-stalled
	const stall = 400 * time.Millisecond // more queries are due than there are connections
	time.Sleep(stall)
	a.end.Store(time.Now().UnixNano())
	cancel()
	close(goOn)
	<-done
	orders, health := a.orders.Latencies(), a.health.Latencies()
	asked := a.asked["200"] + a.asked["503"]
	if a.asked["503"] != 1 || orders.Count != a.asked["200"] {
		t.Errorf("%v, %d timed", a.asked, orders.Count)
	}
	if due := asked + health.Count; due < 60+rate*int64(stall)/int64(time.Second)*9/10 {
		t.Errorf("%d queries were sent", due)
	}
	if orders.Max < 350 || orders.P90 < 200 || orders.P50 < 50 {
		t.Errorf("the stall does not show: %+v", orders)
	}
}
