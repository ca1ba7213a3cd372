// Package plot draws figures as SVG: bars and lines, with axes, units and what they mean. A plot
// follows the reader's colour scheme, light or dark, and needs no font of its own.
package plot

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// width is that of every plot, in the units of its drawing.
const width = 760

// style names the colours once; s0 to s3 are those of series.
const style = `<style>
.page{fill:#ffffff}.text{fill:#1f2328}.soft{fill:#59636e}.grid{stroke:#d1d9e0}.axis{stroke:#59636e}
.s0{fill:#0969da;stroke:#0969da}.s1{fill:#8c959f;stroke:#8c959f}
.s2{fill:#bc4c00;stroke:#bc4c00}.s3{fill:#1a7f37;stroke:#1a7f37}
@media (prefers-color-scheme:dark){
.page{fill:#0d1117}.text{fill:#f0f6fc}.soft{fill:#9198a1}.grid{stroke:#3d444d}.axis{stroke:#9198a1}
.s0{fill:#58a6ff;stroke:#58a6ff}.s1{fill:#6e7681;stroke:#6e7681}
.s2{fill:#f0883e;stroke:#f0883e}.s3{fill:#3fb950;stroke:#3fb950}}
text{font:13px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;stroke:none}
.title{font-size:16px;font-weight:600}.line{fill:none;stroke-width:2.5;stroke-linejoin:round}
</style>
`

// classes are the series' colours.
const classes = 4

// canvas is a drawing under way.
type canvas struct {
	b      strings.Builder
	height float64
}

func newCanvas(height float64, title, subtitle string) *canvas {
	c := &canvas{height: height}
	fmt.Fprintf(&c.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %s" role="img" `+
		`aria-label="%s">`+"\n%s", width, number(height), escape(title), style)
	fmt.Fprintf(&c.b, `<rect class="page" width="%d" height="%s" rx="8"/>`+"\n", width,
		number(height))
	c.text(20, 30, "start", "text title", title)
	c.text(20, 50, "start", "soft", subtitle)
	return c
}

func (c *canvas) done() []byte {
	c.b.WriteString("</svg>\n")
	return []byte(c.b.String())
}

func (c *canvas) text(x, y float64, anchor, class, text string) {
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" text-anchor="%s" class="%s">%s</text>`+"\n", number(x),
		number(y), anchor, class, escape(text))
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(&c.b, `<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>`+"\n", number(x1),
		number(y1), number(x2), number(y2), class)
}

func (c *canvas) rect(x, y, w, h float64, class string) {
	fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s" rx="2" class="%s"/>`+"\n",
		number(x), number(y), number(w), number(h), class)
}

func (c *canvas) dot(x, y float64, class string) {
	fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="4" class="%s"/>`+"\n", number(x), number(y),
		class)
}

func (c *canvas) path(points [][2]float64, class string) {
	var d strings.Builder
	for i, p := range points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		d.WriteString(command + number(p[0]) + " " + number(p[1]))
	}
	fmt.Fprintf(&c.b, `<path d="%s" class="%s line"/>`+"\n", d.String(), class)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escaper.Replace(s) }

// number is a coordinate, to a tenth.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// Short writes a figure with few digits: 941 k, 1.97 M, 0.43.
func Short(v float64) string {
	for _, unit := range []struct {
		of   float64
		name string
	}{{1e9, " G"}, {1e6, " M"}, {1e3, " k"}} {
		if math.Abs(v) >= unit.of {
			return digits(v/unit.of) + unit.name
		}
	}
	return digits(v)
}

// digits writes three significant digits, without zeros behind the point that say nothing.
func digits(v float64) string {
	if v == 0 {
		return "0"
	}
	decimals := max(0, 2-int(math.Floor(math.Log10(math.Abs(v)))))
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}
