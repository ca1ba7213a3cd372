package queryapi

import (
	"embed"
	"net/http"
)

//go:embed web
var web embed.FS

// policy lets the page load only what this worker serves.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func secure(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	// The files change only with the binary, but the browser can't know.
	h.Set("Cache-Control", "no-cache")
}

func page(w http.ResponseWriter, r *http.Request) {
	secure(w)
	http.ServeFileFS(w, r, web, "web/index.html")
}

// asset serves one file of the page.
func asset(w http.ResponseWriter, r *http.Request) {
	secure(w)
	http.ServeFileFS(w, r, web, "web/"+r.PathValue("file"))
}
