package queryapi

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

func TestPage(t *testing.T) {
	addr := serve(t, &worker{})
	r, body := get(t, addr, "/")
	if r.StatusCode != 200 || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") ||
		!strings.Contains(body, "<h1>Was the cold chain respected?</h1>") {
		t.Errorf("%d %s: %s", r.StatusCode, r.Header.Get("Content-Type"), body)
	}
	if !strings.Contains(r.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Error("the page may load anything")
	}
	// Whatever the page names is there.
	named := regexp.MustCompile(`(?:href|src)="(/web/[^"]+)"`).FindAllStringSubmatch(body, -1)
	if len(named) < 3 {
		t.Errorf("the page names %d files", len(named))
	}
	for _, m := range named {
		if r, _ := get(t, addr, m[1]); r.StatusCode != 200 {
			t.Errorf("%s: %d", m[1], r.StatusCode)
		}
	}
	for path, kind := range map[string]string{
		"/web/page.css": "text/css", "/web/icon.svg": "image/svg+xml",
		"/web/page.js": "text/javascript", "/web/order.js": "text/javascript",
		"/web/elements.js": "text/javascript", "/web/timeline.js": "text/javascript",
	} {
		r, _ := get(t, addr, path)
		got := r.Header.Get("Content-Type")
		if r.StatusCode != 200 || !strings.HasPrefix(got, kind) {
			t.Errorf("%s: %d %s", path, r.StatusCode, got)
		}
	}
	if r, _ := get(t, addr, "/web/none.js"); r.StatusCode != 404 {
		t.Errorf("a file that is not there: %d", r.StatusCode)
	}
}

func TestPageLoadsNothingFromElsewhere(t *testing.T) {
	err := fs.WalkDir(web, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(web, path)
		if err != nil {
			return err
		}
		text := strings.ReplaceAll(string(b), "http://www.w3.org/2000/svg", "")
		if strings.Contains(text, "http:") || strings.Contains(text, "https:") {
			t.Errorf("%s names an address elsewhere", path)
		}
		for _, bad := range []string{"innerHTML", "style=\"", "eval("} {
			if strings.Contains(text, bad) {
				t.Errorf("%s uses %s", path, bad)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
