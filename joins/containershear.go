package joins

import (
	"slices"

	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
)

// heard takes the terms of a custody, or a voyage's word on a leg, as hear held them back.
func (v *visitor) heard(message []byte) error {
	if len(message) > 0 {
		switch message[0] {
		case termsKind:
			r := wire.Read(message[1:])
			id := readDigest(r)
			if r.Err() != nil {
				return r.Err()
			}
			t, err := decodeTerms(r.B)
			if err != nil {
				return err
			}
			rule, err := v.rules.get(id)
			if err != nil {
				return err
			}
			v.hearTerms(&t, rule)
			return nil
		case voyageLegKind:
			l, err := decodeVoyageLeg(message[1:])
			if err != nil {
				return err
			}
			v.hearVoyage(&l)
			return nil
		}
	}
	return unknownKind(message)
}

func (v *visitor) hearTerms(t *terms, r *taskRule) {
	c := &v.container
	i, there := c.find(t.orderID)
	if t.withdrawn {
		if there && c.custodies[i].epoch <= t.epoch {
			c.custodies = slices.Delete(c.custodies, i, i+1)
		}
		return
	}
	if there && t.epoch < c.custodies[i].epoch {
		return
	}
	if there && c.custodies[i].born != t.born {
		c.custodies, there = slices.Delete(c.custodies, i, i+1), false
	}
	if !there {
		c.custodies = slices.Insert(c.custodies, i,
			&custody{orderID: t.orderID, born: t.born, ready: true, stale: true})
	}
	u := c.custodies[i]
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
	if u.frozen != nil {
		r = u.rule
	}
	u.rejudge(r)
}

func (v *visitor) hearVoyage(l *voyageLeg) {
	i, there := v.container.find(l.orderID)
	if !there {
		return
	}
	u := v.container.custodies[i]
	k := slices.IndexFunc(u.legs, func(x custodyLeg) bool {
		return x.number == l.number && x.epoch == l.epoch
	})
	if k < 0 {
		return
	}
	u.legs[k].heard, u.legs[k].voyage = true, l.voyage
	u.rejudge(u.rule)
}

// rejudge derives anew what a custody is judged by. Its fold begins anew where that changed.
func (u *custody) rejudge(r *taskRule) {
	course := u.facts().Course()
	same := course.Window == u.by.Window && slices.Equal(course.Segments, u.by.Segments)
	if !same || r.mark() != u.rule.mark() {
		u.stale, u.archived = true, false
	}
	u.rule, u.by = r, judge.Case{Course: course, Rule: r.judged()}
}
