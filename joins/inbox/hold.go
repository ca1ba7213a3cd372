package inbox

import (
	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
	"coldchain/joins/measure"
)

// never is a time that does not come.
const never = judge.OpenEnd

// Add holds back a reading, and marks its container to be folded when too many wait, and to be
// looked at where the reading may change more than sums.
func (n *Inbox) Add(s Sensor, x *measure.Reading) {
	first := n.sensors.at(uint32(s)).first
	e := n.ownSensor(first)
	c := e.container
	calm := s == first && n.calm(e, x)
	var latest *measure.Reading
	if e.held {
		latest = &e.last
	}
	n.scratch = appendRow(n.scratch[:0], latest, x)
	n.blocks.append(&e.rows, n.scratch)
	if e.count++; e.count == n.most {
		n.Set(c, Full)
	}
	if !e.some || x.Time >= e.last.Time {
		e.last, e.some, e.held = *x, true, true
	}
	if flags := n.containers.at(uint32(c)).flags; flags&(filled|Fresh) != filled|Fresh {
		n.Set(c, filled|Fresh)
	}
	if !calm {
		n.Set(c, Broken)
	}
}

// calm says that a reading changes nothing but sums (judge.Calm). One that is there already only
// counts. Where no custody asks for the sensor, its readings may come in any order.
func (n *Inbox) calm(e *sensor, x *measure.Reading) bool {
	if e.plan == closed || x.Time >= e.until {
		return false
	}
	if e.plan == open && (!e.judged || !e.some) {
		return true
	}
	if !e.some {
		return false
	}
	step := x.Time - e.last.Time
	if step <= 0 {
		return step == 0 && *x == e.last
	}
	return step <= e.maxGap && (e.plan == open || n.plans.holds(e.plan, x))
}

// Say holds back a message for a container, which must be looked at.
func (n *Inbox) Say(c Container, message []byte) {
	e := n.own(c)
	n.scratch = wire.AppendUint(n.scratch[:0], uint64(len(message)))
	n.blocks.append(&e.said, n.scratch)
	n.blocks.append(&e.said, message)
	n.Set(c, filled|Fresh|Broken)
}
