package joins

import (
	"hash/fnv"

	"coldchain/joins/inbox"
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

// judgeCustodies judges the custodies of the container, sends what must be said of them, and tells
// the inbox when to look again.
func (v *visitor) judgeCustodies(c inbox.Container) error {
	for _, u := range v.container.custodies {
		if err := v.bringUp(u); err != nil {
			return err
		}
	}
	if v.inbox.Is(c, inbox.Expired) {
		if err := v.remove(); err != nil {
			return err
		}
	}
	v.guardNothing()
	live := false
	for _, u := range v.container.custodies {
		if v.inbox.Is(c, inbox.Doubtful) {
			u.sent = 0
		}
		if err := v.judge(u); err != nil {
			return err
		}
		live = live || !u.done(v.stream())
	}
	v.settle(c, live)
	return nil
}

// judge draws the answer for a custody and sends it: at once if it changed in what is material,
// else if progress is due. A custody is silent while the word of one of its voyages is still on its
// way.
func (v *visitor) judge(u *custody) error {
	if !u.complete() {
		return nil
	}
	j, err := v.judgement(u)
	if err != nil {
		return err
	}
	view := v.view(u)
	var judged, material digest
	judged, material, v.scratch.material = view.hashes(v.scratch.material, &j)
	if material == u.material && u.sent != 0 && v.how != judgeAll {
		return nil
	}
	u.material = material
	r := result{
		containerID: view.containerID, epoch: u.epoch, phase: j.Phase, verdict: j.Verdict, reasons: j.Reasons,
		start: u.by.Window.Start, startBasis: u.by.Window.StartBasis,
		judgedBy: u.rule.mark(), frozen: u.frozen != nil,
		digest: judged, material: material, shown: stretches,
		json: v.scratch.writer.write(view, &j),
	}
	if j.Figures != nil {
		r.readings = j.Figures.Counters.Count
	}
	for i := range u.legs {
		r.events = append(r.events, voyageEvents{u.legs[i].voyageID, u.legs[i].voyage.events})
	}
	r.fit()
	v.scratch.message = r.append(v.scratch.message[:0])
	h := fnv.New64a()
	h.Write(v.scratch.message)
	sent := h.Sum64() | 1
	if sent == u.sent {
		return nil
	}
	u.sent = sent
	v.emit(CustodyResults, []byte(u.orderID), v.scratch.message)
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
func (v *visitor) view(u *custody) *custodyView {
	view := &custodyView{containerID: string(v.id), course: &u.by.Course, rule: u.by.Rule,
		archived: u.archived}
	if u.by.Rule != nil {
		view.ruleJSON = u.rule.text
	}
	v.scratch.legs = v.scratch.legs[:0]
	for i := range u.legs {
		l := &u.legs[i]
		v.scratch.legs = append(v.scratch.legs, legView{l.number, l.voyageID, &l.voyage})
	}
	view.legs = v.scratch.legs
	return view
}

// judgement judges a custody as of the stream time.
func (v *visitor) judgement(u *custody) (judge.Judgement, error) {
	if !u.by.Foldable() {
		j := judge.Judge(&u.by, nil, nil, v.stream())
		v.guard(u, &j, nil)
		return j, nil
	}
	f := &v.scratch.fold
	u.fold.CloneTo(f)
	ahead, err := v.pushTails(u, f)
	if err != nil {
		return judge.Judgement{}, err
	}
	j := judge.Judge(&u.by, f, &v.scratch.figures, v.stream())
	if ahead != judge.OpenEnd {
		j.DueAt(v.stream(), ahead+1)
	}
	v.guard(u, &j, f)
	return j, nil
}

// pushTails pushes the last reading of each sensor, which the custody's own fold lacks, into a copy
// of it. It returns the event time of the next reading that the stream time has not passed, or a
// time before it; judge.OpenEnd if there is none.
func (v *visitor) pushTails(u *custody, f *judge.Fold) (ahead int64, err error) {
	ahead = judge.OpenEnd
	if u.frozen != nil {
		return ahead, nil
	}
	if u.lagging {
		ahead = v.stream()
	}
	rewound := false
	for i := range u.by.Rule.Sensors() {
		x := v.container.sensor(u.by.Rule.Sensor(i))
		if x == nil || x.Tail() == nil {
			continue
		}
		t := x.Tail()
		switch {
		case !u.wants(t.Time):
		case t.Time >= v.stream():
			ahead = min(ahead, t.Time)
		default:
			rewound = f.Push(&u.by, i, t) || rewound
		}
	}
	if rewound {
		f.Begin(&u.by)
		err = v.feed(&u.by, f, true)
	}
	return ahead, err
}
