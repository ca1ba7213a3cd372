package joins

import (
	"errors"

	"coldchain/joins/event"
	"coldchain/joins/inbox"
	"coldchain/joins/judge"
	"coldchain/joins/series"
)

// containers is the stage that measures. It keeps the readings of containers and, for each custody,
// a running fold of them, and sends the orders what can be said of their custodies.
//
// Whatever comes for a container goes to the inbox, and costs no more than that. A container is
// read, folded and written when it must be looked at: when a reading or a message can have changed
// more than sums, when time can, when progress is due, or when so much came that it must be folded.
type containers struct {
	decoder  event.Decoder
	settings *Settings
	state    State
	rules    *taskRules
	inbox    *inbox.Inbox
	blank    bool // the state held no container when it was opened: one that the inbox lacks is new

	watermark   watermark
	watermarkIn watermark // as it is in the state
	agenda      agenda
	sweeping    sweeping
	caughtUp    bool // no leg of what lay in the topics at the start is still on its way

	event   event.Metric
	key     []byte
	message []byte
	visitor visitor
}

// heldReadings is how many readings of a sensor are held back before they are folded: as many as a
// chunk holds.
var heldReadings = series.Full

func newContainers(s *Settings, st State) (*containers, error) {
	c := &containers{decoder: s.decoder(event.ContainerMetrics), settings: s, state: st,
		rules: newTaskRules(st), inbox: inbox.New(heldReadings)}
	c.visitor.init(c)
	c.agenda.shown, c.sweeping.last = judge.NoTime, judge.NoTime
	c.agenda.commit()
	c.sweeping.commit()
	err := onlySpaces(MeasureStage, st,
		containerSpace, chunkSpace, timerSpace, watermarkSpace, ruleSpace)
	if err == nil {
		err = c.open()
	}
	if err != nil {
		return nil, err
	}
	st.Attach(c)
	return c, c.Reset()
}

// errSome ends a scan that only asks whether there is something.
var errSome = errors.New("there is something")

// open takes from the state what time can change, and what was to be looked at.
func (s *containers) open() error {
	err := s.state.Scan([]byte{containerSpace}, []byte{containerSpace + 1},
		func([]byte, []byte) error { return errSome })
	if s.blank = err == nil; err != nil && !errors.Is(err, errSome) {
		return err
	}
	err = s.state.Scan([]byte{timerSpace}, []byte{timerSpace + 1}, func(k, value []byte) error {
		c, _ := s.inbox.Make(k[1:])
		value, marked := inbox.Marked(value)
		if marked { // a crash may have come between two restores
			s.inbox.Set(c, inbox.Broken|inbox.Doubtful)
		}
		if len(value) == 0 {
			return nil
		}
		due, err := decodeTimer(value)
		s.inbox.Set(c, inbox.Live|inbox.Fresh)
		s.inbox.Settle(c, inbox.Dues{Due: due, Fixed: due, Lapse: judge.OpenEnd})
		return err
	})
	s.inbox.Commit()
	return err
}

// Reset implements Processor.
func (s *containers) Reset() error {
	s.rules.reset()
	s.watermark = unknownWatermark
	value, there, err := s.state.Get([]byte{watermarkSpace})
	if there && err == nil {
		s.watermark, err = decodeWatermark(value)
	}
	s.watermarkIn = s.watermark
	return err
}

// Commit implements Buffer.
func (s *containers) Commit() {
	s.inbox.Commit()
	s.agenda.commit()
	s.sweeping.commit()
}

// Rollback implements Buffer.
func (s *containers) Rollback() {
	s.inbox.Rollback()
	s.agenda.rollback()
	s.sweeping.rollback()
}

// Bytes implements Buffer.
func (s *containers) Bytes() int64 { return s.inbox.Bytes() }

// CycleBytes implements Buffer.
func (s *containers) CycleBytes() int64 { return s.inbox.CycleBytes() }

// Flush implements Buffer.
func (s *containers) Flush(put func(key, operand []byte) error) error {
	return s.inbox.Flush(containerSpace, timerSpace, put)
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
	code, err := s.take(&s.event, r.Partition)
	if code == "" && err == nil {
		s.advance(&s.event, r.Timestamp)
	}
	return code, err
}

// advance moves the stream time by an accepted reading (SPECIFICATION 1.2).
func (s *containers) advance(ev *event.Metric, timestamp int64) {
	s.watermark = max(s.watermark, watermark(min(ev.Reading.Time, timestamp+s.settings.Lead)))
}

// take holds back a reading that lies in a partition.
func (s *containers) take(ev *event.Metric, partition int32) (event.Code, error) {
	x, there := s.inbox.FindSensor(ev.ContainerID, ev.Sensor, partition)
	if !there {
		c, err := s.known(ev.ContainerID)
		if err != nil {
			return "", err
		}
		if x, there = s.inbox.FindSensor(ev.ContainerID, ev.Sensor, partition); !there {
			if s.inbox.Named(c, partition) >= event.MaxSensors {
				return event.TooMany, nil
			}
			x = s.inbox.Name(c, ev.Sensor, partition)
		}
	}
	s.inbox.Add(x, &ev.Reading)
	return "", nil
}

// known is a container of which the inbox knows the sensors.
func (s *containers) known(id []byte) (inbox.Container, error) {
	c, isNew := s.inbox.Make(id)
	if s.inbox.Is(c, inbox.Known) {
		return c, nil
	}
	if isNew && s.blank {
		s.inbox.Set(c, inbox.Known|inbox.Vacant)
		return c, nil
	}
	return c, s.visitor.meet(c)
}

// hear holds back the terms of a custody, or a voyage's word on a leg. The rule of terms is kept
// once a task.
func (s *containers) hear(r *event.Record) error {
	if len(r.Value) == 0 {
		return unknownKind(r.Value)
	}
	s.message = append(s.message[:0], r.Value[0])
	switch r.Value[0] {
	case termsKind:
		t, err := decodeTerms(r.Value[1:])
		if err != nil {
			return err
		}
		var id digest
		if !t.withdrawn {
			learned, err := s.rules.learn(t.rule)
			if err != nil {
				return err
			}
			if t.rule = nil; learned != nil {
				id = learned.id
			}
		}
		s.message = t.append(append(s.message, id[:]...))
	case voyageLegKind:
		s.message = append(s.message, r.Value[1:]...)
	default:
		return unknownKind(r.Value)
	}
	c, isNew := s.inbox.Make(r.Key)
	if isNew && s.blank {
		s.inbox.Set(c, inbox.Known|inbox.Vacant)
	}
	s.inbox.Say(c, s.message)
	return nil
}
