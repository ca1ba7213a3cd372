package joins

import "hash/fnv"

// judgeScratch is memory that judging reuses.
type judgeScratch struct {
	limits   []limitFold
	readings []held
	material []byte
	json     []byte
	message  []byte
}

// judge draws the answer for a leg and sends it: at once if it changed in what is material, else when progress is due.
func (s *Containers) judge(id string, c *container, k int, cy Cycle, emit Emit) error {
	l := c.legs[k]
	j, err := s.judgement(id, c, l)
	if err != nil {
		return err
	}
	v := legView{containerID: id, number: l.number, voyageID: l.voyageID, voyage: &l.voyage, rule: l.judgedBy, archived: l.archived}
	if l.judgedBy != nil {
		v.ruleJSON = l.rule
	}
	var m digest
	m, s.scratch.material = v.material(s.scratch.material, &j)
	material := m != l.material || l.sent == 0
	l = c.own(k)
	l.wake, l.behind, l.moved = j.wake, j.behind, false
	if !material && !cy.progress() {
		return nil
	}
	s.scratch.json = appendLegJSON(s.scratch.json[:0], &v, &j)
	l.material = m
	if cy.Restoring {
		l.sent = 0 // what went out after the state was written is not known: it goes out with the next progress
		return nil
	}
	r := result{containerID: id, number: l.number, epoch: l.epoch, voyageID: l.voyageID, events: l.voyage.events,
		phase: j.phase, verdict: j.verdict, reasons: j.reasons, judgedBy: ruleMark(l.rule), material: m, json: s.scratch.json}
	if j.figures != nil {
		r.readings = j.figures.counters.count
	}
	s.scratch.message = r.append(s.scratch.message[:0])
	h := fnv.New64a()
	h.Write(s.scratch.message)
	sent := h.Sum64() | 1
	if sent == l.sent {
		return nil
	}
	l.sent = sent
	emit(LegResults, []byte(l.orderID), s.scratch.message)
	return nil
}

// judgement judges a leg as of the stream time.
func (s *Containers) judgement(id string, c *container, l *leg) (judgement, error) {
	r, w, stream := l.judgedBy, l.voyage.window, int64(s.clock)
	if r == nil {
		return judge(w, nil, nil, nil, stream), nil
	}
	var tail *held
	x := c.sensor(r.Sensor)
	if x != nil && x.some && x.tail.Time >= w.Start-r.MaxGap && !l.frozen {
		tail = &x.tail
	}
	f := l.fold
	ahead := f.count > 0 && f.last >= stream
	if ahead {
		// Readings of the container that lie in another partition are ahead of its own partition's stream time. Only an audit sees such.
		f = newFold(w, r)
		if err := x.each(s.state, id, w.Start-r.MaxGap, min(w.End, stream), &s.scratch.readings, func(h *held) { f.push(w, r, h) }); err != nil {
			return judgement{}, err
		}
	} else {
		s.scratch.limits = append(s.scratch.limits[:0], f.limits...)
		f.limits = s.scratch.limits
	}
	j := judge(w, r, &f, tail, stream)
	if ahead {
		j.wakeAt(stream, stream+1)
	}
	return j, nil
}
