package judge

import (
	"coldchain/joins/measure"
	"coldchain/joins/rule"
)

// Excursion is a stretch of observed time in which every reading broke a limit (SPECIFICATION 5.3).
type Excursion struct {
	Span
	ms      int64           // for which readings speak that are not excused
	worst   int32           // thousandths
	worstAt int64           // event time of the first reading that has it
	beyond  uint128         // sum of |value - bound| x duration, thousandths x ms
	began   measure.Reading // the first reading; the time and what it measured of other things
}

// possible is an excursion that there can have been, whatever was in the time that nothing was
// observed in (SPECIFICATION 5.4).
type possible struct {
	Span
	excused int64 // ms of excused readings between the breaking ones
	behind  int64 // ms of excused readings behind the latest breaking one
}

func (p *possible) ms() int64 { return p.Ms() - p.excused }

// excursion is the excursion that may go on. It ends where a reading does not break the limit, or
// where something is unobserved.
type excursion = Excursion

// take takes the time for which the latest reading of the limit's series speaks. unobserved is the
// stretch before it, empty where there is none.
func (l *limitFold) take(limit *rule.Limit, unobserved, now Span, s *seriesFold) {
	gap := unobserved.Ms() > 0
	if gap {
		l.end()
		l.stretch(unobserved)
	}
	switch l.sample.kind {
	case within:
		l.end()
		l.endPossible()
	case excused:
		if l.possible.Ms() > 0 {
			l.possible.behind += now.Ms()
		}
	case breaks:
		l.extend(limit, now, s)
		if l.possible.Ms() == 0 {
			l.possible = possible{Span: Span{unobserved.Start, now.End}}
		} else {
			l.possible.excused += l.possible.behind
			l.possible.behind = 0
			l.possible.End = now.End
		}
	}
}

// stretch lengthens a possible excursion by an unobserved stretch that begins where its last
// reading ends.
func (l *limitFold) stretch(unobserved Span) {
	if l.possible.Ms() > 0 && l.possible.End == unobserved.Start {
		l.possible.End = unobserved.End
	}
}

// extend adds a stretch that breaks the limit to the excursion that goes on, or begins one.
func (l *limitFold) extend(limit *rule.Limit, now Span, s *seriesFold) {
	rank := limit.Bound.Rank(int64(s.value), l.sample.beyond)
	if l.now.ms == 0 {
		l.now = Excursion{Span: Span{now.Start, now.Start}, began: s.speaker}
	}
	if l.now.ms == 0 || rank > l.worst {
		l.now.worst, l.now.worstAt, l.worst = s.value, s.speaker.Time, rank
	}
	l.now.End = now.End
	l.now.ms += now.Ms()
	l.now.beyond.addMul(uint64(l.sample.beyond), uint64(now.Ms()))
}

// end closes the excursion that may have gone on.
func (l *limitFold) end() {
	if l.now.ms == 0 {
		return
	}
	l.total.add(l.now.ms)
	l.over = appendListed(l.over, l.now)
	l.now, l.worst = Excursion{}, 0
}

// endPossible closes the possible excursion that may have gone on.
func (l *limitFold) endPossible() {
	if l.possible.Ms() == 0 {
		return
	}
	l.doubt.add(l.possible.ms())
	l.possible = possible{}
}
