package series

import "coldchain/joins/internal/wire"

// Append writes a series as a part of its container (docs/formats/values.md).
func (s *Series) Append(b []byte) []byte {
	b = wire.AppendString(b, s.Sensor)
	b = wire.AppendUint(b, uint64(len(s.Named)))
	for _, p := range s.Named {
		b = wire.AppendInt(b, int64(p))
	}
	b = wire.AppendUint(wire.AppendInt(b, s.gone), uint64(len(s.sealed)))
	for _, k := range s.sealed {
		b = wire.AppendUint(wire.AppendInt(wire.AppendInt(b, k.first), k.last-k.first), uint64(k.n))
	}
	b = wire.AppendUint(b, uint64(s.open.n))
	if s.open.n > 0 {
		b = wire.AppendInt(wire.AppendInt(b, s.open.first), s.open.delta)
		b = wire.AppendBytes(AppendReading(b, &s.open.prev), s.open.b)
	}
	b = wire.AppendBool(b, s.some)
	if s.some {
		b = AppendReading(b, &s.tail.Reading)
		b = wire.AppendUint(b, uint64(s.tail.Duplicates))
		b = wire.AppendUint(b, uint64(s.tail.Conflicts))
	}
	return b
}

// Read reads a series.
func Read(r *wire.Reader) (s Series) {
	s.Sensor = r.String()
	for range r.Count() {
		s.Named = append(s.Named, int32(r.Int()))
	}
	s.gone = r.Int()
	for range r.Count() {
		first := r.Int()
		s.sealed = append(s.sealed, sealedChunk{first, first + r.Int(), readSize(r)})
		if r.Err() != nil {
			return s
		}
	}
	if s.open.n = readSize(r); s.open.n > 0 {
		s.open.first, s.open.delta, s.open.prev = r.Int(), r.Int(), ReadReading(r)
		s.open.b = append([]byte(nil), r.Bytes()...)
	}
	if s.some = r.Bool(); s.some {
		s.tail = Held{ReadReading(r), uint32(r.Uint()), uint32(r.Uint())}
	}
	return s
}
