package series

import (
	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

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
	s.open.settle()
	b = s.open.encode(b)
	b = wire.AppendBool(b, s.some)
	if s.some {
		b = AppendReading(b, &s.tail.Reading)
		b = wire.AppendUint(b, uint64(s.tail.Duplicates))
		b = wire.AppendUint(b, uint64(s.tail.Conflicts))
	}
	return b
}

// Read makes s the series that was written.
func (s *Series) Read(r *wire.Reader) {
	s.New(r.String())
	for range r.Count() {
		s.Named = append(s.Named, int32(r.Int()))
	}
	s.gone = r.Int()
	for range r.Count() {
		first := r.Int()
		s.sealed = append(s.sealed, sealedChunk{first, first + r.Int(), readSize(r)})
		if r.Err() != nil {
			return
		}
	}
	s.open.read(r)
	if s.some = r.Bool(); s.some {
		s.tail = Held{ReadReading(r), uint32(r.Uint()), uint32(r.Uint())}
	}
}

// framedSize is added to the number of readings of an open chunk where they are written by a frame.
const framedSize = split + 1

func (c *chunk) encode(b []byte) []byte {
	switch {
	case c.n == 0:
		return append(b, 0)
	case c.frame == nil:
		b = wire.AppendInt(wire.AppendInt(wire.AppendUint(b, uint64(c.n)), c.first), c.delta)
	default:
		b = wire.AppendInt(wire.AppendUint(b, uint64(c.n+framedSize)), c.first)
	}
	return wire.AppendBytes(AppendReading(b, &c.prev.Reading), c.b)
}

// read reads an open chunk into an empty one.
func (c *chunk) read(r *wire.Reader) {
	n := r.Uint()
	framed := n > framedSize
	if framed {
		n -= framedSize
	}
	if n == 0 {
		return
	}
	if n > split {
		r.Fail()
		return
	}
	c.n, c.first = int(n), r.Int()
	if !framed {
		c.delta = r.Int()
	}
	c.prev.Reading = ReadReading(r)
	c.b = append(c.b, r.Bytes()...)
	if framed && r.Err() == nil {
		if c.frame = readFrame(wire.Read(c.b)); c.frame == nil {
			r.Fail()
		}
	}
}

// AppendReading writes a reading alone.
func AppendReading(b []byte, x *measure.Reading) []byte {
	b = append(wire.AppendInt(b, x.Time), x.Present, x.Faulty, x.Flags)
	for m := range x.Values {
		if x.Present&(1<<m) != 0 {
			b = wire.AppendInt(b, int64(x.Values[m]))
		}
	}
	return b
}

// ReadReading reads a reading alone.
func ReadReading(r *wire.Reader) (x measure.Reading) {
	x.Time, x.Present, x.Faulty, x.Flags = r.Int(), r.Byte(), r.Byte(), r.Byte()
	for m := range x.Values {
		if x.Present&(1<<m) != 0 {
			x.Values[m] = int32(r.Int())
		}
	}
	return x
}
