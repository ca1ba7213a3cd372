package queryapi

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// How many orders are listed if the caller does not say, and at most.
const (
	defaultLimit = 200
	maxLimit     = 10_000
)

// verdicts are those that an order can have.
var verdicts = []string{"violated", "undetermined", "pending", "respected", "not_applicable"}

// Listing is the reply to a request for orders: Counts are of all orders, Orders the first of those
// asked for, by id.
type Listing struct {
	Orders     []Summary        `json:"orders"`
	Counts     map[string]int64 `json:"counts"`
	Incomplete []string         `json:"incomplete,omitempty"` // who did not answer, and why
}

func (a *api) orders(w http.ResponseWriter, r *http.Request) {
	f, err := parseFilter(r.URL.Query())
	if err != nil {
		problem{
			Status: http.StatusBadRequest, Detail: err.Error(), Instance: r.URL.Path,
			Hint: fmt.Sprintf("verdict is one of %s; limit is from 1 to %d; local is true or "+
				"false.", strings.Join(verdicts, ", "), maxLimit),
		}.write(w)
		return
	}
	local := r.URL.Query().Get("local") == "true" || r.Header.Get(forwardedHeader) != ""
	list, err := a.own(r, f)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	if !local {
		a.merge(r, f, &list)
	}
	a.write(w, http.StatusOK, list)
}

func parseFilter(q url.Values) (Filter, error) {
	f := Filter{Verdict: q.Get("verdict"), Limit: defaultLimit}
	if f.Verdict != "" && !slices.Contains(verdicts, f.Verdict) {
		return f, fmt.Errorf("there is no verdict %q", f.Verdict)
	}
	if s := q.Get("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > maxLimit {
			return f, fmt.Errorf("limit %q is not possible", s)
		}
		f.Limit = n
	}
	if s := q.Get("local"); s != "" && s != "true" && s != "false" {
		return f, fmt.Errorf("local %q is not possible", s)
	}
	return f, nil
}

// own lists this worker's orders.
func (a *api) own(r *http.Request, f Filter) (Listing, error) {
	list := Listing{Orders: []Summary{}, Counts: map[string]int64{}}
	orders, err := a.source.Orders(r.Context(), f)
	if err != nil {
		return list, fmt.Errorf("list orders: %w", err)
	}
	list.Orders = append(list.Orders, orders...)
	counts, err := a.source.Counts(r.Context())
	if err != nil {
		return list, fmt.Errorf("count orders: %w", err)
	}
	for v, n := range counts {
		list.Counts[v] += n
	}
	return list, nil
}

// merge adds what the other workers have, all asked at once.
func (a *api) merge(r *http.Request, f Filter, list *Listing) {
	peers := a.source.Peers()
	replies := make([]Listing, len(peers))
	failed := make([]error, len(peers))
	var wg sync.WaitGroup
	for i, addr := range peers {
		wg.Go(func() { replies[i], failed[i] = a.theirs(r, addr, f) })
	}
	wg.Wait()
	for i, reply := range replies {
		if failed[i] != nil {
			a.log.Warn("list a peer's orders", "peer", peers[i], "error", failed[i])
			list.Incomplete = append(list.Incomplete, fmt.Sprintf("%s: %v", peers[i], failed[i]))
			continue
		}
		list.Orders = append(list.Orders, reply.Orders...)
		for v, n := range reply.Counts {
			list.Counts[v] += n
		}
	}
	slices.SortFunc(list.Orders, func(x, y Summary) int {
		return strings.Compare(x.OrderID, y.OrderID)
	})
	// An order that is just moving may be listed by both.
	list.Orders = slices.CompactFunc(list.Orders, func(x, y Summary) bool {
		return x.OrderID == y.OrderID
	})
	list.Orders = list.Orders[:min(len(list.Orders), f.Limit)]
}

// theirs lists the orders of the worker at addr.
func (a *api) theirs(r *http.Request, addr string, f Filter) (Listing, error) {
	q := url.Values{"local": {"true"}, "limit": {strconv.Itoa(f.Limit)}}
	if f.Verdict != "" {
		q.Set("verdict", f.Verdict)
	}
	u := url.URL{Scheme: "http", Host: addr, Path: "/api/orders", RawQuery: q.Encode()}
	var list Listing
	reply, err := a.ask(r, u.String())
	if err != nil {
		return list, err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return list, fmt.Errorf("it says %s", reply.Status)
	}
	if err := json.NewDecoder(io.LimitReader(reply.Body, maxReply)).Decode(&list); err != nil {
		return list, fmt.Errorf("read its list: %w", err)
	}
	return list, nil
}
