package judge

import (
	"coldchain/joins/internal/wire"
	"coldchain/joins/series"
)

// Append writes a fold as a part of its custody (docs/formats/values.md).
func (f *Fold) Append(b []byte) []byte {
	for i := range f.sensors {
		b = wire.AppendInt(b, f.sensors[i].last)
	}
	for i := range f.series {
		s := &f.series[i]
		b = wire.AppendBool(b, s.some)
		if s.some {
			b = series.AppendReading(b, &s.speaker)
		}
		b = wire.AppendInt(wire.AppendInt(wire.AppendInt(b, s.observed), s.covered), s.blind)
	}
	for i := range f.limits {
		b = f.limits[i].append(b)
	}
	b = wire.AppendUint(b, uint64(len(f.segments)))
	for _, ms := range f.segments {
		b = wire.AppendInt(b, ms)
	}
	gaps := f.gaps[max(0, len(f.gaps)-Listed):]
	b = wire.AppendUint(b, uint64(len(gaps)))
	for _, g := range gaps {
		b = appendSpan(b, g)
	}
	b = wire.AppendInt(wire.AppendInt(wire.AppendInt(b, f.gapCount), int64(f.min)), int64(f.max))
	b = f.heat.append(b)
	b = wire.AppendInt(wire.AppendInt(wire.AppendInt(b, f.cooled), f.goalSpoken), f.sameSince)
	b = wire.AppendBool(b, f.stuck)
	n := &f.counters
	for _, v := range []int64{n.Count, n.Faulty, n.Duplicates, n.Conflicts, n.First, n.Last} {
		b = wire.AppendInt(b, v)
	}
	return b
}

func (l *limitFold) append(b []byte) []byte {
	b = wire.AppendInt(wire.AppendInt(b, l.defrost.flagged), l.defrost.first)
	b = wire.AppendInt(append(b, byte(l.sample.kind)), l.sample.beyond)
	b = appendSpan(b, l.possible.Span)
	b = wire.AppendInt(wire.AppendInt(b, l.possible.excused), l.possible.behind)
	for _, t := range []tally{l.total, l.doubt} {
		b = wire.AppendInt(wire.AppendInt(wire.AppendInt(b, t.ms), t.longest), t.count)
	}
	b = wire.AppendInt(l.now.append(b), l.worst)
	over := l.over[max(0, len(l.over)-Listed):]
	b = wire.AppendUint(b, uint64(len(over)))
	for i := range over {
		b = over[i].append(b)
	}
	return b
}

func (e *Excursion) append(b []byte) []byte {
	b = wire.AppendInt(b, e.ms)
	if e.ms == 0 {
		return b
	}
	b = appendSpan(b, e.Span)
	b = wire.AppendInt(wire.AppendInt(b, int64(e.worst)), e.worstAt)
	return series.AppendReading(e.beyond.append(b), &e.began)
}

func appendSpan(b []byte, s Span) []byte {
	return wire.AppendInt(wire.AppendInt(b, s.Start), s.Ms())
}

func (u uint128) append(b []byte) []byte { return wire.AppendUint(wire.AppendUint(b, u.hi), u.lo) }

// Read reads the fold of a case into the memory of another.
func (f *Fold) Read(r *wire.Reader, c *Case) {
	f.Begin(c)
	for i := range f.sensors {
		f.sensors[i].last = r.Int()
	}
	for i := range f.series {
		s := &f.series[i]
		if s.some = r.Bool(); s.some {
			s.speaker = series.ReadReading(r)
			var ok bool
			if s.value, ok = s.speaker.Value(c.Rule.series[i].metric); !ok {
				r.Fail()
			}
		}
		s.observed, s.covered, s.blind = r.Int(), r.Int(), r.Int()
		if s.observed < 0 || s.covered < c.Window.Start || s.observed > s.covered-c.Window.Start {
			r.Fail() // more was observed than there was time
		}
	}
	for i := range f.limits {
		f.limits[i].read(r)
	}
	if r.Count() != len(f.segments) {
		r.Fail()
	}
	for i := range f.segments {
		f.segments[i] = r.Int()
	}
	for range r.Count() {
		f.gaps = append(f.gaps, readSpan(r))
	}
	f.gapCount, f.min, f.max = r.Int(), int32(r.Int()), int32(r.Int())
	f.heat = readUint128(r)
	f.cooled, f.goalSpoken, f.sameSince, f.stuck = r.Int(), r.Int(), r.Int(), r.Bool()
	n := &f.counters
	for _, v := range []*int64{&n.Count, &n.Faulty, &n.Duplicates, &n.Conflicts,
		&n.First, &n.Last} {
		*v = r.Int()
	}
}

func (l *limitFold) read(r *wire.Reader) {
	l.defrost = defrost{r.Int(), r.Int()}
	l.sample = sample{sampleKind(r.Below(int(breaks) + 1)), r.Int()}
	l.possible = possible{readSpan(r), r.Int(), r.Int()}
	for _, t := range []*tally{&l.total, &l.doubt} {
		*t = tally{r.Int(), r.Int(), r.Int()}
	}
	l.now, l.worst = readExcursion(r), r.Int()
	for range r.Count() {
		l.over = append(l.over, readExcursion(r))
	}
}

func readExcursion(r *wire.Reader) (e Excursion) {
	if e.ms = r.Int(); e.ms == 0 {
		return e
	}
	e.Span = readSpan(r)
	e.worst, e.worstAt, e.beyond = int32(r.Int()), r.Int(), readUint128(r)
	e.began = series.ReadReading(r)
	return e
}

func readSpan(r *wire.Reader) Span {
	start := r.Int()
	return Span{start, start + r.Int()}
}

func readUint128(r *wire.Reader) uint128 { return uint128{r.Uint(), r.Uint()} }
