package joins

import (
	"slices"

	"coldchain/joins/event"
	"coldchain/joins/judge"
)

// hear takes the terms of a custody, or a voyage's word on a leg.
func (s *containers) hear(r *event.Record) error {
	if len(r.Value) == 0 {
		return unknownKind(r.Value)
	}
	switch r.Value[0] {
	case termsKind:
		t, err := decodeTerms(r.Value[1:])
		if err != nil {
			return err
		}
		return s.hearTerms(r.Key, &t)
	case voyageLegKind:
		l, err := decodeVoyageLeg(r.Value[1:])
		if err != nil {
			return err
		}
		return s.hearVoyage(&l)
	}
	return unknownKind(r.Value)
}

func (s *containers) hearTerms(id []byte, t *terms) error {
	c, err := s.change(id)
	if err != nil {
		return err
	}
	i, there := c.find(t.orderID)
	if t.withdrawn {
		if there && c.custodies[i].epoch <= t.epoch {
			c.custodies = slices.Delete(slices.Clone(c.custodies), i, i+1)
		}
		return nil
	}
	if there && t.epoch < c.custodies[i].epoch {
		return nil
	}
	if there && c.custodies[i].born != t.born {
		c.custodies, there = slices.Delete(slices.Clone(c.custodies), i, i+1), false
	}
	if !there {
		c.custodies = slices.Insert(c.custodies, i,
			&custody{orderID: t.orderID, born: t.born, cycle: s.cycle, ready: true, stale: true})
	}
	u := c.own(i)
	u.epoch = t.epoch
	before := u.legs
	u.legs = make([]custodyLeg, len(t.legs))
	for k, l := range t.legs {
		u.legs[k].route = l
		was := slices.IndexFunc(before, func(b custodyLeg) bool { return b.route == l })
		if was >= 0 {
			u.legs[k] = before[was]
		}
	}
	u.stuffed, u.stripped, u.delivered = t.stuffed, t.stripped, t.delivered
	r := u.rule
	if u.frozen == nil {
		if r, err = s.rules.learn(t.rule); err != nil {
			return err
		}
	}
	s.rejudge(u, r)
	return nil
}

func (s *containers) hearVoyage(l *voyageLeg) error {
	c, err := s.change([]byte(l.containerID))
	if err != nil {
		return err
	}
	i, there := c.find(l.orderID)
	if !there {
		return nil
	}
	k := slices.IndexFunc(c.custodies[i].legs, func(x custodyLeg) bool {
		return x.number == l.number && x.epoch == l.epoch
	})
	if k < 0 {
		return nil
	}
	u := c.own(i)
	u.legs[k].heard, u.legs[k].voyage = true, l.voyage
	s.rejudge(u, u.rule)
	return nil
}

// rejudge derives anew what a custody is judged by. Its fold begins anew where that changed.
func (s *containers) rejudge(u *custody, r *taskRule) {
	course := u.facts().Course()
	same := course.Window == u.by.Window && slices.Equal(course.Segments, u.by.Segments)
	if !same || r.mark() != u.rule.mark() {
		u.stale, u.archived = true, false
	}
	u.rule, u.by = r, judge.Case{Course: course, Rule: r.judged()}
	u.due, u.moved = judge.NoTime, true
}
