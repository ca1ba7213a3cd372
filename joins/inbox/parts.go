package inbox

import (
	"slices"

	"coldchain/joins/internal/wire"
	"coldchain/joins/measure"
)

// The value of a container in the state is a sequence of parts. The first is the container itself,
// as far as it was folded, if it was. The others were held back, and are in the order in which they
// came (docs/formats/values.md). A part that is put behind a value can be written without
// reading that.

// The kinds of parts: the first byte of each.
const (
	foldedPart   = 1
	messagesPart = 2
	readingsPart = 3
	brokenMark   = 4 // behind the value of a container's timer: it must be looked at
)

// Folded appends the part of a container that was folded.
func Folded(b, container []byte) []byte {
	return wire.AppendBytes(append(b, foldedPart), container)
}

// Marked says that a timer's value has the mark of Flush: the container must be looked at. timer is
// the value without it.
func Marked(value []byte) (timer []byte, marked bool) {
	for len(value) > 0 && value[len(value)-1] == brokenMark {
		value, marked = value[:len(value)-1], true
	}
	return value, marked
}

// Reader takes what was held back.
type Reader struct {
	Folded  func(container []byte) error
	Message func(message []byte) error
	// Sensor comes before the readings of a sensor, and for each partition whose readings named it.
	Sensor  func(name []byte, partition int32)
	Reading func(x *measure.Reading) error
}

// Read gives the parts of a value in their order, but messages before readings, which a custody
// that they tell of may want.
func (r *Reader) Read(value []byte) error {
	return r.each(value, func(kind byte, part *wire.Reader) error {
		switch {
		case kind == foldedPart:
			return r.Folded(part.B)
		case kind == messagesPart:
			return r.messages(part.B)
		}
		return nil
	}, func(kind byte, part *wire.Reader) error {
		if kind == readingsPart {
			return r.readings(part)
		}
		return nil
	})
}

// ReadFolded gives the container as far as it was folded.
func (r *Reader) ReadFolded(value []byte) error {
	return r.each(value, func(kind byte, part *wire.Reader) error {
		if kind == foldedPart {
			return r.Folded(part.B)
		}
		return nil
	})
}

func (r *Reader) each(value []byte, passes ...func(kind byte, part *wire.Reader) error) error {
	for _, pass := range passes {
		in := wire.Read(value)
		for len(in.B) > 0 && in.Err() == nil {
			kind := in.Byte()
			if kind < foldedPart || kind > readingsPart {
				in.Fail()
				break
			}
			part := wire.Read(in.Bytes())
			if in.Err() != nil {
				break
			}
			if err := pass(kind, part); err != nil {
				return err
			}
		}
		if err := in.Close("parts of a container"); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) messages(b []byte) error {
	in := wire.Read(b)
	for len(in.B) > 0 {
		message := in.Bytes()
		if in.Err() != nil {
			break
		}
		if err := r.Message(message); err != nil {
			return err
		}
	}
	return in.Close("messages of a container")
}

func (r *Reader) readings(in *wire.Reader) error {
	sensor, partition := in.Bytes(), in.Int()
	if in.Err() != nil {
		return in.Close("readings of a container")
	}
	r.Sensor(sensor, int32(partition))
	return r.rows(in)
}

func (r *Reader) rows(in *wire.Reader) error {
	var latest, x measure.Reading
	for some := false; len(in.B) > 0 && in.Err() == nil; {
		if readRow(in, &latest, &x); in.Err() != nil {
			break
		}
		if err := r.Reading(&x); err != nil {
			return err
		}
		if !some || x.Time >= latest.Time {
			latest, some = x, true
		}
	}
	return in.Close("readings of a container")
}

// Take gives what is held back of a container, and forgets it.
func (n *Inbox) Take(c Container, r *Reader) error {
	e := n.own(c)
	b := n.blocks.read(n.scratch[:0], &e.said)
	n.scratch = b
	e.said = noChain
	if err := r.messages(b); err != nil {
		return err
	}
	for s := e.sensors; s != none; s = n.sensors.at(uint32(s)).next {
		if x := n.sensors.at(uint32(s)); x.count == 0 && x.first == s || !x.named {
			continue
		}
		x := n.ownSensor(s)
		b := n.blocks.read(n.scratch[:0], &x.rows)
		n.scratch = b
		x.rows, x.count, x.held = noChain, 0, false
		r.Sensor(n.names.at(x.name), x.partition)
		if err := r.rows(wire.Read(b)); err != nil {
			return err
		}
	}
	return nil
}

// Flush gives what is held back as operands under the keys of the containers, and forgets it. Behind
// the timer of a container that must be looked at, or that has no timer, it puts a mark, whether
// something of it is still held back or was folded already: a restart finds by the marks what else
// only this inbox knows.
func (n *Inbox) Flush(containerKey, timerKey byte, put func(key, operand []byte) error) error {
	n.sort(n.filled)
	n.filled = slices.Compact(n.filled)
	var key, part []byte
	for _, c := range n.filled {
		if !n.Is(c, filled) {
			continue
		}
		if part = n.parts(part[:0], c); len(part) == 0 {
			continue
		}
		key = append(append(key[:0], containerKey), n.ID(c)...)
		if err := put(key, part); err != nil {
			return err
		}
	}
	for _, c := range n.filled {
		e := n.containers.at(uint32(c))
		if marks := e.flags&Broken != 0 || e.flags&(Live|Vacant) == 0; e.flags&filled == 0 || !marks {
			continue
		}
		key = append(append(key[:0], timerKey), n.ID(c)...)
		if err := put(key, []byte{brokenMark}); err != nil {
			return err
		}
	}
	for _, c := range n.filled {
		n.containers.at(uint32(c)).flags &^= filled
	}
	n.filled = n.filled[:0]
	n.blocks.reset()
	return nil
}

// parts appends what is held back of a container, and forgets it.
func (n *Inbox) parts(b []byte, c Container) []byte {
	e := n.containers.at(uint32(c))
	if e.said.size > 0 {
		b = wire.AppendUint(append(b, messagesPart), uint64(e.said.size))
		b = n.blocks.read(b, &e.said)
		e.said = noChain
	}
	for s := e.sensors; s != none; s = n.sensors.at(uint32(s)).next {
		x := n.sensors.at(uint32(s))
		if x.rows.size == 0 && (!x.named || x.first == s) {
			continue
		}
		rows := wire.AppendBytes(n.scratch[:0], n.names.at(x.name))
		n.scratch = n.blocks.read(wire.AppendInt(rows, int64(x.partition)), &x.rows)
		b = wire.AppendBytes(append(b, readingsPart), n.scratch)
		x.rows, x.held = noChain, false
	}
	return b
}
