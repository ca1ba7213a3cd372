package queries

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"coldchain/bench/fleet"
	"coldchain/bench/measure"
)

// connections are how many queries can be under way at once.
const connections = 64

// healthEvery is which share of the queries asks for no order: one in so many.
const healthEvery = 10

// asker sends queries and keeps what came of them.
type asker struct {
	rate   float64
	client *http.Client
	next   atomic.Int64 // the next query
	end    atomic.Int64 // of a round, ns since the epoch

	orders, health measure.Latency

	mu    sync.Mutex
	asked map[string]int64 // by outcome
}

func newAsker(rate float64) *asker {
	return &asker{rate: rate, asked: map[string]int64{}, client: &http.Client{
		Timeout: time.Minute,
		Transport: &http.Transport{
			MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections,
			DisableCompression: true,
		},
	}}
}

// ask sends queries until stop ends, which comes after a.end is set. Those that were due by then
// are sent and waited for: what is slow must not be left out.
func (a *asker) ask(ctx, stop context.Context, addr string, fill *fleet.Fill) {
	defer a.client.CloseIdleConnections()
	begin, first := time.Now(), a.next.Load()
	var group sync.WaitGroup
	for range connections {
		group.Go(func() {
			for {
				n := a.next.Add(1) - 1
				intended := measure.Intended(begin, a.rate, int(n-first))
				if measure.Until(stop, intended) != nil && intended.UnixNano() > a.end.Load() {
					return
				}
				a.query(ctx, addr, fill, n, intended)
			}
		})
	}
	group.Wait()
}

// query sends the n-th query.
func (a *asker) query(ctx context.Context, addr string, fill *fleet.Fill, n int64,
	intended time.Time) {
	if n%healthEvery == 0 {
		if a.get(ctx, "http://"+addr+"/healthz") == ok {
			a.health.Record(time.Since(intended))
		}
		return
	}
	order := int(fleet.Mix(uint64(n)) % uint64(fill.Containers()))
	outcome := a.get(ctx, "http://"+addr+"/api/orders/"+fill.OrderOf(order))
	switch outcome {
	case "":
		return
	case ok:
		a.orders.Record(time.Since(intended))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked[outcome]++
}

// get is what came of a request, "" if nobody waits for it any more.
func (a *asker) get(ctx context.Context, url string) string {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "failed"
	}
	reply, err := a.client.Do(request)
	if err == nil {
		_, err = io.Copy(io.Discard, reply.Body)
		_ = reply.Body.Close() // only read
	}
	switch {
	case ctx.Err() != nil:
		return ""
	case err != nil:
		return "failed"
	}
	return fmt.Sprint(reply.StatusCode)
}
