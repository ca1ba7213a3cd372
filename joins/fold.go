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

// excursion is a stretch of observed time in which every reading broke a limit.
type excursion struct {
	span
	worst  int64   // thousandths
	beyond uint128 // sum of |value - bound| x duration, thousandths x ms
}

// speaker is the latest reading of a metric's series: it speaks from at on, for maxGap at most.
type speaker struct {
	some    bool
	at      int64
	reading Reading
}

// metricFold is the observed time of one metric.
type metricFold struct {
	speaker  speaker
	observed int64 // ms before the speaker's time
	covered  int64 // the end of the latest observed stretch, the window's start before the first
}

// limitFold is the state of one limit of the rule.
type limitFold struct {
	total, longest int64 // ms of the excursions that are over
	count          int64
	now            excursion // where now.end > now.start: the one that may go on
	over           []excursion
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

// breaks reports whether a reading is beyond a limit's bound, with the distance from the bound in thousandths. The metric has a usable value.
func (l *Limit) breaks(r *Reading) (int64, bool) {
	if l.ExemptDuringDefrost && r.Flags&DefrostOn != 0 {
		return 0, false
	}
	v, bound := int64(r.Value[l.Metric]), l.Value
	if l.Bound == AboveSetPoint || l.Bound == BelowSetPoint {
		if r.Present&(1<<SetPoint) == 0 {
			return 0, false
		}
		if l.Bound == AboveSetPoint {
			bound = int64(r.Value[SetPoint]) + l.Value
		} else {
			bound = int64(r.Value[SetPoint]) - l.Value
		}
	}
	switch l.Bound {
	case Above, AboveSetPoint:
		return v - bound, v > bound
	case AtOrAbove:
		return v - bound, v >= bound
	case Below, BelowSetPoint:
		return bound - v, v < bound
	default:
		return bound - v, v <= bound
	}
}

// upward reports whether the worst value of a limit is the greatest.
func (l *Limit) upward() bool {
	return l.Bound == Above || l.Bound == AtOrAbove || l.Bound == AboveSetPoint
}

// push folds a reading that is later than all before it and earlier than the window's end. It reports whether something other than sums
// changed: a gap or an excursion began or ended.
func (f *fold) push(w Window, r *Rule, h *held) (disturbed bool) {
	disturbed = f.disturbs(r, &h.Reading)
	for i, m := range judgingMetrics {
		if h.Present&(1<<m) == 0 {
			continue
		}
		s := &f.metrics[i]
		if s.speaker.some {
			f.speak(w, r, i, h.Time)
		}
		s.speaker = speaker{true, h.Time, h.Reading}
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

// disturbs tells beforehand whether pushing a reading begins or ends a gap or an excursion.
func (f *fold) disturbs(r *Rule, x *Reading) bool {
	for i, m := range judgingMetrics {
		if x.Present&(1<<m) == 0 {
			continue
		}
		if s := &f.metrics[i].speaker; !s.some || x.Time > s.at+r.MaxGap {
			return true
		}
	}
	for i := range r.Limits {
		l := &r.Limits[i]
		if x.Present&(1<<l.Metric) == 0 {
			continue
		}
		_, breaks := l.breaks(x)
		if _, broke := l.breaks(&f.metrics[judging(l.Metric)].speaker.reading); breaks != broke {
			return true
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
	x, ms := &s.speaker.reading, to-from
	if i == 0 {
		if from > s.covered {
			f.gap(span{s.covered, from})
		}
		v := x.Value[Temperature]
		if !f.seen {
			f.min, f.max, f.seen = v, v, true
		}
		f.min, f.max = min(f.min, v), max(f.max, v)
		f.heat.addMul(mktWeight(v), uint64(ms))
	}
	s.observed += ms
	s.covered = to
	for k := range r.Limits {
		l := &r.Limits[k]
		if judging(l.Metric) != i {
			continue
		}
		if beyond, breaks := l.breaks(x); breaks {
			f.limits[k].extend(l, span{from, to}, int64(x.Value[l.Metric]), beyond)
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

// extend adds a stretch that breaks the limit to the excursion that it touches, or begins one.
func (l *limitFold) extend(rule *Limit, s span, value, beyond int64) {
	if l.now.end != s.start || l.now.ms() == 0 {
		l.end()
		l.now = excursion{span: span{s.start, s.start}, worst: value}
	}
	l.now.end = s.end
	if rule.upward() {
		l.now.worst = max(l.now.worst, value)
	} else {
		l.now.worst = min(l.now.worst, value)
	}
	l.now.beyond.addMul(uint64(beyond), uint64(s.ms()))
}

// end closes the excursion that may have gone on.
func (l *limitFold) end() {
	ms := l.now.ms()
	if ms == 0 {
		return
	}
	l.count++
	l.total += ms
	l.longest = max(l.longest, ms)
	l.over = appendListed(l.over, l.now)
	l.now = excursion{}
}

// appendListed appends and now and then forgets what is no longer listed, in new memory.
func appendListed[T any](list []T, x T) []T {
	if len(list) >= 2*listed {
		list = append(make([]T, 0, 2*listed), list[len(list)-listed+1:]...)
	}
	return append(list, x)
}
