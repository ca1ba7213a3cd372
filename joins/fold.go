package joins

// The fold of one leg. It holds all readings of the rule's sensor from start-maxGap on, before the window's end, except the last one of the
// sensor, which may still be corrected: that one is given when the figures are drawn. Readings are pushed in the order of their event
// times, each at O(1); anything that changes the past (a late reading, a conflict, another window or rule) begins a new fold.
//
// A fold is copied before it is changed (state.go), and its lists of gaps and excursions share memory with the copy: they are only ever
// appended to.

// listed is how many gaps, and how many excursions, a projection lists for a leg.
const listed = 1000

// span is a stretch of time, [start, end).
type span struct{ start, end int64 }

func (s span) ms() int64 { return s.end - s.start }

// speaker is the latest reading of a metric's series: it speaks from at on, for maxGap at most.
type speaker struct {
	some bool
	at   int64
	sample
}

// metricFold is the observed time of one metric.
type metricFold struct {
	speaker  speaker
	observed int64 // ms before the speaker's time
	covered  int64 // the end of the latest observed stretch, the window's start before the first
}

// counters count the readings with event time in the window.
type counters struct {
	count, faulty, duplicates, conflicts int64
	first, last                          int64
}

// held is a stored reading with the records that repeated or contradicted it.
type held struct {
	Reading
	duplicates, conflicts uint32
}

type fold struct {
	metrics  [4]metricFold // of the judging metrics, see judging
	limits   []limitFold
	gaps     []span // of the temperature series, closed
	gapCount int64
	longest  int64 // longest closed gap
	min, max int32
	seen     bool // min and max hold
	heat     uint128
	counters
}

// judging maps a metric to its place in fold.metrics.
func judging(m Metric) int {
	switch m {
	case Temperature:
		return 0
	case Humidity:
		return 1
	case CO2:
		return 2
	default:
		return 3
	}
}

var judgingMetrics = [4]Metric{Temperature, Humidity, CO2, O2}

// newFold begins a fold for a window and a rule.
func newFold(w Window, r *Rule) fold {
	f := fold{limits: make([]limitFold, len(r.Limits))}
	for i := range f.metrics {
		f.metrics[i].covered = w.Start
	}
	return f
}

// clone copies what push changes in place.
func (f *fold) clone() fold {
	c := *f
	c.limits = append([]limitFold(nil), f.limits...)
	return c
}

// push folds a reading that is later than all before it and earlier than the window's end. It reports whether something other than sums
// changed: a gap or an excursion began or ended.
func (f *fold) push(w Window, r *Rule, h *held) (disturbed bool) {
	disturbed = f.disturbs(r, &h.Reading)
	present := h.Present & r.judged()
	for i, m := range judgingMetrics {
		if present&(1<<m) == 0 {
			continue
		}
		s := &f.metrics[i]
		if s.speaker.some {
			f.speak(w, r, i, h.Time)
		}
		s.speaker = speaker{true, h.Time, sampleOf(&h.Reading, m)}
	}
	if h.Time >= w.Start {
		f.counters.add(h)
	}
	return disturbed
}

func (c *counters) add(h *held) {
	if c.count == 0 {
		c.first = h.Time
	}
	c.last = h.Time
	c.count++
	if h.Faulty != 0 {
		c.faulty++
	}
	c.duplicates += int64(h.duplicates)
	c.conflicts += int64(h.conflicts)
}

// judged are the metrics whose observed time matters: temperature, and that of each limit.
func (r *Rule) judged() uint8 {
	metrics := uint8(1 << Temperature)
	for i := range r.Limits {
		metrics |= 1 << r.Limits[i].Metric
	}
	return metrics
}

// disturbs tells beforehand whether pushing a reading begins or ends a gap or an excursion.
func (f *fold) disturbs(r *Rule, x *Reading) bool {
	present := x.Present & r.judged()
	for i, m := range judgingMetrics {
		if present&(1<<m) == 0 {
			continue
		}
		s := &f.metrics[i].speaker
		if !s.some || x.Time > s.at+r.MaxGap {
			return true
		}
		now := sampleOf(x, m)
		if now == s.sample {
			continue
		}
		for k := range r.Limits {
			l := &r.Limits[k]
			if l.Metric != m {
				continue
			}
			_, breaks := l.breaks(now)
			if _, broke := l.breaks(s.sample); breaks != broke {
				return true
			}
		}
	}
	return false
}

// speak ends the speaking time of a metric's latest reading at until, or maxGap after it, clipped to the window's start.
func (f *fold) speak(w Window, r *Rule, i int, until int64) {
	s := &f.metrics[i]
	from, to := max(s.speaker.at, w.Start), min(until, s.speaker.at+r.MaxGap)
	if from >= to {
		return
	}
	x, ms := s.speaker.sample, to-from
	if i == 0 {
		if from > s.covered {
			f.gap(span{s.covered, from})
		}
		if !f.seen {
			f.min, f.max, f.seen = x.value, x.value, true
		}
		f.min, f.max = min(f.min, x.value), max(f.max, x.value)
		f.heat.addMul(mktWeight(x.value), uint64(ms))
	}
	s.observed += ms
	s.covered = to
	for k := range r.Limits {
		l := &r.Limits[k]
		if l.Metric != judgingMetrics[i] {
			continue
		}
		if beyond, breaks := l.breaks(x); breaks {
			f.limits[k].extend(l, span{from, to}, int64(x.value), beyond)
		} else {
			f.limits[k].end()
		}
	}
}

func (f *fold) gap(g span) {
	f.gapCount++
	f.longest = max(f.longest, g.ms())
	f.gaps = appendListed(f.gaps, g)
}
