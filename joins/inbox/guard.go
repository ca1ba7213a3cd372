package inbox

import (
	"encoding/binary"

	"coldchain/joins/judge"
	"coldchain/joins/measure"
)

// Guard is what is known of the readings to come of a sensor: those that are earlier than until, at
// most maxGap behind the one before, and stay as all checks ask, change nothing but sums. Reset
// begins one.
type Guard struct {
	until, maxGap int64
	checks        []check
	closed        bool
	judged        bool
	speaks        bool
}

// check is what the rule of a custody asks of a reading.
type check struct {
	rule   *judge.Rule
	mark   uint64 // of the rule
	sensor int
	broken uint64
}

// Reset lets everything pass: no custody asks for the sensor.
func (g *Guard) Reset() { *g = Guard{until: never, maxGap: never, checks: g.checks[:0]} }

// Close lets nothing pass.
func (g *Guard) Close() { g.closed = true }

// Judged notes that a custody asks for the sensor; speaks, that its latest reading still speaks.
func (g *Guard) Judged(speaks bool) { g.judged, g.speaks = true, g.speaks || speaks }

// Until lets nothing pass from an event time on.
func (g *Guard) Until(t int64) { g.until = min(g.until, t) }

// Calm lets pass what a custody takes calmly. mark is of its rule.
func (g *Guard) Calm(r *judge.Rule, mark uint64, sensor int, calm judge.Calm) {
	g.until, g.maxGap = min(g.until, calm.Until), min(g.maxGap, calm.MaxGap)
	for i := range g.checks {
		if x := &g.checks[i]; x.mark == mark && x.sensor == sensor && x.broken == calm.Broken {
			return
		}
	}
	if len(g.checks) >= maxChecks {
		g.closed = true
		return
	}
	g.checks = append(g.checks, check{r, mark, sensor, calm.Broken})
}

// maxChecks is how many different checks are worth their time for each reading.
const maxChecks = 8

// Guard sets what is known of a sensor, as of its latest reading; nil if there is none.
func (n *Inbox) Guard(s Sensor, g *Guard, last *measure.Reading) {
	e := n.ownSensor(s)
	e.until, e.maxGap, e.judged, e.speaks = g.until, g.maxGap, g.judged, g.speaks
	if e.some = last != nil; e.some {
		e.last = *last
	}
	switch {
	case g.closed:
		e.plan = closed
	case len(g.checks) == 0:
		e.plan = open
	default:
		e.plan = n.plans.of(g.checks)
	}
}

// The plans that need no checks.
const (
	closed = iota
	open
	firstPlan
)

// plans are the checks of sensors, each combination once. When there are too many of them they are
// forgotten, and the guards that have them let nothing pass any more.
type plans struct {
	first  uint32 // number of the first that is not forgotten
	list   [][]check
	number map[string]uint32
	key    []byte
}

const maxPlans = 1 << 14

func (p *plans) of(checks []check) uint32 {
	p.key = p.key[:0]
	for _, c := range checks {
		p.key = binary.BigEndian.AppendUint64(p.key, c.mark)
		p.key = binary.BigEndian.AppendUint64(p.key, c.broken)
		p.key = binary.AppendUvarint(p.key, uint64(c.sensor))
	}
	if i, there := p.number[string(p.key)]; there {
		return i
	}
	if p.number == nil || len(p.list) >= maxPlans {
		p.first = max(firstPlan, p.first+uint32(len(p.list)))
		p.number, p.list = map[string]uint32{}, nil
	}
	i := p.first + uint32(len(p.list))
	p.list = append(p.list, append([]check(nil), checks...))
	p.number[string(p.key)] = i
	return i
}

// holds says that a reading passes the checks.
func (p *plans) holds(plan uint32, x *measure.Reading) bool {
	if plan < p.first {
		return false
	}
	for i := range p.list[plan-p.first] {
		if c := &p.list[plan-p.first][i]; !c.rule.Stays(c.sensor, c.broken, x) {
			return false
		}
	}
	return true
}
