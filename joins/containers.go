package joins

import (
	"bytes"
	"encoding"
	"fmt"
	"slices"
)

// Containers is the stage that measures: it keeps the readings of containers and, for each leg, a running fold of them, and sends the orders what
// can be said of their legs.
//
// A reading in its order costs a look-up of its container, which is decoded at most once a cycle, and a push into the folds of the legs it
// belongs to. Whatever changes the past, late readings above all, is gathered and costs one new fold of the leg at the end of the cycle.
type Containers struct {
	decoder   Decoder
	state     State
	retention int64 // ms of event time; 0 = readings are kept for ever
	rules     *ruleCache

	clock   clock
	clockIn clock // as it is in the state
	pending pending
	alarms  alarms
	cycle   uint64
	touched []touchedContainer
	swept   int64 // stream time of the latest sweep

	caughtUp bool // no leg of what lay in the topics at the start is still on its way
	event    MetricEvent
	key      []byte
	scratch  judgeScratch
}

type touchedContainer struct {
	id string
	c  *container
}

// NewContainers returns the stage over its state, which decodes values with DecodeContainers. retention is for how many ms of event time readings
// are kept after the last leg's window; 0 keeps them for ever.
func NewContainers(d Decoder, retention int64, s State) (*Containers, error) {
	c := &Containers{decoder: d, state: s, retention: retention, rules: newRuleCache()}
	return c, c.Reset()
}

// Reset forgets what is kept beside the state, after a cycle was aborted. What is still on its way is looked at again in the next cycle.
func (s *Containers) Reset() error {
	s.touched = s.touched[:0]
	s.clock, s.clockIn, s.swept = noTime, noTime, noTime
	x, _, err := s.state.Get([]byte{clockSpace})
	if err != nil {
		return err
	}
	if c, there := x.(clock); there {
		s.clock, s.clockIn = c, c
	}
	if err := s.pending.reset(s.state, pendingSpace); err != nil {
		return err
	}
	s.alarms.reset()
	for id := range s.pending.set {
		s.alarms.set(id, noTime)
	}
	s.cycle++
	return nil
}

// Fold takes a record of `container-metrics` (input 0) or of the legs by container (input 1). It returns why the record was refused, or an error
// of the state.
func (s *Containers) Fold(input int, r *Record, _ Emit) (Code, error) {
	if input == 1 {
		return "", s.assign(r)
	}
	if code := s.decoder.Metric(r, &s.event); code != "" {
		return code, nil
	}
	s.advance(s.event.Reading.Time)
	return "", s.read(&s.event)
}

// advance moves the stream time.
func (s *Containers) advance(t int64) { s.clock = max(s.clock, clock(t)) }

// change returns a container that may be changed, and is looked at when the cycle ends.
func (s *Containers) change(id []byte) (*container, error) {
	s.key = append(append(s.key[:0], containerSpace), id...)
	x, own, err := s.state.Get(s.key)
	if err != nil {
		return nil, err
	}
	if own {
		if c := x.(*container); c.cycle == s.cycle {
			return c, nil
		}
	}
	c := &container{cycle: s.cycle}
	if x != nil {
		if c, err = s.own(id, x.(*container)); err != nil {
			return nil, err
		}
	}
	s.state.Put(s.key, c)
	s.touched = append(s.touched, touchedContainer{string(id), c})
	return c, nil
}

// own returns a copy of a container that may be changed, with the rules of its legs: those of a value that was just decoded are text.
func (s *Containers) own(id []byte, c *container) (*container, error) {
	c = c.clone(s.cycle)
	for i, l := range c.legs {
		if l.judgedBy != nil || len(l.rule) == 0 {
			continue
		}
		r, err := s.rules.rule(l.rule)
		if err != nil {
			return nil, fmt.Errorf("container %s: %w", id, err)
		}
		if len(l.fold.limits) != len(r.Limits) {
			return nil, fmt.Errorf("container %s: leg %d of order %s has figures of %d limits, its rule has %d", id, l.number, l.orderID, len(l.fold.limits), len(r.Limits))
		}
		c.own(i).judgedBy = r
	}
	return c, nil
}

