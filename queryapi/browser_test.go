package queryapi

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// gallery is a source whose orders are the projections that the words are tested with.
type gallery struct {
	worker
	all map[string][]byte
}

func (g *gallery) Order(_ context.Context, id string) (Answer, error) {
	if b, ok := g.all[id]; ok {
		return Answer{Projection: b, Through: "2026-03-07T08:15:00Z"}, nil
	}
	return Answer{}, ErrNotFound
}

func newGallery(t *testing.T) *gallery {
	t.Helper()
	files, err := filepath.Glob("../internal/words/testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no projections (%v)", err)
	}
	g := &gallery{all: map[string][]byte{}}
	g.orders = map[string]string{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Summarise(b)
		if err != nil {
			t.Fatal(err)
		}
		g.all[s.OrderID], g.orders[s.OrderID] = b, s.Verdict
	}
	return g
}

// browser opens a page in a headless browser, if the machine has one.
func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("there is no chromium to look at the page with")
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)...)
	t.Cleanup(stop)
	ctx, closePage := chromedp.NewContext(allocator)
	t.Cleanup(closePage)
	ctx, cancel := context.WithTimeout(ctx, 40*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// evaluate is the value of an expression in the page, once it is what the test waits for.
func evaluate(t *testing.T, ctx context.Context, expression, want string) {
	t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	got := ""
	for time.Now().Before(deadline) {
		var err error
		got, err = chromedp.Run(ctx, chromedp.Evaluate[string]("String("+expression+")"))
		if err != nil {
			t.Fatalf("%s: %v", expression, err)
		}
		if strings.Contains(got, want) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("%s is %q, want %q in it", expression, got, want)
}

func TestPageInABrowser(t *testing.T) {
	ctx := browser(t)
	server := httptest.NewServer(New(Options{Source: newGallery(t)}))
	defer server.Close()
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	do(chromedp.Navigate(server.URL))
	evaluate(t, ctx, `document.querySelectorAll("#rows tr").length`, "16")
	evaluate(t, ctx, `document.getElementById("filters").innerText`, "violated")
	do(chromedp.Click("#filter-violated"))
	evaluate(t, ctx, `document.querySelectorAll("#rows tr").length`, "3")
	evaluate(t, ctx, `document.getElementById("filter-violated").getAttribute("aria-pressed")`, "true")
	do(chromedp.Click(`#row-O-1 a`))
	evaluate(t, ctx, `document.getElementById("detail").innerText`, "Temperature was above 5 °C for 2 h 15 min without a break")
	evaluate(t, ctx, `document.querySelectorAll("svg.timeline rect.gap").length`, "2")
	evaluate(t, ctx, `document.querySelectorAll("svg.timeline rect.excursion").length`, "5")
	evaluate(t, ctx, `document.activeElement.id`, "detail-title")
	evaluate(t, ctx, `document.getElementById("state").innerText`, "Up to date.")
	do(chromedp.Navigate(server.URL + "/#order/nobody"))
	evaluate(t, ctx, `document.getElementById("detail").innerText`, "No event has named this order.")
}
