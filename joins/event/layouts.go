package event

import (
	"bytes"

	"coldchain/joins/internal/jsontext"
	"coldchain/joins/measure"
)

// Bounds of layouts, and of what they may cost where they do not help.
const (
	maxLayouts     = 4
	maxLayoutSteps = 256  // of a record; one with more of them is read without a layout
	maxWait        = 1023 // misses from one learning to the next
	maxDebt        = 16   // tries that failed, less two for each that did not: then all pause
	pauseFor       = 2000 // records
)

// layouts are the layouts that a decoder keeps.
type layouts struct {
	known  []layout
	order  [maxLayouts]uint8 // of the indexes of known: the one that read a record last is the first
	draft  layout            // the one to be learned next
	misses int               // since the latest learning
	wait   int               // so many misses until the next
	debt   int
	pause  int // so many records are read without a layout
}

// read reads a record by one of the layouts. It is not ok if none of them reads it.
func (s *layouts) read(d *Decoder, r *Record, ev *Metric) (ok bool) {
	if s.debt >= maxDebt {
		s.debt, s.misses, s.wait, s.pause = 0, 0, 0, pauseFor
	}
	if s.pause > 0 {
		s.pause--
		return false
	}
	if len(r.Value) > MaxValue {
		return false
	}
	for n, k := range s.order[:len(s.known)] {
		l := &s.known[k]
		if !l.read(d, r, ev) {
			s.debt++
			continue
		}
		if n > 0 {
			copy(s.order[1:], s.order[:n])
			s.order[0] = k
		}
		l.hits++
		s.debt = max(s.debt-2, 0)
		return true
	}
	return false
}

// accepted counts a record that was read without a layout. Some of them are learned from, fewer and
// fewer until a pause: what does not help costs less and less.
func (s *layouts) accepted(d *Decoder, r *Record, ev *Metric) {
	if s.pause > 0 {
		return
	}
	if s.misses < s.wait {
		s.misses++
		return
	}
	s.misses, s.wait = 0, min(2*s.wait+1, maxWait)
	if s.draft.learn(d, r, ev) {
		s.keepDraft()
	}
}

// keepDraft makes the draft one of the layouts, if need be in the place of the one that has read
// the fewest records of late.
func (s *layouts) keepDraft() {
	least := 0
	for k := range s.known {
		if s.known[k].hits < s.known[least].hits {
			least = k
		}
	}
	if len(s.known) < maxLayouts {
		least = len(s.known)
		s.order[least] = uint8(least)
		s.known = append(s.known, layout{})
	}
	for k := range s.known {
		s.known[k].hits /= 2
	}
	s.known[least], s.draft = s.draft, s.known[least]
}

// learn makes l the layout of the record that d has just accepted as ev. It is not ok if that gives
// no layout that reads the record in the same way.
func (l *layout) learn(d *Decoder, r *Record, ev *Metric) (ok bool) {
	l.steps, l.hits = l.steps[:0], 0
	top := &d.fields.level[atTop]
	for i := range dialects {
		in := dialects[i].in
		if top.present.has(in) && top.value[in].Kind != jsontext.Object {
			return false // its fields stand within one value
		}
	}
	if !l.split(d, r.Value) {
		return false
	}
	var again Metric
	return l.read(d, r, &again) && sameMetric(&again, ev)
}

func sameMetric(a, b *Metric) bool {
	return a.Reading == b.Reading && bytes.Equal(a.ContainerID, b.ContainerID) &&
		bytes.Equal(a.Sensor, b.Sensor)
}

// split splits a record, which is valid JSON, into steps. It is not ok if they are too many.
func (l *layout) split(d *Decoder, b []byte) (ok bool) {
	from := 0 // the literal text begins here
	for i := 0; i < len(b); {
		start, end := i, 0 // of a value
		var s step
		switch c := b[i]; {
		case c == '"':
			s = step{op: opSkipString, kind: jsontext.String}
			start = i + 1
			end, _ = jsontext.SkipString(b, start)
			if i = jsontext.SkipSpace(b, end+1); b[i] == ':' {
				continue // it was a name
			}
		case c == '-' || c-'0' <= 9:
			s = step{op: opSkipNumber, kind: jsontext.Number}
			end = jsontext.SkipNumber(b, i)
			i = end
		case c == 't' || c == 'f':
			s = step{op: opSkipBool, kind: jsontext.Bool}
			_, end = readBool(b, i)
			i = end
		default: // structure, white space and null are text
			i++
			continue
		}
		if d.isField(only(nameType), b[start:]) {
			continue // so is the type
		}
		d.setOp(&s, b[start:])
		if !l.add(s, b[from:start]) {
			return false
		}
		from = end
	}
	return l.add(step{}, b[from:])
}

// add adds the steps of a literal text and of what follows it.
func (l *layout) add(s step, text []byte) (ok bool) {
	if len(l.steps)+len(text)/maxStepText >= maxLayoutSteps {
		return false
	}
	for len(text) > maxStepText {
		l.steps = append(l.steps, withText(step{}, text[:maxStepText]))
		text = text[maxStepText:]
	}
	l.steps = append(l.steps, withText(s, text))
	return true
}

func withText(s step, text []byte) step {
	for i, c := range text {
		s.text[i/8] |= uint64(c) << (8 * (i % 8))
		s.mask[i/8] |= 0xff << (8 * (i % 8))
	}
	s.size = uint8(len(text))
	return s
}

// setOp says what the value at the start of b is, if it is that of a field.
func (d *Decoder) setOp(s *step, b []byte) {
	switch {
	case d.isField(fieldContainerID, b):
		s.op = opContainer
	case d.isField(only(metricSensor), b):
		s.op = opSensor
	case d.isField(fieldTime, b):
		s.op = opTime
	case d.isField(only(metricDoor), b):
		s.op = opDoor
	case d.fields.get(only(metricDoor)) == nil && d.isField(only(metricTimeDoorOpen), b):
		s.op = opTimeDoorOpen
	case d.isField(only(metricDefrost), b):
		s.op = opDefrost
	}
	for m := range storedFields {
		if d.isField(storedFields[m], b) {
			s.op, s.metric = opMetric, measure.Metric(m)
		}
	}
}

// isField says whether what stands at the start of b is the value of a field.
func (d *Decoder) isField(names field, b []byte) bool {
	v := d.fields.get(names)
	return v != nil && len(v.Raw) > 0 && len(b) > 0 && &v.Raw[0] == &b[0]
}
