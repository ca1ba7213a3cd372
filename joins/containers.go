package joins

import (
	"encoding"
	"fmt"

	"coldchain/joins/event"
	"coldchain/joins/judge"
	"coldchain/joins/series"
)

// containers is the stage that measures. It keeps the readings of containers and, for each custody,
// a running fold of them, and sends the orders what can be said of their custodies.
//
// A reading in its order costs a look-up of its container, which is decoded at most once a cycle,
// and a push into the folds that want it. Whatever changes the past, late readings above all, is
// gathered and costs one new fold of the custody at the end of the cycle.
type containers struct {
	decoder  event.Decoder
	settings *Settings
	state    State
	rules    *taskRules

	watermark   watermark
	watermarkIn watermark // as it is in the state
	pending     pending
	timers      timers
	cycle       uint64
	touched     []touchedContainer
	swept       int64 // stream time of the latest sweep

	caughtUp bool // no leg of what lay in the topics at the start is still on its way
	event    event.Metric
	key      []byte
	chunks   *chunks
	scratch  judgeScratch
}

type touchedContainer struct {
	id string
	c  *container
}

func newContainers(s *Settings, st State) (*containers, error) {
	c := &containers{decoder: s.decoder(event.ContainerMetrics), settings: s, state: st,
		rules: newTaskRules(st), chunks: &chunks{state: st}}
	return c, c.Reset()
}

// Reset implements Processor. What is still on its way is looked at again in the next cycle.
func (s *containers) Reset() error {
	s.rules.reset()
	s.touched = s.touched[:0]
	s.watermark, s.watermarkIn, s.swept = unknownWatermark, unknownWatermark, judge.NoTime
	x, _, err := s.state.Get([]byte{watermarkSpace})
	if err != nil {
		return err
	}
	if w, there := x.(watermark); there {
		s.watermark, s.watermarkIn = w, w
	}
	if err := s.pending.reset(s.state, pendingSpace); err != nil {
		return err
	}
	s.timers.reset()
	for id := range s.pending.set {
		s.timers.set(id, judge.NoTime)
	}
	s.cycle++
	return nil
}

// stream is the stream time, judge.NoTime before the first reading.
func (s *containers) stream() int64 { return int64(s.watermark) }

// Fold implements Processor: input 0 is `container-metrics`, input 1 the legs by container.
func (s *containers) Fold(input int, r *event.Record, _ Emit) (event.Code, error) {
	if input == 1 {
		return "", s.hear(r)
	}
	if code := s.decoder.Metric(r, &s.event); code != "" {
		return code, nil
	}
	c, x, err := s.place(&s.event, r.Partition)
	if err != nil {
		return "", err
	}
	if x == nil {
		return event.TooMany, nil
	}
	s.advance(&s.event, r.Timestamp)
	s.add(c, x, &s.event)
	return "", nil
}

// advance moves the stream time by an accepted reading (SPECIFICATION 1.2).
func (s *containers) advance(ev *event.Metric, timestamp int64) {
	s.watermark = max(s.watermark, watermark(min(ev.Reading.Time, timestamp+s.settings.Lead)))
}

// change returns a container that may be changed, and is looked at when the cycle ends.
func (s *containers) change(id []byte) (*container, error) {
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

// own returns a copy of a container that may be changed, with its custodies ready to be folded.
func (s *containers) own(id []byte, c *container) (*container, error) {
	c = c.clone(s.cycle)
	for i, u := range c.custodies {
		if u.ready {
			continue
		}
		if err := c.own(i).prepare(s.rules); err != nil {
			return nil, fmt.Errorf("container %s, order %s: %w", id, u.orderID, err)
		}
	}
	return c, nil
}

// place is where a reading belongs; the series is nil where its sensor is one too many.
func (s *containers) place(ev *event.Metric, partition int32) (*container, *series.Series, error) {
	c, err := s.change(ev.ContainerID)
	if err != nil {
		return nil, nil, err
	}
	return c, c.name(ev.Sensor, partition), nil
}

// add stores a reading. The reading before it is folded: it can't be repeated or contradicted any
// more without being late.
func (s *containers) add(c *container, x *series.Series, ev *event.Metric) {
	if x.Before(ev.Reading.Time) {
		s.push(c, x)
	}
	if x.Add(s.chunks.of(ev.ContainerID), &ev.Reading) == series.Corrected {
		for i, u := range c.custodies {
			if u.folds(x.Sensor) >= 0 {
				c.own(i).moved = true
			}
		}
	}
}

// push folds the last reading of a sensor into the custodies that want it: a later one has come.
func (s *containers) push(c *container, x *series.Series) {
	tail := x.Tail()
	for i, u := range c.custodies {
		sensor := u.folds(x.Sensor)
		if sensor < 0 || u.lagging || !u.wants(tail.Time) {
			continue
		}
		u = c.own(i)
		if tail.Time >= s.stream() {
			u.lagging = true // catchUp pushes it when the stream time has passed it
			continue
		}
		u.take(u.fold.Push(&u.by, sensor, tail))
	}
}

// take notes what a push did.
func (u *custody) take(change judge.Change) {
	switch change {
	case judge.SumsOnly:
		u.moved = u.moved || u.sensitive()
	case judge.Turned:
		u.moved = true
	case judge.Rewound:
		u.stale = true
	}
}

// sensitive says that any reading can change more than sums.
func (u *custody) sensitive() bool { return u.behind || u.by.Rule.MKTMax != nil }

func decodeContainersValue(k, value []byte) (encoding.BinaryAppender, error) {
	switch k[0] {
	case containerSpace:
		return decodeContainer(value)
	case watermarkSpace:
		return decodeWatermark(value)
	case chunkSpace:
		return append(chunk{}, value...), nil
	case pendingSpace, ruleSpace:
		return append(raw{}, value...), nil
	default:
		return nil, unknownKey("containers", k)
	}
}
