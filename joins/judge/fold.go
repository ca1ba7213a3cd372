package judge

import (
	"slices"

	"coldchain/joins/measure"
	"coldchain/joins/series"
)

// Listed is how many gaps, and how many excursions, a projection lists for a custody.
const Listed = 1000

// Span is a stretch of time, [Start, End), in ms since the epoch.
type Span struct{ Start, End int64 }

// Ms is how long it is.
func (s Span) Ms() int64 { return s.End - s.Start }

// Fold is the running judgement of one custody: everything that its readings say, at O(1) a reading
// and without looking back. Readings of one sensor are pushed in the order of their event times;
// those of different sensors in any order. What changes the past (a late reading, a conflict,
// another window or rule) needs a new fold.
//
// A fold is copied by Clone before it is changed. The lists of gaps and excursions share memory
// with the copy: they are only ever appended to.
type Fold struct {
	sensors  []sensorFold
	series   []seriesFold
	limits   []limitFold
	segments []int64 // a row a segment: observed ms, ms of each limit; empty for a single one

	gaps       []Span // of the temperature series, those that are over
	gapCount   int64
	min, max   int32
	heat       uint128 // mktWeight x ms
	weight     uint64  // the latest mktWeight, of weightOf; not stored
	weightOf   int32
	cooled     int64 // event time of the first reading at or below pullDown.to, or NoTime
	goalSpoken int64 // until when the reading before the end of pull-down speaks, or NoTime
	sameSince  int64 // event time of the first of the latest equal temperatures; NoTime if none
	stuck      bool
	counters   Counters
}

// Counters count the readings of the rule's sensor with event time in the window.
type Counters struct {
	Count, Faulty, Duplicates, Conflicts int64
	First, Last                          int64 // event times; of no meaning while Count is 0
}

// sensorFold is the latest reading of a sensor.
type sensorFold struct {
	last int64 // event time; NoTime if there is none
}

// seriesFold is the observed time of one series.
type seriesFold struct {
	some     bool            // there is a reading
	speaker  measure.Reading // the latest: it speaks from its time on, for maxGap at most
	value    int32           // of the series' metric
	observed int64           // ms before the speaker's time
	covered  int64           // end of the latest observed stretch; at first the window's start
	blind    int64           // longest unobserved stretch that is over, ms
}

// Begin begins a fold in the memory of another.
func (f *Fold) Begin(c *Case) {
	r := c.Rule
	sensors, series, limits := cleared(f.sensors, len(r.sensors)), cleared(f.series, len(r.series)),
		f.limits[:0]
	segments := f.segments[:0]
	if len(c.Segments) > 1 {
		segments = cleared(segments, len(c.Segments)*(1+len(r.Limits)))
	}
	for i := range sensors {
		sensors[i].last = NoTime
	}
	for i := range series {
		series[i].covered = c.Window.Start
	}
	for range r.Limits {
		limits = append(limits, limitFold{defrost: newDefrost()})
	}
	*f = Fold{sensors: sensors, series: series, limits: limits, segments: segments,
		cooled: NoTime, goalSpoken: NoTime, sameSince: NoTime}
}

