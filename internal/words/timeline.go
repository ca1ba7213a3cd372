package words

import (
	"strings"
	"time"
)

// Timeline draws a judged leg in that many characters, from the window's start to its end, or to where it is judged if that is all that is known:
// '=' observed and within the limits, '!' beyond a limit, '.' without readings, ' ' still to come. A character shows the worst of the time it
// stands for, so that a short excursion can't be overlooked. Empty if there is nothing to draw.
func (l *Leg) Timeline(columns int) string {
	if l.Window == nil || l.Through == nil || columns < 1 {
		return ""
	}
	start, end := l.Window.Start, *l.Through
	if l.Window.End != nil && l.Window.End.After(end) {
		end = *l.Window.End
	}
	whole := end.Sub(start)
	if whole <= 0 {
		return ""
	}
	place := func(t time.Time) float64 { return float64(t.Sub(start)) / float64(whole) * float64(columns) }
	bar := []byte(strings.Repeat(" ", columns))
	mark := func(from, to time.Time, c byte) {
		a, b := int(place(from)), place(to)
		for i := max(0, a); i < columns && float64(i) < b; i++ {
			bar[i] = c
		}
	}
	mark(start, *l.Through, '=')
	for _, g := range l.Gaps {
		mark(g.Start, g.End, '.')
	}
	for _, e := range l.Excursions {
		mark(e.Start, e.End, '!')
	}
	return string(bar)
}
