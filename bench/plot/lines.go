package plot

import (
	"fmt"
	"math"
)

// Series is a line of a plot.
type Series struct {
	Name   string
	Points [][2]float64 // x, y
}

// Axis says what an axis shows.
type Axis struct {
	Label string
	Kind  Kind
}

// Kind is how an axis is divided.
type Kind uint8

// The kinds of axes.
const (
	Linear     Kind = iota // from zero
	Log                    // by powers of ten
	Percentile             // so that 90, 99 and 99.9 % are equally far apart
)

// place is where a value stands on its axis before it is scaled.
func (k Kind) place(v float64) float64 {
	switch k {
	case Log:
		return math.Log10(max(v, 1e-9)) // nothing has no place
	case Percentile:
		return -math.Log10(1 - v/100)
	case Linear:
	}
	return v
}

func (k Kind) ticks(least, most float64) []float64 {
	switch k {
	case Log:
		return decades(max(least, 1e-9), max(most, 1e-9))
	case Percentile:
		ticks := []float64{0, 50}
		for v := 90.0; ; v = 100 - (100-v)/10 {
			ticks = append(ticks, v)
			if v >= most || v > 99.999 {
				return ticks
			}
		}
	case Linear:
	}
	return linearTicks(most)
}

func (k Kind) name(v float64) string {
	if k == Percentile {
		return fmt.Sprintf("%.6g %%", v)
	}
	return Short(v)
}

// Lines draws up to four series, the first in the colour of what the plot is about.
func Lines(title, subtitle string, x, y Axis, series []Series) []byte {
	const left, right, top, bottom = 80.0, 30.0, 100.0, 360.0
	c := newCanvas(bottom+60, title, subtitle)
	var least, most = [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{}
	for _, s := range series {
		for _, p := range s.Points {
			for i := range p {
				least[i], most[i] = min(least[i], p[i]), max(most[i], p[i])
			}
		}
	}
	if math.IsInf(least[0], 1) {
		least, most = [2]float64{1, 1}, [2]float64{10, 10}
	}
	across := newAxis(x.Kind, least[0], most[0], left, width-right)
	up := newAxis(y.Kind, least[1], most[1], bottom, top)
	for _, t := range up.ticks {
		c.line(left, up.at(t), width-right, up.at(t), "grid")
		c.text(left-10, up.at(t)+4, "end", "soft", y.Kind.name(t))
	}
	for _, t := range across.ticks {
		c.line(across.at(t), top, across.at(t), bottom, "grid")
		c.text(across.at(t), bottom+20, "middle", "soft", x.Kind.name(t))
	}
	c.text((left+width-right)/2, bottom+44, "middle", "text", x.Label)
	c.text(20, top-16, "start", "text", y.Label)
	c.line(left, bottom, width-right, bottom, "axis")
	legend := width - right
	for i := len(series) - 1; i >= 0; i-- {
		s, class := series[i], fmt.Sprintf("s%d", i%classes)
		var points [][2]float64
		for _, p := range s.Points {
			points = append(points, [2]float64{across.at(p[0]), up.at(p[1])})
		}
		c.path(points, class)
		for _, p := range points {
			c.dot(p[0], p[1], class)
		}
		legend -= 7*float64(len(s.Name)) + 30
		c.rect(legend, top-26, 12, 12, class)
		c.text(legend+18, top-15, "start", "text", s.Name)
	}
	return c.done()
}

// axis is an axis with its ticks, scaled.
type axis struct {
	kind  Kind
	ticks []float64
	scale scale
}

func newAxis(kind Kind, least, most, first, last float64) axis {
	ticks := kind.ticks(least, most)
	return axis{kind, ticks, scale{kind.place(ticks[0]), kind.place(ticks[len(ticks)-1]), first,
		last}}
}

func (a axis) at(v float64) float64 { return a.scale.at(a.kind.place(v)) }
