package oracle

import "math"

// said is a sample that speaks, held against a limit.
type said struct {
	sample
	distance int64 // from the bound
	breaks   bool
	excused  bool // it breaks the limit, but is not held against it
}

// counts says whether the sample is held against the limit.
func (s said) counts() bool { return s.breaks && !s.excused }

// holdAgainst holds the samples of a series that speak against a limit. warmUntil is when the
// pull-down ends, and defrosting are the event times that are in defrost.
func holdAgainst(l *limit, s *series, warmUntil int64, defrosting map[int64]bool) []said {
	out := make([]said, 0, len(s.spoken))
	for _, a := range s.spoken {
		h := said{sample: a}
		h.breaks, h.distance = l.isBrokenBy(a)
		pulled := l.metric == "temperature" && l.bound.upper && a.reading.time < warmUntil
		h.excused = h.breaks && (pulled || defrosting[a.reading.time])
		out = append(out, h)
	}
	return out
}

// isBrokenBy says whether the sample is beyond the bound, and how far it is from it.
func (l *limit) isBrokenBy(a sample) (beyond bool, distance int64) {
	at := l.value
	if l.bound.relative {
		setPoint, ok := a.reading.of("setPoint")
		if !ok {
			return false, 0
		}
		if l.bound.upper {
			at = setPoint + l.value
		} else {
			at = setPoint - l.value
		}
	}
	over := a.value - at
	if !l.bound.upper {
		over = -over
	}
	return over > 0 || over == 0 && !l.bound.strict, max(over, -over)
}

// pullDownEnd gives when the pull-down ends: so long after the start, or when a temperature first
// comes down to where it is to come. Without a pull-down that is before all.
func pullDownEnd(p *pullDown, temperature *series) int64 {
	if p == nil {
		return math.MinInt64
	}
	end := temperature.judged.start + p.within
	for _, a := range temperature.ofWindow() {
		if a.value <= p.to {
			return min(end, a.reading.time)
		}
	}
	return end
}

// inDefrost gives the event times at which a sensor is in defrost as the limit sees it. readings
// are all of the limit's sensor from maxGap before the start to T.
//
// Those that say defrost, and those that come at most the grace behind one, form stretches. What is
// as late in its stretch as a defrost may last at most is no longer in defrost.
func (l *limit) inDefrost(readings []*held, maxGap int64) map[int64]bool {
	in := map[int64]bool{}
	if !l.exempt {
		return in
	}
	var said, first, last *int64 // the last defrost, and the first and the last of the stretch
	for _, h := range readings {
		if h.defrost.on {
			said = &h.time
		}
		if said == nil || h.time-*said > l.grace {
			first, last = nil, nil
			continue
		}
		if last == nil || h.time-*last > maxGap {
			first = &h.time
		}
		last = &h.time
		if h.time-*first < l.most {
			in[h.time] = true
		}
	}
	return in
}