// cleared is n zero values in the memory of a list.
func cleared[T any](list []T, n int) []T {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// Clone copies what Push changes in place.
func (f *Fold) Clone() (c Fold) {
	f.CloneTo(&c)
	return c
}

// CloneTo copies what Push changes in place into c, whose memory is reused.
func (f *Fold) CloneTo(c *Fold) {
	sensors, series := append(c.sensors[:0], f.sensors...), append(c.series[:0], f.series...)
	limits, segments := append(c.limits[:0], f.limits...), append(c.segments[:0], f.segments...)
	*c = *f
	c.sensors, c.series, c.limits, c.segments = sensors, series, limits, segments
}

// Last is the event time of the latest reading of a sensor that was pushed; NoTime if there is
// none.
func (f *Fold) Last(sensor int) int64 { return f.sensors[sensor].last }

// Readings is how many readings of the rule's sensor were counted.
func (f *Fold) Readings() int64 { return f.counters.Count }

// Duplicate counts a duplicate of a reading of the rule's sensor that was pushed already.
func (f *Fold) Duplicate(c *Case, t int64) {
	if t >= c.Window.Start {
		f.counters.Duplicates++
	}
}

// Push folds a reading of a sensor, later than all of that sensor before it and within what the
// case wants. rewound: it changed what earlier readings mean, and the fold is of no use any more.
func (f *Fold) Push(c *Case, sensor int, h *series.Held) (rewound bool) {
	r, t := c.Rule, h.Time
	plan := &r.sensors[sensor]
	for _, k := range plan.limits {
		l := &r.Limits[k]
		f.limits[k].defrost = f.limits[k].defrost.next(l, r.MaxGap, f.sensors[sensor].last,
			&h.Reading)
	}
	f.sensors[sensor].last = t
	for _, i := range plan.series {
		v, ok := h.Value(r.series[i].metric)
		if !ok {
			continue
		}
		s := &f.series[i]
		if s.some {
			f.speak(c, i, t)
		}
		if i == 0 {
			rewound = f.temperature(c, v, t)
		}
		s.some, s.speaker, s.value = true, h.Reading, v
		for _, k := range r.series[i].limits {
			f.limits[k].sample = f.sample(c, k, sensor, &h.Reading, v, f.limits[k].defrost)
		}
	}
	if sensor == 0 && t >= c.Window.Start {
		f.counters.add(h)
	}
	return rewound
}

func (n *Counters) add(h *series.Held) {
	if n.Count == 0 {
		n.First = h.Time
	}
	n.Last = h.Time
	n.Count++
	if h.Faulty != 0 {
		n.Faulty++
	}
	n.Duplicates += int64(h.Duplicates)
	n.Conflicts += int64(h.Conflicts)
}

// speak ends the speaking time of a series' latest reading at until, or maxGap after it, clipped to
// the window's start (SPECIFICATION 5.1).
func (f *Fold) speak(c *Case, i int, until int64) {
	s, r := &f.series[i], c.Rule
	now := Span{max(s.speaker.Time, c.Window.Start), min(until, s.speaker.Time+r.MaxGap)}
	if now.Start >= now.End {
		return
	}
	unobserved := Span{s.covered, now.Start}
	s.blind = max(s.blind, unobserved.Ms())
	if i == 0 {
		f.speakTemperature(unobserved, s, now.Ms())
	}
	s.observed += now.Ms()
	s.covered = now.End
	if i == 0 && len(f.segments) > 0 {
		f.addToSegments(c, 0, now)
	}
	for _, k := range r.series[i].limits {
		l := &f.limits[k]
		l.take(&r.Limits[k], unobserved, now, s)
		if l.sample.kind == breaks && len(f.segments) > 0 {
			f.addToSegments(c, 1+k, now)
		}
	}
}

func (f *Fold) speakTemperature(unobserved Span, s *seriesFold, ms int64) {
	if unobserved.Ms() > 0 {
		f.gapCount++
		f.gaps = appendListed(f.gaps, unobserved)
	}
	if s.observed == 0 {
		f.min, f.max = s.value, s.value
	}
	f.min, f.max = min(f.min, s.value), max(f.max, s.value)
	if f.weight == 0 || s.value != f.weightOf {
		f.weight, f.weightOf = mktWeight(s.value), s.value
	}
	f.heat.addMul(f.weight, uint64(ms))
}

// addToSegments adds a stretch to a column of the segments that it lies in.
func (f *Fold) addToSegments(c *Case, column int, s Span) {
	width := 1 + len(f.limits)
	for i := range c.Segments {
		from, to := max(s.Start, c.Segments[i].Start), min(s.End, c.Segments[i].End)
		if from < to {
			f.segments[i*width+column] += to - from
		}
	}
}

// appendListed appends and now and then forgets what is no longer listed, in new memory.
func appendListed[T any](list []T, x T) []T {
	if len(list) >= 2*Listed {
		list = append(make([]T, 0, 2*Listed), list[len(list)-Listed+1:]...)
	}
	return append(list, x)
}
