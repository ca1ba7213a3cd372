package joins

import (
	"coldchain/joins/internal/wire"
	"coldchain/joins/judge"
)

// custody is one (order, container) as the container knows it.
type custody struct {
	orderID                      string
	born, epoch                  int64  // see terms
	ruleID                       digest // zero for none; of no meaning once ready
	stuffed, stripped, delivered *int64
	legs                         []custodyLeg
	lagging                      bool                // stored readings that it wants aren't folded
	archived                     bool                // a part of the readings that it needs is gone
	frozen                       *judge.CustodyFacts // archived: what it is judged by for good
	material                     digest              // of the latest result that went out
	sent                         uint64              // hash of the latest result sent; 0: send it

	// what it is judged by: derived from the above by prepare
	ready  bool
	rule   *taskRule // nil = none
	by     judge.Case
	fold   judge.Fold
	stored []byte // the fold as it is encoded, until ready; memory of others
	stale  bool   // the fold begins anew: it is not stored
}

// custodyLeg is a leg of a custody with what its voyage said of it.
type custodyLeg struct {
	route
	heard  bool // the voyage said something since the leg's epoch
	voyage voyageInfo
}

// complete says that the voyages of all legs were heard: before that, nothing can be said.
func (u *custody) complete() bool {
	for i := range u.legs {
		if !u.legs[i].heard {
			return false
		}
	}
	return true
}

// facts are what the window rests on.
func (u *custody) facts() *judge.CustodyFacts {
	if u.frozen != nil {
		return u.frozen
	}
	f := &judge.CustodyFacts{Stuffed: u.stuffed, Stripped: u.stripped, Delivered: u.delivered}
	for i := range u.legs {
		f.Legs = append(f.Legs, judge.Leg{
			Number: u.legs[i].number, Window: u.legs[i].voyage.window,
		})
	}
	return f
}

// folds says that readings of a sensor can be pushed: which of the sensors of its rule it is, -1
// for none.
func (u *custody) folds(sensor string) int {
	if u.stale || u.frozen != nil || u.by.Rule == nil || !u.by.Window.Valid() {
		return -1
	}
	return u.by.Rule.SensorIndex(sensor)
}

// wants says that the custody wants a reading with that event time.
func (u *custody) wants(t int64) bool {
	from, to := u.by.Wants()
	return t >= from && t < to
}

// done says that the custody does not change by the passing of time any more.
func (u *custody) done(stream int64) bool {
	if !u.by.Window.Known() {
		return true
	}
	final := u.by.FinalAt()
	return final != judge.NoTime && stream != judge.NoTime && stream >= final
}

// push folds a reading of a sensor.
func (u *custody) push(sensor int, h *held) {
	u.stale = u.fold.Push(&u.by, sensor, h) || u.stale
}

func (u *custody) append(b []byte) []byte {
	b = wire.AppendInt(wire.AppendInt(wire.AppendString(b, u.orderID), u.born), u.epoch)
	id := u.ruleID
	if u.ready {
		if id = (digest{}); u.rule != nil {
			id = u.rule.id
		}
	}
	b = append(b, id[:]...)
	for _, at := range []*int64{u.stuffed, u.stripped, u.delivered} {
		b = wire.AppendOptional(b, at)
	}
	b = wire.AppendUint(b, uint64(len(u.legs)))
	for i := range u.legs {
		l := &u.legs[i]
		b = l.route.append(b)
		if b = wire.AppendBool(b, l.heard); l.heard {
			b = l.voyage.append(b)
		}
	}
	b = wire.AppendBool(wire.AppendBool(b, u.lagging), u.archived)
	b = wire.AppendBool(b, u.frozen != nil)
	if f := u.frozen; f != nil {
		for _, at := range []*int64{f.Stuffed, f.Stripped, f.Delivered} {
			b = wire.AppendOptional(b, at)
		}
		b = wire.AppendUint(b, uint64(len(f.Legs)))
		for _, l := range f.Legs {
			b = appendWindow(wire.AppendInt(b, l.Number), l.Window)
		}
	}
	b = wire.AppendUint(append(b, u.material[:]...), u.sent)
	if b = wire.AppendBool(b, u.stale); u.stale {
		return b
	}
	if !u.ready {
		return wire.AppendBytes(b, u.stored)
	}
	if !u.by.Foldable() {
		return wire.AppendBytes(b, nil)
	}
	return wire.AppendBytes(b, u.fold.Append(nil))
}

func (u *custody) read(r *wire.Reader) {
	u.orderID, u.born, u.epoch = r.String(), r.Int(), r.Int()
	u.ruleID = readDigest(r)
	u.stuffed, u.stripped, u.delivered = r.Optional(), r.Optional(), r.Optional()
	for range r.Count() {
		l := custodyLeg{route: readRoute(r)}
		if l.heard = r.Bool(); l.heard {
			l.voyage = readVoyageInfo(r)
		}
		u.legs = append(u.legs, l)
	}
	u.lagging, u.archived = r.Bool(), r.Bool()
	if r.Bool() {
		u.frozen = &judge.CustodyFacts{
			Stuffed: r.Optional(), Stripped: r.Optional(), Delivered: r.Optional(),
		}
		for range r.Count() {
			u.frozen.Legs = append(u.frozen.Legs, judge.Leg{Number: r.Int(), Window: readWindow(r)})
		}
	}
	u.material, u.sent = readDigest(r), r.Uint()
	if u.stale = r.Bool(); !u.stale {
		u.stored = r.Bytes()
	}
}

// prepare derives what the custody is judged by, and reads its fold.
func (u *custody) prepare(rules *taskRules) error {
	if u.ready {
		return nil
	}
	r, err := rules.get(u.ruleID)
	if err != nil {
		return err
	}
	u.by = judge.Case{Course: u.facts().Course(), Rule: r.judged()}
	if u.by.Foldable() && !u.stale {
		in := wire.Read(u.stored)
		u.fold.Read(in, &u.by)
		if err := in.Close("fold of a custody"); err != nil {
			return err
		}
	}
	u.ready, u.rule, u.stored = true, r, nil
	return nil
}
