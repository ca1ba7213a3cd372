package judge

import (
	"cmp"
	"slices"

	"coldchain/joins/measure"
)

// Figures are the measured part of a judgement.
type Figures struct {
	JudgedMs, ObservedMs int64
	Gaps                 []Span // the last Listed
	GapCount             int64
	Excursions           []ListedExcursion // the last Listed, by start, then by limit
	ExcursionCount       int64
	Limits               []LimitFigures
	Segments             []SegmentFigures // of the segments that begin before T
	HasTemperature       bool             // something was observed: Min, Max and MKT hold
	Min, Max, MKT        int64            // thousandths of a degree
	Counters             Counters

	ms []int64 // of the segments
}

// LimitFigures are what a limit adds up to.
type LimitFigures struct{ Ms, LongestMs, Excursions, PossibleMs, LongestPossibleMs int64 }

// SegmentFigures are the observed time of a segment, and the ms of each limit in it.
type SegmentFigures struct {
	ObservedMs int64
	LimitMs    []int64
}

// ListedExcursion is an excursion of one of the rule's limits.
type ListedExcursion struct {
	*Excursion
	Limit int  // its number in the rule
	Open  bool // it may go on
}

// Ms is the time for which its readings speak that are not excused.
func (e *Excursion) Ms() int64 { return e.ms }

// Worst is the value furthest beyond the bound's side, in thousandths, and the first event time
// that has it.
func (e *Excursion) Worst() (thousandths int32, at int64) { return e.worst, e.worstAt }

// Began is what the first of its readings says.
func (e *Excursion) Began() *measure.Reading { return &e.began }

// draw draws the figures of a fold that has spoken up to T, and closes what was unobserved before
// it.
func (g *Figures) draw(c *Case, f *Fold, through int64) {
	t := &f.series[0]
	*g = Figures{
		JudgedMs: through - c.Window.Start, ObservedMs: t.observed,
		Gaps: f.gaps, GapCount: f.gapCount, Counters: f.counters,
		Excursions: g.Excursions[:0], Limits: g.Limits[:0], Segments: g.Segments[:0], ms: g.ms[:0],
	}
	if t.covered < through {
		g.Gaps = append(g.Gaps, Span{t.covered, through})
		g.GapCount++
	}
	g.Gaps = g.Gaps[max(0, len(g.Gaps)-Listed):]
	for i := range f.series {
		f.closeSeries(c, i, through)
	}
	for k := range f.limits {
		s := &f.series[c.Rule.seriesOfLimit[k]]
		g.limit(&f.limits[k], k, s.covered == through && through < c.Window.End)
	}
	slices.SortFunc(g.Excursions, func(a, b ListedExcursion) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Limit, b.Limit))
	})
	g.Excursions = g.Excursions[max(0, len(g.Excursions)-Listed):]
	if g.ObservedMs > 0 {
		g.HasTemperature = true
		g.Min, g.Max, g.MKT = int64(f.min), int64(f.max), mkt(f.heat, g.ObservedMs)
	}
	g.segments(c, f, through)
}

// closeSeries counts the unobserved time between a series' latest observed time and T.
func (f *Fold) closeSeries(c *Case, i int, through int64) {
	s := &f.series[i]
	unobserved := Span{s.covered, through}
	s.blind = max(s.blind, unobserved.Ms())
	if unobserved.Ms() <= 0 {
		return
	}
	for _, k := range c.Rule.series[i].limits {
		f.limits[k].stretch(unobserved)
	}
}

func (g *Figures) limit(l *limitFold, k int, open bool) {
	for i := range l.over {
		g.Excursions = append(g.Excursions, ListedExcursion{&l.over[i], k, false})
	}
	total, doubt := l.total, l.doubt
	if l.now.ms > 0 {
		total.add(l.now.ms)
		g.Excursions = append(g.Excursions, ListedExcursion{&l.now, k, open})
	}
	if l.possible.Ms() > 0 {
		doubt.add(l.possible.ms())
	}
	g.Limits = append(g.Limits, LimitFigures{
		total.ms, total.longest, total.count, doubt.ms, doubt.longest,
	})
	g.ExcursionCount += total.count
}

// segments collects the figures of the segments that begin before T.
func (g *Figures) segments(c *Case, f *Fold, through int64) {
	width := 1 + len(f.limits)
	for i := range c.Segments {
		if c.Segments[i].Start >= through {
			return
		}
		from := len(g.ms)
		if len(f.segments) > 0 {
			g.ms = append(g.ms, f.segments[i*width:(i+1)*width]...)
		} else {
			g.ms = append(g.ms, g.ObservedMs)
			for k := range g.Limits {
				g.ms = append(g.ms, g.Limits[k].Ms)
			}
		}
		row := g.ms[from:len(g.ms):len(g.ms)]
		g.Segments = append(g.Segments, SegmentFigures{row[0], row[1:]})
	}
}
