package queryapi

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func listOf(t *testing.T, addr, query string) Listing {
	t.Helper()
	r, body := get(t, addr, "/api/orders"+query)
	var l Listing
	if err := json.Unmarshal([]byte(body), &l); err != nil || r.StatusCode != 200 {
		t.Fatalf("%d: %s (%v)", r.StatusCode, body, err)
	}
	return l
}

func ids(l Listing) string {
	var out []string
	for _, o := range l.Orders {
		out = append(out, o.OrderID)
	}
	return strings.Join(out, " ")
}

func TestOrdersOfAllWorkers(t *testing.T) {
	b := &worker{orders: map[string]string{"O-2": "violated", "O-4": "respected"}}
	a := &worker{
		orders: map[string]string{"O-1": "respected", "O-3": "violated"},
		peers:  []string{serve(t, b)},
	}
	addr := serve(t, a)
	b.peers = []string{addr} // must not be asked back
	l := listOf(t, addr, "")
	if ids(l) != "O-1 O-2 O-3 O-4" || l.Counts["violated"] != 2 || l.Counts["respected"] != 2 ||
		l.Incomplete != nil {
		t.Errorf("%+v", l)
	}
	l = listOf(t, addr, "?verdict=violated&limit=1")
	if ids(l) != "O-2" || l.Counts["violated"] != 2 || l.Orders[0].Containers != 2 {
		t.Errorf("%+v", l)
	}
	if l := listOf(t, addr, "?local=true"); ids(l) != "O-1 O-3" {
		t.Errorf("%+v", l)
	}
	a.peers = append(a.peers, "127.0.0.1:1")
	l = listOf(t, addr, "")
	if ids(l) != "O-1 O-2 O-3 O-4" || len(l.Incomplete) != 1 ||
		!strings.Contains(l.Incomplete[0], "127.0.0.1:1") {
		t.Errorf("%+v", l)
	}
}

func TestOrdersProblems(t *testing.T) {
	addr := serve(t, &worker{})
	for _, q := range []string{
		"?verdict=fine", "?limit=0", "?limit=x", "?limit=10001", "?local=maybe",
	} {
		r, body := get(t, addr, "/api/orders"+q)
		wantProblem(t, r, body, 400)
	}
	if l := listOf(t, addr, ""); l.Orders == nil || l.Counts == nil {
		t.Errorf("a worker without orders: %+v", l)
	}
	r, body := get(t, serve(t, &worker{broken: errors.New("closed")}), "/api/orders")
	wantProblem(t, r, body, 500)
}