// read folds a reading.
func (s *Containers) read(ev *MetricEvent) error {
	c, err := s.change(ev.ContainerID)
	if err != nil {
		return err
	}
	var x *series
	for i := range c.series {
		if string(ev.Sensor) == c.series[i].sensor {
			x = &c.series[i]
			break
		}
	}
	if x == nil {
		c.series = append(c.series, series{sensor: string(ev.Sensor), gone: noTime})
		x = &c.series[len(c.series)-1]
	}
	t := ev.Reading.Time
	switch {
	case !x.some:
		x.some, x.tail = true, held{Reading: ev.Reading}
	case t > x.tail.Time:
		c.push(x)
		x.open.append(&x.tail)
		if x.open.n >= chunkFull {
			x.seal(s.state, string(ev.ContainerID))
		}
		x.tail = held{Reading: ev.Reading}
	case t == x.tail.Time:
		if x.tail.correct(ev.Reading) {
			c.move(x)
		}
	default:
		x.late = append(x.late, ev.Reading)
	}
	return nil
}

// push folds the last reading of a sensor into the legs that it judges: a later one has come.
func (c *container) push(x *series) {
	t := x.tail.Time
	for i, l := range c.legs {
		if l.stale || l.judgedBy == nil || !l.voyage.window.valid() || l.judgedBy.Sensor != x.sensor {
			continue
		}
		if t < l.voyage.window.End && t >= l.voyage.window.Start-l.judgedBy.MaxGap && !l.frozen {
			l = c.own(i)
			l.moved = l.fold.push(l.voyage.window, l.judgedBy, &x.tail) || l.moved || l.sensitive()
		}
	}
}

// move says that the last reading of a sensor is another one.
func (c *container) move(x *series) {
	for i, l := range c.legs {
		if l.judgedBy != nil && l.judgedBy.Sensor == x.sensor {
			c.own(i).moved = true
		}
	}
}

// assign takes the word of a voyage on a leg.
func (s *Containers) assign(r *Record) error {
	in, err := decodeVoyageLeg(r.Value)
	if err != nil {
		return err
	}
	c, err := s.change([]byte(in.containerID))
	if err != nil {
		return err
	}
	i, there := slices.BinarySearchFunc(c.legs, in.legID, func(l *leg, id legID) int { return l.legID.compare(id) })
	if in.withdrawn {
		if there && c.legs[i].voyageID == in.voyageID && c.legs[i].epoch < in.epoch {
			c.legs = slices.Delete(c.legs, i, i+1)
		}
		return nil
	}
	if there && in.epoch < c.legs[i].epoch {
		return nil
	}
	judgedBy, err := s.rules.rule(in.rule)
	if err != nil {
		return err
	}
	if !there {
		c.legs = slices.Insert(c.legs, i, &leg{cycle: s.cycle, stale: true})
	}
	l := c.own(i)
	if in.epoch != l.epoch {
		l.sent = 0
	} else if l.frozen && in.voyage.window.valid() {
		in.voyage.window, in.rule, judgedBy = l.voyage.window, l.rule, l.judgedBy // what it was judged by, while it could be
	}
	if in.voyage.window != l.voyage.window || !bytes.Equal(in.rule, l.rule) {
		l.stale, l.archived, l.frozen = true, false, false
	}
	l.assignment, l.voyage, l.judgedBy, l.wake = in.assignment, in.voyage, judgedBy, noTime
	return nil
}

// DecodeContainers reads a value of the containers stage's state.
func DecodeContainers(k, value []byte) (encoding.BinaryAppender, error) {
	switch k[0] {
	case containerSpace:
		return decodeContainer(value)
	case clockSpace:
		return decodeClock(value)
	case chunkSpace:
		return append(sealed{}, value...), nil
	case pendingSpace:
		return append(raw{}, value...), nil
	default:
		return nil, unknownKey("containers", k)
	}
}
