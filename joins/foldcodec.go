package joins

import "encoding/binary"

// append writes a fold as part of its leg.
func (f *fold) append(b []byte) []byte {
	for i := range f.metrics {
		m := &f.metrics[i]
		b = appendInt(appendInt(appendBool(b, m.speaker.some), m.observed), m.covered)
		if m.speaker.some {
			b = appendSpeaker(b, &m.speaker)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(f.limits)))
	for i := range f.limits {
		l := &f.limits[i]
		b = appendInt(appendInt(appendInt(b, l.total), l.longest), l.count)
		b = appendExcursion(b, &l.now)
		over := l.over[max(0, len(l.over)-listed):]
		b = binary.AppendUvarint(b, uint64(len(over)))
		for k := range over {
			b = appendExcursion(b, &over[k])
		}
	}
	gaps := f.gaps[max(0, len(f.gaps)-listed):]
	b = binary.AppendUvarint(b, uint64(len(gaps)))
	for _, g := range gaps {
		b = appendInt(appendInt(b, g.start), g.ms())
	}
	b = appendInt(appendInt(b, f.gapCount), f.longest)
	b = appendInt(appendInt(appendBool(b, f.seen), int64(f.min)), int64(f.max))
	b = appendUint128(b, f.heat)
	for _, n := range []int64{f.count, f.faulty, f.duplicates, f.conflicts, f.first, f.last} {
		b = appendInt(b, n)
	}
	return b
}

func appendSpeaker(b []byte, s *speaker) []byte {
	b = appendInt(appendInt(b, s.at), int64(s.value))
	b = appendBool(appendInt(b, int64(s.setPoint)), s.hasSetPoint)
	return appendBool(b, s.defrost)
}

func (w *wire) speaker(s *speaker) {
	s.at, s.value, s.setPoint = w.int(), int32(w.int()), int32(w.int())
	s.hasSetPoint, s.defrost = w.bool(), w.bool()
}

func appendExcursion(b []byte, e *excursion) []byte {
	b = appendInt(appendInt(b, e.start), e.ms())
	if e.ms() == 0 {
		return b
	}
	return appendUint128(appendInt(b, e.worst), e.beyond)
}

func (w *wire) excursion() (e excursion) {
	e.start = w.int()
	e.end = e.start + w.int()
	if e.ms() != 0 {
		e.worst, e.beyond = w.int(), w.uint128()
	}
	return e
}

func (w *wire) fold() (f fold) {
	for i := range f.metrics {
		m := &f.metrics[i]
		m.speaker.some, m.observed, m.covered = w.bool(), w.int(), w.int()
		if m.speaker.some {
			w.speaker(&m.speaker)
		}
	}
	f.limits = make([]limitFold, w.count())
	for i := range f.limits {
		l := &f.limits[i]
		l.total, l.longest, l.count = w.int(), w.int(), w.int()
		l.now = w.excursion()
		if n := w.count(); n > 0 {
			l.over = make([]excursion, n)
			for k := range l.over {
				l.over[k] = w.excursion()
			}
		}
	}
	if n := w.count(); n > 0 {
		f.gaps = make([]span, n)
		for k := range f.gaps {
			start := w.int()
			f.gaps[k] = span{start, start + w.int()}
		}
	}
	f.gapCount, f.longest = w.int(), w.int()
	f.seen, f.min, f.max = w.bool(), int32(w.int()), int32(w.int())
	f.heat = w.uint128()
	for _, n := range []*int64{&f.count, &f.faulty, &f.duplicates, &f.conflicts, &f.first, &f.last} {
		*n = w.int()
	}
	return f
}
