package joins

// excursion is a stretch of observed time in which every reading broke a limit.
type excursion struct {
	span
	worst  int64   // thousandths
	beyond uint128 // sum of |value - bound| x duration, thousandths x ms
}

// limitFold is the state of one limit of the rule.
type limitFold struct {
	total, longest int64 // ms of the excursions that are over
	count          int64
	now            excursion // where now.end > now.start: the one that may go on
	over           []excursion
}

// sample is what a limit looks at: one metric's usable value in a reading, with what may excuse it.
type sample struct {
	value, setPoint int32 // thousandths
	hasSetPoint     bool
	defrost         bool
}

func sampleOf(r *Reading, m Metric) sample {
	return sample{r.Value[m], r.Value[SetPoint], r.Present&(1<<SetPoint) != 0, r.Flags&DefrostOn != 0}
}

// breaks reports whether a sample of the limit's metric is beyond its bound, with the distance from the bound in thousandths.
func (l *Limit) breaks(x sample) (int64, bool) {
	if l.ExemptDuringDefrost && x.defrost || l.Bound.Relative() && !x.hasSetPoint {
		return 0, false
	}
	v, bound := int64(x.value), l.Value
	switch l.Bound {
	case AboveSetPoint:
		bound = int64(x.setPoint) + l.Value
	case BelowSetPoint:
		bound = int64(x.setPoint) - l.Value
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
