package plot

import "coldchain/bench/measure"

// Bar is a figure with what rounds gave.
type Bar struct {
	Name  string
	Value measure.Spread
	Main  bool // in the colour of what the plot is about
}

// Bars draws horizontal bars from zero, each with its median and a line from the least to the most.
func Bars(title, unit string, bars []Bar) []byte {
	const left, right, top, row = 210.0, 110.0, 78.0, 38.0
	c := newCanvas(top+row*float64(len(bars))+42, title, unit)
	most := 0.0
	for _, b := range bars {
		most = max(most, b.Value.Most)
	}
	ticks := linearTicks(most)
	x := scale{0, ticks[len(ticks)-1], left, width - right}
	bottom := top + row*float64(len(bars))
	for _, t := range ticks {
		c.line(x.at(t), top-8, x.at(t), bottom, "grid")
		c.text(x.at(t), bottom+20, "middle", "soft", Short(t))
	}
	for i, b := range bars {
		y := top + row*float64(i)
		class := "s1"
		if b.Main {
			class = "s0"
		}
		c.text(left-12, y+18, "end", "text", b.Name)
		c.rect(left, y+2, x.at(b.Value.Median)-left, 22, class)
		if b.Value.Most > b.Value.Least {
			c.line(x.at(b.Value.Least), y+13, x.at(b.Value.Most), y+13, "axis")
			for _, end := range []float64{b.Value.Least, b.Value.Most} {
				c.line(x.at(end), y+8, x.at(end), y+18, "axis")
			}
		}
		c.text(x.at(max(b.Value.Most, b.Value.Median))+8, y+18, "start", "text",
			Short(b.Value.Median))
	}
	c.line(left, top-8, left, bottom, "axis")
	return c.done()
}
