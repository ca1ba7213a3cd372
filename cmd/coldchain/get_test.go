package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestGetOrder(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.EscapedPath() {
		case "/api/orders/O%2F1":
			_, _ = io.WriteString(w, `{"projection":{"schema":2,"orderID":"O/1","known":true,`+
				`"verdict":"respected","phase":"final","status":"delivered","containers":[]},`+
				`"through":"2026-03-05T03:00:00Z","lag":3}`+"\n")
		case "/api/orders/O-2":
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, `{"detail":"The task is being restored.","hint":"Try again."}`)
		case "/api/orders/O-4":
			_, _ = io.WriteString(w, `{"projection":{"schema":3,"orderID":"O-4"}}`)
		default:
			_, _ = io.WriteString(w, "<html>")
		}
	}))
	defer server.Close()
	addr := strings.TrimPrefix(server.URL, "http://")
	code, out, _ := invoke(t, "get", "order", "O/1", "--addr", addr)
	if code != 0 || !strings.HasPrefix(out, "Order O/1: RESPECTED\n") ||
		!strings.Contains(out, "as of 2026-03-05T03:00:00Z or later") ||
		!strings.Contains(out, "3 records that are waiting") {
		t.Errorf("%d: %s", code, out)
	}
	code, out, _ = invoke(t, "get", "order", "O/1", "--json", "--addr", server.URL+"/")
	if code != 0 || !strings.HasPrefix(out, `{"projection"`) {
		t.Errorf("%d: %s", code, out)
	}
	for _, c := range []struct{ id, addr, want string }{
		{"O-2", addr, "The task is being restored. Try again. (Retry-After: 3 s)"},
		{"O-3", addr, "is " + addr + " a coldchain worker?"},
		{"O-4", addr, "use the program of the worker's version"},
		{"O-1", "127.0.0.1:1", "start one with coldchain run"},
		{"O-1", "http://", "is not an address"},
	} {
		code, _, errs := invoke(t, "get", "order", c.id, "--addr", c.addr)
		if code != 1 || !strings.Contains(errs, c.want) {
			t.Errorf("%s at %s: %d: %s", c.id, c.addr, code, errs)
		}
	}
}
