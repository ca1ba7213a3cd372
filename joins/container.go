package joins

import (
	"encoding/binary"
	"slices"
)

const (
	containerVersion = 1
	containerSpace   = 'c'
)

// container is what is known of a container: its readings and the legs that it is part of.
type container struct {
	series []series // by first appearance
	legs   []*leg   // in the order of legID
	cycle  uint64   // in which this value was made: not stored
}

// leg is a leg as its container knows it.
type leg struct {
	assignment
	voyage   voyageInfo
	judgedBy *Rule // decoded from the assignment's; nil = none
	fold     fold
	archived bool   // part of the readings that it needs is gone
	frozen   bool   // archived when it was final: it keeps its figures, which are whole in the fold
	material digest // of the latest result that went out
	sent     uint64 // hash of the latest result that went out; 0 = must go out
	cycle    uint64 // in which this value was made: not stored
	stale    bool   // the fold must begin anew: never across cycles
	moved    bool   // the fold changed in more than its sums: never across cycles
	behind   bool   // the sensor was silent up to the stream time: not stored
	wake     int64  // stream time until which nothing but progress can come by time alone: not stored
}

// clone returns a container that may be changed. Its legs are still the committed ones: see own.
func (c *container) clone(cycle uint64) *container {
	return &container{slices.Clone(c.series), slices.Clone(c.legs), cycle}
}

// own returns leg i, to be changed.
func (c *container) own(i int) *leg {
	if c.legs[i].cycle != c.cycle {
		l := *c.legs[i]
		l.fold = l.fold.clone()
		l.cycle = c.cycle
		c.legs[i] = &l
	}
	return c.legs[i]
}

// sensor returns the readings of a sensor, nil if there are none.
func (c *container) sensor(name string) *series {
	for i := range c.series {
		if c.series[i].sensor == name {
			return &c.series[i]
		}
	}
	return nil
}

// Size is the memory that the value takes.
func (c *container) Size() int {
	n := 120
	for i := range c.series {
		n += 250 + cap(c.series[i].open.b) + 24*len(c.series[i].sealed)
	}
	for _, l := range c.legs {
		n += 1100 + 72*len(l.fold.limits) + 16*cap(l.fold.gaps)
		for i := range l.fold.limits {
			n += 48 * cap(l.fold.limits[i].over)
		}
	}
	return n
}

func (c *container) AppendBinary(b []byte) ([]byte, error) {
	b = binary.AppendUvarint(append(b, containerVersion), uint64(len(c.series)))
	for i := range c.series {
		b = c.series[i].append(b)
	}
	b = binary.AppendUvarint(b, uint64(len(c.legs)))
	for _, l := range c.legs {
		b = l.appendState(b)
	}
	return b, nil
}

func (s *series) append(b []byte) []byte {
	b = appendInt(appendString(b, s.sensor), s.gone)
	b = binary.AppendUvarint(b, uint64(len(s.sealed)))
	for _, k := range s.sealed {
		b = binary.AppendUvarint(appendInt(appendInt(b, k.first), k.last-k.first), uint64(k.n))
	}
	b = binary.AppendUvarint(b, uint64(s.open.n))
	if s.open.n > 0 {
		b = appendInt(appendInt(b, s.open.first), s.open.delta)
		b = appendBytes(appendReading(b, &s.open.prev), s.open.b)
	}
	b = appendBool(b, s.some)
	if s.some {
		b = appendHeld(b, &s.tail)
	}
	return b
}

func appendHeld(b []byte, h *held) []byte {
	b = appendReading(b, &h.Reading)
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(h.duplicates)), uint64(h.conflicts))
}

func (w *wire) series() (s series) {
	s.sensor, s.gone = w.string(), w.int()
	for range w.count() {
		first := w.int()
		s.sealed = append(s.sealed, sealedChunk{first, first + w.int(), w.size()})
		if w.err != nil {
			return s
		}
	}
	if s.open.n = w.size(); s.open.n > 0 {
		s.open.first, s.open.delta, s.open.prev = w.int(), w.int(), w.reading()
		s.open.b = append([]byte(nil), w.bytes()...)
	}
	if s.some = w.bool(); s.some {
		s.tail = held{w.reading(), uint32(w.uint()), uint32(w.uint())}
	}
	return s
}

func (l *leg) appendState(b []byte) []byte {
	b = appendVoyageInfo(l.assignment.append(b), &l.voyage)
	b = append(appendBool(appendBool(b, l.archived), l.frozen), l.material[:]...)
	b = binary.AppendUvarint(b, l.sent)
	if len(l.rule) == 0 {
		return b
	}
	return l.fold.append(b)
}

// decodeContainer reads a container. The rules of its legs stay text: see Containers.own.
func decodeContainer(b []byte) (*container, error) {
	w, c := &wire{b: b}, &container{}
	w.open("container", containerVersion)
	for range w.count() {
		c.series = append(c.series, w.series())
		if w.err != nil {
			break
		}
	}
	for range w.count() {
		w.open("leg", messageVersion)
		l := &leg{assignment: w.assignment(), voyage: w.voyageInfo(), wake: noTime}
		l.archived, l.frozen = w.bool(), w.bool()
		copy(l.material[:], w.take(uint64(len(l.material))))
		l.sent = w.uint()
		if len(l.rule) > 0 {
			l.fold = w.fold()
		}
		if w.err != nil {
			break
		}
		c.legs = append(c.legs, l)
	}
	return c, w.close("container")
}
