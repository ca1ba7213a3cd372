package joins

import (
	"hash/fnv"

	"coldchain/joins/judge"
	"coldchain/joins/series"
)

type held = series.Held

// judgeScratch is memory that judging reuses.
type judgeScratch struct {
	fold     judge.Fold
	figures  judge.Figures
	readings []held
	material []byte
	legs     []legView
	writer   custodyWriter
	message  []byte
}

// judge draws the answer for a custody and sends it: at once if it changed in what is material,
// else when progress is due. A custody is silent while the word of one of its voyages is still on
// its way.
func (s *containers) judge(id string, c *container, k int, cy Cycle, emit Emit) error {
	u := c.custodies[k]
	if !u.complete() {
		c.own(k).due = judge.OpenEnd
		return nil
	}
	j, err := s.judgement(id, c, u)
	if err != nil {
		return err
	}
	v := s.view(id, u)
	var judged, material digest
	judged, material, s.scratch.material = v.hashes(s.scratch.material, &j)
	isNew := material != u.material || u.sent == 0
	u = c.own(k)
	u.due, u.behind, u.moved = j.Due, j.Behind, false
	if !isNew && !cy.progress() {
		return nil
	}
	u.material = material
	if cy.Restoring {
		// What went out after the state was written is not known: it goes out with the next
		// progress.
		u.sent = 0
		return nil
	}
	r := result{
		containerID: id, epoch: u.epoch, phase: j.Phase, verdict: j.Verdict, reasons: j.Reasons,
		start: u.by.Window.Start, startBasis: u.by.Window.StartBasis,
		judgedBy: u.rule.mark(), frozen: u.frozen != nil,
		digest: judged, material: material, shown: stretches,
		json: s.scratch.writer.write(v, &j),
	}
	if j.Figures != nil {
		r.readings = j.Figures.Counters.Count
	}
	for i := range u.legs {
		r.events = append(r.events, voyageEvents{u.legs[i].voyageID, u.legs[i].voyage.events})
	}
	r.fit()
	s.scratch.message = r.append(s.scratch.message[:0])
	h := fnv.New64a()
	h.Write(s.scratch.message)
	sent := h.Sum64() | 1
	if sent == u.sent {
		return nil
	}
	u.sent = sent
	emit(CustodyResults, []byte(u.orderID), s.scratch.message)
	return nil
}

// fit leaves out the detail with which no projection can be shown, so that the message has a bound.
func (r *result) fit() {
	for r.shown > core {
		n := 0
		for i := range r.json {
			if r.json[i].detail <= r.shown {
				n += len(r.json[i].json)
			}
		}
		if n <= maxProjection {
			break
		}
		r.shown--
	}
	kept := r.json[:0]
	for _, f := range r.json {
		if f.detail <= r.shown {
			kept = append(kept, f)
		}
	}
	r.json = kept
}

// view is what is shown of a custody. It shares scratch memory.
func (s *containers) view(id string, u *custody) *custodyView {
	v := &custodyView{containerID: id, course: &u.by.Course, rule: u.by.Rule, archived: u.archived}
	if u.by.Rule != nil {
		v.ruleJSON = u.rule.text
	}
	s.scratch.legs = s.scratch.legs[:0]
	for i := range u.legs {
		l := &u.legs[i]
		s.scratch.legs = append(s.scratch.legs, legView{l.number, l.voyageID, &l.voyage})
	}
	v.legs = s.scratch.legs
	return v
}

// judgement judges a custody as of the stream time.
func (s *containers) judgement(id string, c *container, u *custody) (judge.Judgement, error) {
	if !u.by.Foldable() {
		return judge.Judge(&u.by, nil, nil, s.stream()), nil
	}
	f := &s.scratch.fold
	u.fold.CloneTo(f)
	ahead, err := s.pushTails(id, c, u, f)
	if err != nil {
		return judge.Judgement{}, err
	}
	j := judge.Judge(&u.by, f, &s.scratch.figures, s.stream())
	if ahead != judge.OpenEnd {
		j.DueAt(s.stream(), ahead+1)
	}
	return j, nil
}

// pushTails pushes the last reading of each sensor, which the custody's own fold lacks, into a copy
// of it. It returns the event time of the next reading that the stream time has not passed, or a
// time before it; judge.OpenEnd if there is none.
func (s *containers) pushTails(
	id string, c *container, u *custody, f *judge.Fold,
) (ahead int64, err error) {
	ahead = judge.OpenEnd
	if u.frozen != nil {
		return ahead, nil
	}
	if u.lagging {
		ahead = s.stream()
	}
	rewound := false
	for i := range u.by.Rule.Sensors() {
		x := c.sensor(u.by.Rule.Sensor(i))
		if x == nil || x.Tail() == nil {
			continue
		}
		t := x.Tail()
		switch {
		case !u.wants(t.Time):
		case t.Time >= s.stream():
			ahead = min(ahead, t.Time)
		default:
			rewound = f.Push(&u.by, i, t) == judge.Rewound || rewound
		}
	}
	if rewound {
		*f = judge.NewFold(&u.by)
		err = s.feed(id, c, &u.by, f, true)
	}
	return ahead, err
}
