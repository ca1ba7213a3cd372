package queryapi

import (
	"context"
	"maps"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"coldchain/internal/words/wordstest"
)

// gallery is a source whose orders are the projections that the words are tested with.
type gallery struct {
	worker
	all map[string][]byte
}

func (g *gallery) Order(_ context.Context, id string) (Answer, error) {
	if b, ok := g.all[id]; ok {
		return Answer{Projection: b}, nil
	}
	return Answer{}, ErrNotFound
}

func (g *gallery) Orders(_ context.Context, f Filter) ([]Summary, error) {
	var list []Summary
	for _, id := range slices.Sorted(maps.Keys(g.all)) {
		s, err := Summarise(g.all[id])
		if err != nil {
			return nil, err
		}
		if f.Verdict == "" || f.Verdict == s.Verdict {
			list = append(list, s)
		}
	}
	return list, nil
}

func newGallery(t *testing.T) *gallery {
	t.Helper()
	g := &gallery{all: map[string][]byte{}}
	g.orders = map[string]string{}
	for _, golden := range wordstest.Load(t, "../internal/words/testdata") {
		s, err := Summarise(golden.JSON)
		if err != nil {
			t.Fatal(err)
		}
		g.all[s.OrderID], g.orders[s.OrderID] = golden.JSON, s.Verdict
	}
	return g
}

// browser opens a page in a headless browser, if the machine has one.
func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("there is no chromium to look at the page with")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
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
	g := newGallery(t)
	server := httptest.NewServer(New(Options{Source: g}))
	defer server.Close()
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	detail := `document.getElementById("detail").innerText`
	rows := `document.querySelectorAll("#rows tr").length`
	do(chromedp.Navigate(server.URL))
	evaluate(t, ctx, rows, strconv.Itoa(len(g.all)))
	evaluate(t, ctx, `document.getElementById("filters").innerText`, "violated")
	do(chromedp.Click("#filter-pending"))
	evaluate(t, ctx, rows, "4")
	evaluate(t, ctx, `document.getElementById("filter-pending").ariaPressed`, "true")
	do(chromedp.Click("#filter-all"), chromedp.Click(`#row-W-2 a`))
	evaluate(t, ctx, detail, "Temperature was above 5 °C for 3 h without a break")
	evaluate(t, ctx, detail, "on the quay between V-101 and V-202")
	evaluate(t, ctx, detail, "the power was off")
	evaluate(t, ctx, `document.querySelectorAll("svg.timeline rect.excursion").length`, "2")
	evaluate(t, ctx, `document.querySelectorAll("svg.timeline rect.sea").length`, "2")
	evaluate(t, ctx, `document.querySelectorAll("svg.timeline rect.shore").length`, "1")
	evaluate(t, ctx, `document.activeElement.id`, "detail-title")
	evaluate(t, ctx, `document.getElementById("state").innerText`, "Up to date.")
	do(chromedp.EmulateViewport(400, 900))
	for id := range g.all {
		do(chromedp.Navigate(server.URL + "/#order/" + id))
		evaluate(t, ctx, `document.getElementById("detail-title").innerText + "."`, "Order "+id+".")
		evaluate(t, ctx, detail, "Waiting records")
		evaluate(t, ctx, `document.documentElement.scrollWidth`, "400")
	}
	do(chromedp.Navigate(server.URL + "/#order/nobody"))
	evaluate(t, ctx, detail, "No event has named this order.")
}
