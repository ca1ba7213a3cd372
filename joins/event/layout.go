package event

import (
	"encoding/binary"

	"coldchain/joins/internal/jsontext"
	"coldchain/joins/measure"
)

// layout is the form of a producer's readings: the literal text before, between and behind the
// values of a record, and what each value is (doc.go, "Layouts").
type layout struct {
	steps []step
	hits  int // records read, halved when a layout is learned
}

// step is a literal text of at most 16 bytes and what follows it: a value, more of the text, or the
// end of the record. The quotes of a string belong to the text.
type step struct {
	text   [2]uint64 // the bytes of the text, the first in the lowest byte
	mask   [2]uint64 // the bytes that the text has
	size   uint8     // their number
	op     op
	kind   jsontext.Kind  // of the value
	metric measure.Metric // of opMetric
}

const maxStepText = 16

// op is what a layout does with the value of a step.
type op uint8

const (
	opText       op = iota // there is no value
	opSkipString           // the value has no meaning, but must be JSON
	opSkipNumber
	opSkipBool
	opContainer
	opSensor
	opTime
	opMetric
	opDoor
	opTimeDoorOpen
	opDefrost
)

// read reads a record that has the layout as Decoder.readMetric does. It is not ok if the record
// has another layout, or is not accepted for sure. What ev holds is then of no meaning.
//
// Few variables live from step to step, since each of them goes to memory and back around a call.
func (l *layout) read(d *Decoder, r *Record, ev *Metric) (ok bool) {
	b, steps := r.Value, l.steps
	ev.ContainerID, ev.Sensor, ev.Reading = r.Key, defaultSensor, measure.Reading{Time: r.Timestamp}
	i := 0
	for k := range steps {
		s := &steps[k]
		if len(b)-i < maxStepText {
			if !s.beginsShort(b[i:]) {
				return false
			}
		} else if !s.begins(b[i : i+maxStepText : i+maxStepText]) {
			return false
		}
		i += int(s.size)
		switch s.op {
		case opText:
			continue
		case opSkipString:
			i, _ = jsontext.SkipString(b, i)
		case opSkipNumber:
			i = jsontext.SkipNumber(b, i)
		case opContainer:
			start := i
			if i = skipPlain(b, i); i >= 0 {
				ev.ContainerID = b[start:i:i]
			}
		case opSensor:
			start := i
			if i = skipPlain(b, i); i >= 0 {
				ev.Sensor = b[start:i:i]
			}
		case opMetric:
			thousandths, end := measure.ParsePlain(b, i)
			if end < 0 {
				i = d.readStep(b, i, s, &ev.Reading)
				break
			}
			ev.Reading.Set(s.metric, thousandths)
			i = end
		case opTime:
			ms, end := parseUTC(b, i)
			if end < 0 || s.kind != jsontext.String {
				i = d.readStep(b, i, s, &ev.Reading)
				break
			}
			ev.Reading.Time = ms
			i = end
		case opTimeDoorOpen:
			i = d.readStep(b, i, s, &ev.Reading)
		case opSkipBool, opDoor, opDefrost:
			yes, end := readBool(b, i)
			if s.op == opDoor {
				ev.Reading.SetFlag(measure.DoorKnown, measure.DoorOpen, yes)
			} else if s.op == opDefrost {
				ev.Reading.SetFlag(measure.DefrostKnown, measure.DefrostOn, yes)
			}
			i = end
		}
		if i < 0 {
			return false
		}
	}
	// The reading is judgeable: it has the fields of the one that was accepted when l was learned.
	return i == len(b) && measure.ValidID(ev.ContainerID) && measure.ValidID(ev.Sensor) &&
		inYears(ev.Reading.Time) && ev.Reading.Time-maxAhead <= r.Timestamp &&
		d.checkKey(r, ev.ContainerID) == ""
}

// begins says whether 16 bytes begin with the text.
func (s *step) begins(b []byte) bool {
	first, second := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
	return (first^s.text[0])&s.mask[0]|(second^s.text[1])&s.mask[1] == 0
}

// beginsShort says whether less than 16 bytes begin with the text: JSON has no zero bytes.
func (s *step) beginsShort(b []byte) bool {
	var rest [maxStepText]byte
	copy(rest[:], b)
	return s.begins(rest[:])
}

// readStep reads the value of a step in any form that it may have, and returns the position after
// it, of a string that of its quote; -1 if it has no such form.
func (d *Decoder) readStep(b []byte, i int, s *step, reading *measure.Reading) int {
	quote := 0
	if s.kind == jsontext.String {
		quote = 1
	}
	var v jsontext.Value
	end := jsontext.Read(b, i-quote, 0, &v) - quote
	if end < 0 || v.Kind != s.kind || v.Escaped {
		return -1
	}
	if s.op == opTime {
		ms, given, ok := d.instant(&v)
		if !ok || !given {
			return -1
		}
		reading.Time = ms
		return end
	}
	n, ok := d.number(&v)
	if !ok {
		return -1
	}
	if s.op == opTimeDoorOpen {
		reading.SetFlag(measure.DoorKnown, measure.DoorOpen, n.Positive)
	} else {
		reading.Set(s.metric, n.Thousandths)
	}
	return end
}

// skipPlain passes over a string whose quote is open, and returns the position of the one that
// closes it; -1 if it has escapes or is malformed.
func skipPlain(b []byte, i int) int {
	end, escaped := jsontext.SkipString(b, i)
	if escaped {
		return -1
	}
	return end
}

// readBool reads true or false, and returns the position after it; -1 if there is neither.
func readBool(b []byte, i int) (yes bool, end int) {
	if len(b)-i >= len("true") && string(b[i:i+len("true")]) == "true" {
		return true, i + len("true")
	}
	if len(b)-i >= len("false") && string(b[i:i+len("false")]) == "false" {
		return false, i + len("false")
	}
	return false, -1
}
